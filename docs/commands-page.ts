import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const at = (path: string) => join(import.meta.dirname, "..", path);
const CLI = at("src/cli.ts");
/** Scripts of the package that take options: what is typed → what runs. */
const SCRIPTS: readonly [string, string[]][] = [
  ["npm run demo", [at("marketplace-demo/world/demo.ts")]],
  ["npm run break", [at("marketplace-demo/world/break.ts")]],
  ["npm run break -- errors", [at("marketplace-demo/world/break.ts"), "errors"]],
  ["npm run break -- list", [at("marketplace-demo/world/break.ts"), "list"]],
  ["npm run break -- do", [at("marketplace-demo/world/break.ts"), "do"]],
];

/** docs/reference/commands.md: what every command says of itself. */
export async function commandsPage(): Promise<string> {
  const helpOf = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)(process.execPath, [...args, "--help"], {
      cwd: at("."),
      env: { PATH: process.env.PATH, NO_COLOR: "1", COLUMNS: "80" },
    });
    // What is a default here may be a folder of this machine.
    return stdout.trimEnd().replaceAll(`${at("")}/`, "");
  };
  const help = (...args: string[]) => helpOf(CLI, ...args);
  const all = await help();
  const sections: string[] = [];
  for (const name of commandsIn(all)) sections.push(`## ${name}\n\n\`\`\`text\n${await help(name)}\n\`\`\``);
  for (const [typed, script] of SCRIPTS)
    sections.push(`## ${typed}\n\n\`\`\`text\n${await helpOf(...script)}\n\`\`\``);
  return [
    "# Commands",
    "`npx sre-space COMMAND`, and the scripts of the demo below. A command ends with 0 where all is well, with 1 where its answer is no, and with 2 where it was called in a wrong way. With `--json` the last line on stdout is the answer.",
    `\`\`\`text\n${all}\n\`\`\``,
    ...sections,
    "",
  ].join("\n\n");
}

/** Of the command line's own help: the words that begin a line of its list of commands. */
export function commandsIn(help: string): string[] {
  const [, list = ""] = help.split("Commands:\n");
  return [...list.matchAll(/^ {2}([a-z]+)/gm)].map(([, name = ""]) => name).filter((name) => name !== "help");
}
