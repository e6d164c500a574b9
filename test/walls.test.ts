import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { cruise, type ICruiseResult, type IViolation } from "dependency-cruiser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const { forbidden, options } = createRequire(import.meta.url)("../.dependency-cruiser.cjs");

async function walk(baseDir: string, folders: string[]): Promise<ICruiseResult> {
  const { output } = await cruise(
    folders,
    {
      ruleSet: { forbidden },
      validate: true,
      baseDir,
      parser: options.parser,
      doNotFollow: options.doNotFollow,
      exclude: options.exclude,
    },
    options.enhancedResolveOptions,
  );
  if (typeof output === "string")
    throw new Error("dependency-cruiser answered with text where data was asked for.");
  return output;
}

/** Rule, the file that breaks it, what it says, and the files that must be there for it. */
type Plant = [rule: string, file: string, code: string, others?: Record<string, string>];

const imports = (from: string, to: string) =>
  `import { x } from "./${posix.relative(posix.dirname(from), to)}";\nexport const y = x;\n`;
const importsType = (from: string, to: string) =>
  `import type { X } from "./${posix.relative(posix.dirname(from), to)}";\nexport type Y = X;\n`;

/** For each room, one that it may not import. */
const ROOMS: [room: string, stranger: string][] = [
  ["config", "github"],
  ["edge", "observe"],
  ["observe", "orient"],
  ["orient", "act"],
  ["decide/plan", "decide/judge"],
  ["decide/judge", "decide/plan"],
  ["act", "decide/judge"],
  ["loop", "github"],
  ["report", "publish"],
  ["publish", "act"],
  ["housekeeping", "act"],
  ["replay", "github"],
  ["github", "act"],
  ["memory", "store"],
  ["bus", "store"],
  ["model", "github"],
  ["store", "loop"],
  ["governor", "loop"],
  ["instruments", "loop"],
  ["monitor", "store"],
  ["doctor", "act"],
  ["setup", "act"],
  ["contracts", "safety"],
  ["safety", "config"],
];

const PLANTS: Plant[] = [
  ...ROOMS.map(([room, stranger]): Plant => {
    const file = `src/${room}/breaks-out.ts`;
    return [`${room}-room`, file, imports(file, `src/${stranger}/target.ts`)];
  }),
  ["orient-room", "src/orient/types.ts", importsType("src/orient/types.ts", "src/act/target.ts")],
  ["observe-room", "src/observe/root.ts", imports("src/observe/root.ts", "src/wire.ts")],
  ["orient-room", "src/orient/lazy.ts", `export const lazy = () => import("../act/target.ts");\n`],
  ["orient-room", "src/orient/again.ts", `export { x } from "../act/target.ts";\n`],
  [
    "no-room-without-a-wall",
    "src/utils/anything.ts",
    imports("src/utils/anything.ts", "src/contracts/target.ts"),
  ],
  ["contracts-zod-alone", "src/contracts/package.ts", `import pino from "pino";\nexport const y = pino;\n`],
  [
    "contracts-zod-alone",
    "src/contracts/core.ts",
    `import { readFileSync } from "node:fs";\nexport const y = readFileSync;\n`,
  ],
  [
    "judge-is-pure",
    "src/decide/judge/reads.ts",
    `import { readFileSync } from "node:fs";\nexport const y = readFileSync;\n`,
  ],
  [
    "octokit-in-github-alone",
    "src/act/kit.ts",
    `import { Octokit } from "octokit";\nexport const y = Octokit;\n`,
  ],
  [
    "octokit-webhooks-in-edge-alone",
    "src/loop/hooks.ts",
    `import { Webhooks } from "@octokit/webhooks";\nexport const y = Webhooks;\n`,
  ],
  [
    "writer-in-act-alone",
    "src/orient/w.ts",
    importsType("src/orient/w.ts", "src/contracts/ports/repo-writer.ts"),
  ],
  [
    "reporter-in-publish-alone",
    "src/act/r.ts",
    importsType("src/act/r.ts", "src/contracts/ports/reporter.ts"),
  ],
  [
    "proposer-in-housekeeping-alone",
    "src/publish/p.ts",
    importsType("src/publish/p.ts", "src/contracts/ports/proposer.ts"),
  ],
  ["engine-knows-no-demo", "src/act/demo.ts", imports("src/act/demo.ts", "marketplace-demo/world/target.ts")],
  ["engine-knows-no-demo", "src/cheat.ts", imports("src/cheat.ts", "marketplace-demo/shop/target.ts")],
  [
    "world-knows-no-engine",
    "marketplace-demo/world/peek.ts",
    imports("marketplace-demo/world/peek.ts", "src/safety/target.ts"),
  ],
  [
    "shop-stands-alone",
    "marketplace-demo/shop/peek.ts",
    imports("marketplace-demo/shop/peek.ts", "marketplace-demo/world/target.ts"),
  ],
  [
    "no-cycles",
    "src/act/one.ts",
    imports("src/act/one.ts", "src/act/two.ts"),
    { "src/act/two.ts": imports("src/act/two.ts", "src/act/one.ts") },
  ],
  ["nothing-unresolved", "src/act/lost.ts", `import { x } from "./nowhere.ts";\nexport const y = x;\n`],
];

