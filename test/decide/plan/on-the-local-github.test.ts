import { afterAll, beforeAll, expect, test } from "vitest";
import type { ChangeSet } from "../../../src/contracts/change-set.ts";
import type { Diagnosis, Remedy } from "../../../src/contracts/diagnosis.ts";
import { Policy, type PolicyFile } from "../../../src/contracts/policy.ts";
import { planRemedy } from "../../../src/decide/plan/plan.ts";
import { type LocalGitHub, startLocalGitHub } from "../../github/local-github.ts";
import { suspecting } from "./suspecting.ts";

/** One world for all of them: each history lives in a folder of its own. */
let world: LocalGitHub;
beforeAll(async () => {
  world = await startLocalGitHub();
  await world.git("config", "core.fileMode", "false");
});
afterAll(() => world.stop());

const LINES = Array.from({ length: 20 }, (_, i) => `line ${i + 1}\n`).join("");
const edit = (text: string, line: number, to: string) => text.replace(`line ${line}\n`, `${to}\n`);

async function planFor(
  suspect: string,
  remedy: Partial<Remedy> = {},
  policy: Partial<PolicyFile> = {},
  over: Partial<Diagnosis> = {},
) {
  const diagnosis = suspecting(suspect);
  return await planRemedy({
    diagnosis: { ...diagnosis, ...over, remedy: { ...diagnosis.remedy, ...remedy } },
    reader: world.connection.reader("acme/shop"),
    policy: Policy.parse({ version: 1, ...policy }),
  });
}

/** Writes the plan as Fixer does, and answers what git says that it changed, and what it was promised to. */
async function carriedOut(plan: ChangeSet, name: string) {
  const answer = await world.connection.writer("acme/shop").ensureBranch({
    name: `sre-space/${name}`,
    base: plan.base,
    files: plan.files,
    message: plan.title,
    date: "2026-11-22T14:02:10.000Z",
    signed: false,
  });
  if (!("commit" in answer)) throw new Error("the branch is taken");
  await world.git("fetch", "--quiet", "origin", `sre-space/${name}`);
  const numbers = await world.git("diff", "--no-renames", "--numstat", plan.base, answer.commit);
  const promised = plan.files.map(({ path, added, removed, after }) =>
    after?.blob !== undefined ? `-\t-\t${path}` : `${added}\t${removed}\t${path}`,
  );
  expect(numbers.split("\n").filter(Boolean).toSorted()).toEqual(promised.toSorted());
  return await world.git("diff", "--binary", "--full-index", plan.base, answer.commit);
}

/** What git's own reverts of them, in that order, change on today's head; null where one conflicts. */
async function byGit(...shas: string[]): Promise<string | null> {
  await world.git("fetch", "--quiet", "origin");
  await world.git("checkout", "--quiet", "-f", "-B", "expected", "origin/main");
  for (const sha of shas) {
    const parents = (await world.git("rev-list", "--parents", "-1", sha)).split(" ").length - 1;
    try {
      await world.git("revert", "--no-edit", ...(parents > 1 ? ["-m", "1"] : []), sha);
    } catch {
      await world.git("revert", "--abort");
      return null;
    }
  }
  return await world.git("diff", "--binary", "--full-index", "origin/main", "HEAD");
}

/** Commits what the working tree and the index hold now, on main. */
async function pushed(message: string): Promise<string> {
  await world.git("commit", "--quiet", "-a", "--allow-empty", "-m", message);
  await world.git("push", "--quiet", "origin", "HEAD:refs/heads/main");
  return await world.git("rev-parse", "HEAD");
}

