import { afterEach, expect, it } from "vitest";
import {
  type AttackedWorld,
  PRICE,
  policyText,
  REPOSITORY,
  startAttackedWorld,
} from "../attacks/attacked-world.ts";
import { until } from "../attacks/until.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

const checks = () =>
  [...(world.github.state.repositories.get(REPOSITORY)?.checkRuns.values() ?? [])].filter(
    ({ name }) => name === "SRE-Space / policy",
  );
const checkOf = async (head: string) => {
  await world.quiet();
  return checks().find(({ headSha }) => headSha === head);
};
async function pushed(files: Record<string, string>, branch: string): Promise<string> {
  await world.git("fetch", "-q", "origin");
  await world.git("checkout", "-q", "-B", branch, "origin/main");
  world.write(files);
  const head = await world.commit(`chore: ${branch}`, "bob@acme.test");
  await world.git("push", "-qf", "origin", `HEAD:${branch}`);
  return head;
}
const open = (head: string) =>
  world.as(world.people.bob, "POST", "/pulls", { head, base: "main", title: `Edit: ${head}` });

it("says what an edit changes, and what recent incidents would have come to; approves and merges nothing", async () => {
  world = await startAttackedWorld();
  await world.awaiting();
  await world.passChecks(world.pull().pull.headSha);
  await world.quiet();
  const edit = policyText("  max_files: 3\n  allow_paths: [services/quotes/**]\n", "merge");
  const head = await pushed({ ".sre-space.yml": edit }, "edit");
  const { number } = await open("edit");

  const run = await checkOf(head);
  expect(run).toMatchObject({ status: "completed", conclusion: "neutral", actions: [] });
  expect(run?.app.slug).toBe("sre-space");
  const { title, summary, annotations } = run?.output ?? {};
  expect(annotations).toEqual([]);
  expect(title).toBe("3 settings, 1 looser; 1 of the last 1 would have been merged without a person");
  expect(summary).toContain("| `mode` | `propose` | `merge` | 🔓 looser |");
  expect(summary).toContain("| `guardrails.max_files` | `5` | `3` | 🔒 tighter |");
  expect(summary).toContain("with today's file it is 0");
  expect(summary).toContain(`| #${world.issue().number} `);
  expect(summary).toContain("| proposed | merged **(new)** |");

  // A new head is looked at anew; other pull requests and other events are not.
  const next = await pushed({ ".sre-space.yml": policyText("", "report") }, "edit");
  expect((await checkOf(next))?.output.title).toContain("0 of the last 1 would");
  await pushed({ "README.md": "# A shop\n" }, "words");
  await open("words");
  await world.as(world.people.ada, "POST", `/issues/${number}/comments`, { body: "Nice" });
  await world.quiet();
  expect(checks()).toHaveLength(2);

  // Of most pull requests nothing is said; of this one, that it could not be undone alone.
  const both = await pushed(
    {
      "services/quotes/migrations/7.sql": "ALTER TABLE quotes ADD COLUMN tariff text;\n",
      "services/quotes/tariff.js": "export const tariff = 1;\n",
    },
    "both",
  );
  await open("both");
  await world.quiet();
  const remarks = [...(world.github.state.repositories.get(REPOSITORY)?.checkRuns.values() ?? [])].filter(
    ({ name }) => name === "SRE-Space / before merging",
  );
  expect(remarks.map(({ headSha, conclusion }) => [headSha, conclusion])).toEqual([[both, "neutral"]]);
  expect(remarks[0]?.output.title).toBe("Could not be undone alone");
  expect((await world.incident()).verdict?.decision).toBe("propose");
  expect(world.merges()).toEqual([]);
}, 180_000);

