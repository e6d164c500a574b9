import { expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { githubActivity } from "../../src/monitor/github-activity.ts";
import { after, aStory } from "./a-story.ts";

const [, , , proposed, , healed] = aStory() as Incident[];
const kinds = async (incidents: readonly Incident[]) =>
  [...String(await githubActivity(incidents, Date.parse(after(60)))).matchAll(/data-kind="([^"]+)"/g)].map(
    ([, kind]) => kind,
  );

it("the latest stands first, and of the same moment what was done later; a merge says how it is taken back", async () => {
  expect(await kinds([healed!])).toEqual(["issue", "deployment", "merge", "checks", "pull request"]);
  const shown = String(await githubActivity([healed!], Date.parse(after(60))));
  expect(shown).toMatch(/revert<\/a> by <code>\/sre rollback<\/code>/);
  const byPullRequest = String(await githubActivity([{ ...healed!, issue: null }], Date.parse(after(60))));
  expect(byPullRequest).toMatch(/href="[^"]+\/pull\/8"[^>]*>revert<\/a>/);
});

it("follows what a webhook or the sweep has brought: checks that run, a merge by a person, a change that was taken back", async () => {
  expect(String(await githubActivity([proposed!], Date.parse(after(60))))).toMatch(/of #8: ci pending/);
  const merged = { ...healed!.outcome, merge: { ...healed!.outcome.merge!, ours: false } };
  expect(String(await githubActivity([{ ...healed!, outcome: merged }], Date.parse(after(60))))).toContain(
    "by a person",
  );
  expect((await kinds(Array.from({ length: 40 }, () => healed!))).length).toBe(14);
  expect(String(await githubActivity([], 0))).toContain("Nothing was written on GitHub yet.");
});