/** What the rooms may do, so that a wall that forbids everything is seen as well. */
const ALLOWED: [file: string, code: string][] = [
  ["src/loop/may.ts", imports("src/loop/may.ts", "src/act/target.ts")],
  ["src/publish/may.ts", imports("src/publish/may.ts", "src/report/target.ts")],
  ["src/monitor/may.ts", imports("src/monitor/may.ts", "src/report/target.ts")],
  ["src/observe/may.ts", imports("src/observe/may.ts", "src/safety/target.ts")],
  ["src/github/may.ts", `import { Octokit } from "octokit";\nexport const y = Octokit;\n`],
  ["src/edge/may.ts", `import { Webhooks } from "@octokit/webhooks";\nexport const y = Webhooks;\n`],
  ["src/contracts/may.ts", `import { z } from "zod";\nexport const y = z;\n`],
  ["src/act/may.ts", importsType("src/act/may.ts", "src/contracts/ports/repo-writer.ts")],
  ["src/housekeeping/may.ts", importsType("src/housekeeping/may.ts", "src/contracts/ports/proposer.ts")],
  ["src/decide/judge/may.ts", `import { posix } from "node:path";\nexport const y = posix;\n`],
  ["src/act/asks.ts", imports("src/act/asks.ts", "src/act/answers.ts")],
  ["src/act/answers.ts", importsType("src/act/answers.ts", "src/act/asks.ts")],
  ["src/compose.ts", imports("src/compose.ts", "src/github/target.ts")],
  [
    "marketplace-demo/shop/may.ts",
    `import { z } from "zod";\nimport { join } from "node:path";\nexport const y = [z, join];\n`,
  ],
];

describe("a planted violation is seen", () => {
  let directory: string;
  let violations: IViolation[];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "sre-space-walls-"));
    symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
    writeFileSync(join(directory, "package.json"), readFileSync(join(ROOT, "package.json")));
    const write = (file: string, code: string) => {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      writeFileSync(join(directory, file), code);
    };
    const target = "export const x = 1;\nexport type X = number;\n";
    const folders = ROOMS.map(([room]) => `src/${room}`);
    for (const folder of [...folders, "marketplace-demo/world", "marketplace-demo/shop"])
      write(`${folder}/target.ts`, target);
    for (const file of [
      "src/wire.ts",
      "src/contracts/ports/proposer.ts",
      "src/contracts/ports/repo-writer.ts",
      "src/contracts/ports/reporter.ts",
    ])
      write(file, target);
    for (const [, file, code, others] of PLANTS)
      for (const [path, text] of Object.entries({ [file]: code, ...others })) write(path, text);
    for (const [file, code] of ALLOWED) write(file, code);
    violations = standing(directory, (await walk(directory, ["src", "marketplace-demo"])).summary.violations);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test.each(PLANTS)("%s: %s", (rule, file) => {
    expect(
      violations.filter((violation) => violation.from === file).map((violation) => violation.rule.name),
    ).toContain(rule);
  });

  test("every rule has one", () => {
    const planted = new Set(PLANTS.map(([rule]) => rule));
    expect(
      forbidden.map((rule: { name: string }) => rule.name).filter((name: string) => !planted.has(name)),
    ).toEqual([]);
  });

  test.each(ALLOWED)("and nothing is said of %s, which may", (file) => {
    expect(violations.filter((violation) => violation.from === file)).toEqual([]);
  });
});

describe("the tree", () => {
  let result: ICruiseResult;
  beforeAll(async () => {
    result = await walk(ROOT, ["src", "marketplace-demo"]);
  });

  test("is seen whole", () => {
    const seen = new Set(result.modules.map((module) => module.source));
    const missed = ["src", "marketplace-demo"].flatMap(sources).filter((file) => !seen.has(file));
    expect(missed).toEqual([]);
    expect(seen.size).toBeGreaterThanOrEqual(sources("src").length);
    expect(sources("src").length).toBeGreaterThan(100);
  });

  test("keeps its walls", () => {
    const broken = standing(ROOT, result.summary.violations);
    expect(broken.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });
});

/** Every TypeScript file below, as the cruiser names them; what a run of the demo leaves behind is none. */
function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => posix.join(folder, file))
    .filter((file) => file.endsWith(".ts") && !/(?:^|\/)(?:node_modules|\.data)\//.test(file));
}

/** Cycles that a type import closes are none at run time, where it is erased; swc does not tell them apart. */
function standing(root: string, violations: readonly IViolation[]): IViolation[] {
  return violations.filter(
    ({ rule, cycle = [] }) =>
      rule.name !== "no-cycles" ||
      cycle.every(({ name }, index) =>
        isImportedAtRunTime(root, name, cycle[(index + 1) % cycle.length]?.name ?? name),
      ),
  );
}

/** Whether a file imports another for more than its types. */
function isImportedAtRunTime(root: string, from: string, to: string): boolean {
  const path = posix.relative(posix.dirname(from), to);
  const specifier = path.startsWith(".") ? path : `./${path}`;
  return readFileSync(join(root, from), "utf8")
    .split(";")
    .some(
      (statement) =>
        statement.includes(`"${specifier}"`) && !/(?:^|\n)\s*(?:import|export) type\b/.test(statement),
    );
}
