/**
 * `npm test`: sets up what the tests need, says loudly what is missing, and runs everything.
 * Under CI=true a missing tool is a failure, not a skip.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

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
for (const { name, command } of steps) {
  const [program = "", ...args] = command;
  const { status } = spawnSync(program, args, {
    stdio: "inherit",
    env: { ...process.env, SRE_SPACE_ABSENT: absent.map((tool) => tool.package).join(",") },
  });
  if (status !== 0) {
    console.error(`npm test: ${name} failed (${command.join(" ")}).`);
    process.exit(status ?? 1);
  }
}
