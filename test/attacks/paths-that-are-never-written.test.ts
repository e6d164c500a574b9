import { symlinkSync, unlinkSync } from "node:fs";
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