it("reads a fork's head as data: its problems at their lines, inert, and nothing of it in force", async () => {
  world = await startAttackedWorld();
  await world.awaiting();
  const edit = `version: 1
mode: merge
services:
  quotes: {paths: ["services/quotes/**"], slo: {availability: 99.5}}
gardrails:
  max_files: 50
"@ada fixes #1 <img src=x>": 1
`;
  const head = await pushed({ ".sre-space.yml": edit }, "wish");
  const { number } = await open("wish");
  await checkOf(head);
  // GitHub keeps a fork's commits for the pull request, and no branch here holds them.
  const repository = world.github.state.repositories.get(REPOSITORY);
  const { pull } = repository?.issues.get(number) ?? {};
  if (pull) pull.headRef = "mallory:main";
  for (const run of checks()) repository?.checkRuns.delete(run.id);
  await world.git("push", "-q", "origin", ":wish");
  await world.hook("pull_request", {
    action: "synchronize",
    repository: { full_name: REPOSITORY, default_branch: "main" },
    pull_request: {
      number,
      state: "open",
      merged: false,
      head: { ref: "main", sha: head, repo: { full_name: "mallory/shop", fork: true } },
    },
  });

  const run = await checkOf(head);
  expect(run).toMatchObject({ conclusion: "failure" });
  expect(run?.output.title).toBe("3 problems in the policy");
  expect(run?.output.annotations.map(({ path, start_line }) => [path, start_line])).toEqual([
    [".sre-space.yml", 4],
    [".sre-space.yml", 5],
    [".sre-space.yml", 7],
  ]);
  expect(run?.output.annotations[1]).toMatchObject({ title: "gardrails" });
  expect(run?.output.annotations[1]?.message).toContain("guardrails");
  const words = JSON.stringify(run?.output);
  expect(words).not.toContain("@ada");
  expect(words).not.toMatch(/fixes \\*#1/);
  expect(run?.output.summary).not.toContain("<img");
  expect((await world.incident()).verdict?.decision).toBe("propose");
  expect(world.held().filter(({ title }) => title.startsWith("I only report"))).toEqual([]);
}, 180_000);

it("a fork that extends a private repository's policy learns nothing of it", async () => {
  world = await startAttackedWorld({ without: true, public: true });
  await world.github.createRepository({ owner: "acme", name: "secret", private: true, from: world.work });
  world.github.addRepositoriesToInstallation(world.installationId, ["acme/secret"]);
  await world.quiet();
  const head = await pushed({ ".sre-space.yml": "version: 1\n_extends: secret\n" }, "wish");
  await open("wish");
  const run = await checkOf(head);
  expect(run?.conclusion).toBe("failure");
  expect(run?.output.summary).toContain("only a public repository's policy is read");
  expect(JSON.stringify(run?.output)).not.toContain("availability");
}, 180_000);

it("a broken file on the default branch is one issue, kept up to it, and closed once it is mended", async () => {
  world = await startAttackedWorld({ without: true });
  const told = () => world.held().filter(({ title }) => title.startsWith("I only report"));
  const ours = () => told().filter(({ user }) => user.login === "sre-space[bot]");
  const toMain = async (policy: string) => {
    await pushed({ ".sre-space.yml": policy }, "main");
    await world.quiet();
  };
  const good = policyText("");
  // A person's issue that looks like ours is none.
  await world.as(world.people.rita, "POST", "/issues", {
    title: "I only report: pasted",
    body: "<!-- sre-space:policy 0123456789abcdef -->",
  });
  await toMain(good.replace("guardrails:", "gardrails:"));
  await until(() => ours().length === 1);
  expect(ours()[0]?.body).toContain("gardrails");
  expect(ours()[0]?.body).toMatch(/blob\/HEAD\/\.sre-space\.yml#L5/);
  expect(
    ours()[0]
      ?.labels.map(({ name }) => name)
      .toSorted(),
  ).toEqual(["sre-space", "sre-space:policy"]);

  await world.restart();
  await toMain(good.replace("mode: propose", "mode: mege"));
  await until(() => ours()[0]?.body?.includes("mege") === true);
  expect(ours()).toHaveLength(1);
  expect(ours()[0]?.body).not.toContain("gardrails");

  await toMain(good);
  await until(() => ours()[0]?.state === "closed");
  expect(ours()[0]?.body).toContain("Mended");
  expect(told().find(({ user }) => user.login === "rita")?.state).toBe("open");

  // The same mistake again is news again; what a person closes stays closed.
  await toMain(good.replace("guardrails:", "gardrails:"));
  await until(() => ours().length === 2);
  const again = ours().find(({ state }) => state === "open");
  await world.as(world.people.ada, "PATCH", `/issues/${again?.number}`, { state: "closed" });
  await world.restart();
  await pushed({ [PRICE]: "export {};\n" }, "main");
  await world.quiet();
  // A stop waits for what is being told.
  await world.restart();
  expect(ours().map(({ state }) => state)).toEqual(["closed", "closed"]);
}, 180_000);
