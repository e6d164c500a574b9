/**
 * `npm test`: sets up what the tests need, says loudly what is missing, and runs everything.
 * Under CI=true a missing tool is a failure, not a skip.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { permissionFaults } from "./needed-permissions.ts";

/** Programs that tests drive for real, with Debian's package for each. */
const tools = [
  { program: "/usr/bin/chromium", package: "chromium", use: "pages are looked at in a browser" },
  {
    program: "/usr/bin/prometheus-alertmanager",
    package: "prometheus-alertmanager",
    use: "Alertmanager itself fires at the endpoint",
  },
  {
    program: "/usr/bin/redis-server",
    package: "redis-server",
    use: "the bus is carried by Redis itself",
  },
  { program: "/usr/bin/kcat", package: "kcat", use: "the bus is carried by Kafka's protocol" },
  { program: "/usr/bin/git", package: "git", use: "merges are compared with git's own" },
];

const strict = process.env.CI === "true";
const missing = tools.filter((tool) => !existsSync(tool.program));
if (missing.length > 0 && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
  const packages = missing.map((tool) => tool.package);
  console.error(`Installing ${packages.join(", ")} with apt-get, for the tests.`);
  const apt = (args: string[]) => spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"] });
  apt(["update", "-qq"]);
  apt(["install", "-y", "-qq", "--no-install-recommends", ...packages]);
}
const absent = missing.filter((tool) => !existsSync(tool.program));
for (const tool of absent)
  console.error(
    `${strict ? "MISSING" : "SKIPPED"}: ${tool.package} is not installed, so ${tool.use} in no test.`,
  );
if (strict && absent.length > 0) {
  console.error(
    `Install ${absent.map((tool) => tool.package).join(", ")}; under CI=true nothing may be skipped.`,
  );
  process.exit(1);
}

const own = process.argv.slice(2);
const compile = { name: "compilation", command: ["node", "bin/compile.js"] };
const steps: { name: string; command: string[] }[] =
  own.length > 0
    ? [compile, { name: "tests", command: ["vitest", "run", ...own] }]
    : [
        compile,
        { name: "types", command: ["tsc", "-p", "."] },
        { name: "style", command: ["biome", "check", "--error-on-warnings", "."] },
        { name: "tests", command: ["vitest", "run"] },
      ];
const permissions = mkdtempSync(join(tmpdir(), "sre-space-permissions-"));
process.once("exit", () => rmSync(permissions, { recursive: true, force: true }));
for (const { name, command } of steps) {
  const [program = "", ...args] = command;
  const { status } = spawnSync(program, args, {
    stdio: "inherit",
    env: {
      ...process.env,
      SRE_SPACE_ABSENT: absent.map((tool) => tool.package).join(","),
      SRE_NOTE_PERMISSIONS: permissions,
    },
  });
  if (status !== 0) {
    console.error(`npm test: ${name} failed (${command.join(" ")}).`);
    process.exit(status ?? 1);
  }
}

if (own.length === 0) {
  // What a full run has asked of GitHub is what the App may ask of whoever installs it.
  const lines = readdirSync(permissions).flatMap((file) =>
    readFileSync(join(permissions, file), "utf8").trim().split("\n"),
  );
  const needed = lines
    .map((line) => JSON.parse(line) as { by: string | null; any: string[] })
    .filter(({ by }) => by?.startsWith("sre-space"))
    .map(({ any }) => any);
  const manifest = parse(readFileSync(join(import.meta.dirname, "../app.yml"), "utf8")) as {
    default_permissions: Record<string, string>;
  };
  const faults = permissionFaults(manifest.default_permissions, needed);
  for (const fault of faults) console.error(`npm test: ${fault}`);
  if (faults.length > 0) process.exit(1);
  console.log(
    `The App's permissions are those that ${new Set(needed.map(String)).size} kinds of calls needed.`,
  );
}
