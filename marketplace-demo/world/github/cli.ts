import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { startGitHub } from "./start.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8002" },
    dir: { type: "string", default: ".data/github" },
  },
});
const github = await startGitHub({
  port: Number(values.port),
  dir: resolve(values.dir),
  log: (line) => console.log(JSON.stringify(line)),
});
const person = github.createUser({ login: "octo" });
console.log(`GitHub  ${github.webUrl}   API ${github.apiUrl}`);
console.log(`person  octo   token ${person.token}`);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void github.close().then(() => process.exit(0)));
