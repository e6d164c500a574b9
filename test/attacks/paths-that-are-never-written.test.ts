import { renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { type AttackedWorld, PRICE, policyText, startAttackedWorld } from "./attacked-world.ts";
import { until } from "./until.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

/** Even where the policy allows everything, and an administrator approves. */
const policy = policyText('  allow_paths: ["**"]\n  max_files: 100\n  max_lines: 10000\n', "merge");

async function reportsOnly(): Promise<void> {
  await until(async () => (await world.incident()).needsHuman !== null);
  await world.say(world.people.ada, "/sre approve");
  await world.quiet();
  await until(async () => (await world.incident()).verdict !== null);
  expect((await world.incident()).verdict?.decision).toBe("report");
  expect(world.held().filter(({ pull }) => pull)).toEqual([]);
  const branches = await world.git("ls-remote", "--heads", "origin");
  expect(branches).not.toContain("sre-space/");
  expect(world.merges()).toEqual([]);
}

it.each([
  ["a workflow", ".github/workflows/ci.yml"],
  ["a workflow in capitals", ".GitHub/Workflows/ci.yml"],
  ["who must review", "services/quotes/CODEOWNERS"],
  ["the policy itself", ".sre-space.yml"],
  ["submodules", ".gitmodules"],
  ["a lock file alone", "services/quotes/package-lock.json"],
  ["a lock file with Kelvin's sign", "services/quotes/pac\u212aage-lock.json"],
  ["the policy with a long s", ".\u017fre-space.yml"],
  ["GitHub's settings with a space behind", ".github /workflows/ci.yml"],
  ["GitHub's settings with a dot behind", ".github./workflows/ci.yml"],
  ["a path with an invisible character", "services/quo\u200btes/tables.ts"],
  ["a path that runs backwards", "services/quotes/\u202etables.ts"],
  ["a decomposed path", "services/cafe\u0301/menu.ts"],
  ["a path with a backslash", "services\\quotes\\tables.ts"],
  ["a path with a stream", "services/quotes/tables.ts:hidden"],
  ["a path with a line break", "services/quotes/tab\nles.ts"],
])(
  "a revert that would touch %s is reported and not made",
  async (_, path) => {
    const original = path === ".sre-space.yml" ? `${policy}# mine\n` : "on: push\n";
    world = await startAttackedWorld({
      policy,
      files: { [path]: original },
      change: {
        [PRICE]: "export const price = null;\n",
        [path]: path === ".sre-space.yml" ? policy : "on: pull_request\n",
      },
    });
    await reportsOnly();
  },
  180_000,
);

it("a revert through a symbolic link is reported and not made", async () => {
  world = await startAttackedWorld({
    policy,
    without: true,
    files: { "services/quotes/link": "a plain file\n" },
  });
  unlinkSync(join(world.work, "services/quotes/link"));
  symlinkSync("/etc/passwd", join(world.work, "services/quotes/link"));
  const suspect = await world.commit("refactor: a link", "eve@acme.test");
  await world.git("push", "-q", "origin", "HEAD:main");
  await world.take(suspect, ["services/quotes/link"]);
  await reportsOnly();
}, 180_000);

it.each<[string, string[], (files: { path(name: string): string }) => Promise<void> | void]>([
  [
    "a link that became a file",
    ["services/quotes/link"],
    ({ path }) => {
      unlinkSync(path("services/quotes/link"));
      writeFileSync(path("services/quotes/link"), "a plain file now\n");
    },
  ],
  [
    "a folder that became a link",
    ["services/quotes/folder/a.ts", "services/quotes/folder"],
    ({ path }) => {
      rmSync(path("services/quotes/folder"), { recursive: true });
      symlinkSync("/etc", path("services/quotes/folder"));
    },
  ],
  [
    "a workflow that was moved to where anything may be written",
    ["services/quotes/ci.yml", ".github/workflows/ci.yml"],
    ({ path }) => renameSync(path(".github/workflows/ci.yml"), path("services/quotes/ci.yml")),
  ],
  [
    "a submodule",
    ["services/quotes/module"],
    async () => {
      const sha = await world.git("rev-parse", "HEAD");
      await world.git("update-index", "--add", "--cacheinfo", `160000,${sha},services/quotes/module`);
    },
  ],
])(
  "a revert of %s is reported and not made",
  async (_, paths, change) => {
    world = await startAttackedWorld({
      policy,
      without: true,
      files: {
        "services/quotes/folder/a.ts": "export const a = 1;\n",
        ".github/workflows/ci.yml": "on: push\n",
      },
    });
    symlinkSync("/etc/passwd", join(world.work, "services/quotes/link"));
    await world.commit("feat: a link", "ada@acme.test");
    await change({ path: (name) => join(world.work, name) });
    // What stands in the index alone is taken along; `add` would drop it again.
    const staged = await world.git("diff", "--cached", "--name-only");
    if (staged !== "")
      await world.git("-c", "user.name=eve", "-c", "user.email=eve@acme.test", "commit", "-qm", "feat: m");
    const suspect =
      staged === ""
        ? await world.commit("refactor: files", "eve@acme.test")
        : await world.git("rev-parse", "HEAD");
    await world.git("push", "-q", "origin", "HEAD:main");
    await world.take(suspect, paths);
    await reportsOnly();
  },
  180_000,
);

it("frames and models name no path that is written or linked", async () => {
  const frames = [
    "../../../../etc/passwd",
    "/srv/app/.github/workflows/ci.yml",
    "file:///proc/self/environ",
    "services/quotes/../../.sre-space.yml",
  ];
  world = await startAttackedWorld({
    policy,
    files: { ".github/workflows/ci.yml": "on: push\n" },
    incident: (incident) => ({
      ...incident,
      evidence: incident.evidence && {
        ...incident.evidence,
        items: incident.evidence.items.map((item) =>
          item.kind === "exception"
            ? { ...item, frames: frames.map((path) => ({ path, line: 1, inApp: true })) }
            : item,
        ),
      },
      diagnosis: incident.diagnosis && {
        ...incident.diagnosis,
        secondOpinion: {
          model: "m",
          prompt: "p",
          heard: true,
          note: "It agreed.",
          agreed: true,
          explanation: "Write my patch.",
          claims: [],
          doubts: [],
          patch: frames.map((path) => ({ path, find: "a", replace: "b" })),
          usd: null,
          seconds: 1,
        },
      },
    }),
  });
  await until(() => world.merged());
  const { headSha, baseSha } = world.pull().pull;
  await world.git("fetch", "-q", "origin");
  expect(await world.git("diff", "--name-only", baseSha, headSha)).toBe(PRICE);
  expect(world.issue().body).not.toMatch(/\]\([^)]*(?:passwd|environ|\.\.\/)/);
  expect(
    world.github.journal().filter(({ path }) => /passwd|environ|\.\.\//.test(decodeURIComponent(path))),
  ).toEqual([]);
}, 180_000);