const REVERTED: Record<string, () => Promise<string[]>> = {
  "a squash, with later edits in another hunk": async () => {
    await world.push({ "one/a.txt": LINES, "one/b.txt": LINES }, "feat: one");
    const culprit = await world.push(
      { "one/a.txt": edit(LINES, 3, "three"), "one/c.txt": "new\n" },
      "Squashed (#4)",
    );
    await world.push({ "one/a.txt": edit(edit(LINES, 3, "three"), 17, "seventeen") }, "fix: 17");
    return [culprit];
  },
  "a merge": async () => {
    const base = await world.push({ "two/a.txt": LINES, "two/b.txt": LINES }, "feat: two");
    await world.git("checkout", "--quiet", "-B", "topic", base);
    await world.push({ "two/a.txt": edit(LINES, 3, "three") }, "step 1", "topic");
    await world.push(
      { "two/a.txt": edit(edit(LINES, 3, "three"), 9, "nine"), "two/b.txt": null },
      "step 2",
      "topic",
    );
    await world.push({ "two/other.txt": "other\n" }, "meanwhile");
    await world.git("merge", "--quiet", "--no-ff", "-m", "Merge topic", "topic");
    const culprit = await pushed("Merge topic");
    await world.push(
      { "two/a.txt": edit(edit(edit(LINES, 3, "three"), 9, "nine"), 19, "nineteen") },
      "later",
    );
    const [merge] = (await world.git("rev-list", "--merges", "-1", culprit)).split("\n");
    return [merge ?? ""];
  },
  "several commits, the newest first": async () => {
    await world.push({ "three/a.txt": LINES }, "feat: three");
    const first = await world.push({ "three/a.txt": edit(LINES, 3, "three") }, "first");
    await world.push({ "three/b.txt": "b\n" }, "innocent");
    const second = await world.push(
      { "three/a.txt": edit(LINES, 3, "drei"), "three/c.txt": "c\n" },
      "second",
    );
    return [second, first];
  },
  "a rename, edited since": async () => {
    await world.push({ "four/a.txt": LINES }, "feat: four");
    await world.git("mv", "four/a.txt", "four/b.txt");
    const culprit = await pushed("refactor: rename");
    await world.push({ "four/b.txt": edit(LINES, 5, "five") }, "later");
    return [culprit];
  },
  "an edit of what was renamed and edited since": async () => {
    await world.push({ "five/a.txt": LINES }, "feat: five");
    const culprit = await world.push({ "five/a.txt": edit(LINES, 5, "five") }, "edit");
    await world.git("mv", "five/a.txt", "five/z.txt");
    await pushed("rename");
    await world.push({ "five/z.txt": edit(edit(LINES, 5, "five"), 15, "fifteen") }, "later");
    return [culprit];
  },
  "CRLF, a mark at the beginning, no final newline": async () => {
    const text = `\ufeff${LINES.replaceAll("\n", "\r\n").slice(0, -2)}`;
    await world.push({ "six/a.txt": text }, "feat: six");
    const culprit = await world.push({ "six/a.txt": text.replace("line 4\r\n", "vier\r\n") }, "edit");
    await world.push(
      { "six/a.txt": text.replace("line 4\r\n", "vier\r\n").replace("line 20", "line twenty") },
      "later",
    );
    return [culprit];
  },
  "bytes that are no text, changed and deleted, an empty file, a mode": async () => {
    await world.push(
      { "seven/a.bin": "\0\u0001first", "seven/b.bin": "\0second", "seven/run.sh": "#!/bin/sh\n" },
      "feat: seven",
    );
    await world.push({ "seven/a.bin": "\0\u0001broken", "seven/b.bin": null, "seven/empty": "" }, "edit");
    await world.git("reset", "--quiet", "--soft", "HEAD~1");
    await world.git("update-index", "--chmod=+x", "seven/run.sh");
    await world.git("commit", "--quiet", "-m", "edit, and a mode");
    await world.git("push", "--quiet", "--force", "origin", "HEAD:refs/heads/main");
    const culprit = await world.git("rev-parse", "HEAD");
    await world.push({ "seven/other.txt": "other\n" }, "later");
    return [culprit];
  },
};

test.each(Object.keys(REVERTED))("a revert of %s is git's own, byte for byte", async (name) => {
  const shas = (await REVERTED[name]?.()) ?? [];
  const plan = await planFor(shas.at(-1) ?? "", shas.length > 1 ? { commits: shas.toReversed() } : {});
  if (plan.kind !== "planned") throw new Error(plan.reason);
  expect(plan.reverts).toEqual(shas);
  const expected = await byGit(...shas);
  expect(expected).not.toBeNull();
  expect(await carriedOut(plan, name.replace(/\W+/g, "-"))).toBe(expected);
});

const ASKED: Record<string, () => Promise<string>> = {
  "the same hunk was edited since": async () => {
    await world.push({ "eight/a.txt": LINES }, "feat: eight");
    const culprit = await world.push({ "eight/a.txt": edit(LINES, 5, "five") }, "edit");
    await world.push({ "eight/a.txt": edit(edit(LINES, 5, "five!"), 6, "six") }, "later");
    await world.push({ "eight/a.txt": edit(LINES, 5, "five!") }, "later still");
    return culprit;
  },
  "the file was deleted since": async () => {
    await world.push({ "nine/a.txt": LINES, "nine/b.txt": "b\n" }, "feat: nine");
    const culprit = await world.push({ "nine/a.txt": edit(LINES, 5, "five") }, "edit");
    await world.push({ "nine/a.txt": null }, "later");
    return culprit;
  },
  "a file that it added was edited since": async () => {
    const culprit = await world.push({ "ten/a.txt": LINES }, "feat: ten");
    await world.push({ "ten/a.txt": edit(LINES, 5, "five") }, "later");
    return culprit;
  },
};

test.each(Object.keys(ASKED))("where %s a person is asked, as git would ask", async (name) => {
  const culprit = (await ASKED[name]?.()) ?? "";
  const plan = await planFor(culprit);
  expect(plan).toMatchObject({
    kind: "unplanned",
    remedy: "revert",
    conflicts: [expect.stringMatching(/a\.txt$/)],
  });
  expect(await byGit(culprit)).toBeNull();
});

const POOL = "# connections\npool:\n  max: 20 # of 100\n  min: 2\nlog: info\n";

test("the other remedies change what they promise, and nothing else", async () => {
  const healthy = await world.push(
    { "config/pool.yml": POOL, "src/rate.ts": "export const rate = 1.19;\n" },
    "feat: pool",
  );
  const deployed = (await world.as(world.devToken, "POST", "/repos/acme/shop/deployments", {
    ref: healthy,
    environment: "production",
    auto_merge: false,
    required_contexts: [],
  })) as { id: number };
  const statuses = (id: number) => `/repos/acme/shop/deployments/${id}/statuses`;
  await world.as(world.devToken, "POST", statuses(deployed.id), { state: "success" });
  const broken = POOL.replace("max: 20", "max: 1").replace("log: info", "log: debug");
  const culprit = await world.push({ "config/pool.yml": broken }, "chore: settings");
  const running = (await world.as(world.devToken, "POST", "/repos/acme/shop/deployments", {
    ref: culprit,
    environment: "production",
    auto_merge: false,
    required_contexts: [],
  })) as { id: number };
  await world.as(world.devToken, "POST", statuses(running.id), { state: "success" });

  // Redeploy: the healthy revision at once, and the revert behind it.
  const how = { deploy: { redeploy: { via: "workflow" as const, workflow: "redeploy.yml" } } };
  const redeploy = await planFor(culprit, { kind: "redeploy", revision: healthy }, how);
  if (redeploy.kind !== "planned") throw new Error(redeploy.reason);
  expect(redeploy.redeploy).toEqual({
    revision: healthy,
    environment: "production",
    via: { kind: "workflow", file: "redeploy.yml", input: "revision" },
    takesOut: [],
  });
  expect(await carriedOut(redeploy, "redeploy")).toBe(await byGit(culprit));

  // What is deployed on top of the suspect is innocent, and stays out there.
  const today = broken.replace("min: 2", "min: 3");
  const later = await world.push({ "config/pool.yml": today }, "chore: a better minimum");
  const next = (await world.as(world.devToken, "POST", "/repos/acme/shop/deployments", {
    ref: later,
    environment: "production",
    auto_merge: false,
    required_contexts: [],
  })) as { id: number };
  await world.as(world.devToken, "POST", statuses(next.id), { state: "success" });
  expect(await planFor(culprit, { kind: "redeploy", revision: healthy }, how)).toMatchObject({
    kind: "unplanned",
    reason: expect.stringMatching(
      /The next deployment would bring it back: config\/pool\.yml was changed again/,
    ),
  });

  const diffOf = async (files: Record<string, string>) => {
    await world.push(files, "expected", "expected-change");
    await world.git("fetch", "--quiet", "origin");
    const diff = await world.git("diff", "--binary", "--full-index", "origin/main", "HEAD");
    await world.git("push", "--quiet", "origin", ":refs/heads/expected-change");
    await world.git("fetch", "--quiet", "--prune", "origin");
    return diff;
  };

  const restored = today.replace("max: 1 ", "max: 20 ");
  const restore = await planFor(culprit, {
    kind: "restore-config",
    setting: { path: "config/pool.yml", line: 3, name: "max" },
  });
  if (restore.kind !== "planned") throw new Error(restore.reason);
  expect(restore.summary).toMatch(/pool\.max in config\/pool\.yml back from 1 to 20/);
  expect(await carriedOut(restore, "restore")).toBe(await diffOf({ "config/pool.yml": restored }));

  const runbook = { error: "no slots", file: "config/pool.yml", path: "pool.max" };
  const set = { file: runbook.file, path: runbook.path, multiply: 8, max: 40 };
  const scaled = await planFor(
    culprit,
    { kind: "runbook", runbook },
    { runbooks: [{ when: { error: "no slots" }, set }] },
  );
  if (scaled.kind !== "planned") throw new Error(scaled.reason);
  expect(await carriedOut(scaled, "runbook")).toBe(
    await diffOf({ "config/pool.yml": today.replace("max: 1 ", "max: 8 ") }),
  );

  const edits = [{ path: "src/rate.ts", find: "1.19", replace: "1.2" }];
  const patch = await planFor(culprit, { kind: "patch", edits });
  if (patch.kind !== "planned") throw new Error(patch.reason);
  expect(patch.summary).toMatch(/src\/rate\.ts: parses as TypeScript/);
  expect(await carriedOut(patch, "patch")).toBe(
    await diffOf({ "src/rate.ts": "export const rate = 1.2;\n" }),
  );

  // What healed it once is done again, on the file as it is today.
  const fix = await world.push(
    { "config/pool.yml": today.replace("max: 1 ", "max: 30 ") },
    "Set pool.max to 30",
  );
  const worse = today.replace("log: debug", "log: trace");
  await world.push({ "config/pool.yml": worse }, "chore: back again");
  const replay = await planFor(culprit, { kind: "replay", past: { merge: fix, issue: 7, pullRequest: 8 } });
  if (replay.kind !== "planned") throw new Error(replay.reason);
  expect(replay.summary).toMatch(/healed by this in #7\. It was #8 then\./);
  expect(await carriedOut(replay, "replay")).toBe(
    await diffOf({ "config/pool.yml": worse.replace("max: 1 ", "max: 30 ") }),
  );
});
