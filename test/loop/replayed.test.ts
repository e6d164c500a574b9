import { afterAll, beforeAll, expect, it } from "vitest";
import type { Diagnosis } from "../../src/contracts/diagnosis.ts";
import { startGitHubWorld } from "./github-world.ts";

const LIMITS = "services/quotes/limits.yml";
const limits = (max: number, level: string) => `queue:\n  max: ${max}\n\nlog:\n  level: ${level}\n`;
const POLICY = `version: 1
mode: merge
services:
  quotes: {paths: [services/quotes/**], slo: {availability: 99.5%}}
guardrails: {remedies: [replay], required_checks: [ci]}
verify: {window: 5s}
`;

let world: Awaited<ReturnType<typeof startGitHubWorld>>;
beforeAll(async () => {
  world = await startGitHubWorld();
});
afterAll(() => world.stop());

/** What Brain says where no commit did it, and the same was healed by that merge before. */
const healedBefore = (diagnosis: Diagnosis, merge: string): Diagnosis => ({
  ...diagnosis,
  decision: "none",
  suspect: null,
  confidence: 0.98,
  hypotheses: [
    {
      suspect: null,
      mechanism: "traffic",
      probability: 0.98,
      because: ["E1"],
      against: [],
      reasons: [],
      summary: "More is asked for than the queue holds.",
    },
  ],
  remedy: {
    kind: "replay",
    summary: "Do again what healed the same in #3.",
    past: { merge, issue: 3, pullRequest: 4 },
  },
});

it("what healed the same before is done again on today's head, and later work stays", async () => {
  const { incident, repository, pulls, issues } = await world.run({
    async prepare(commit) {
      await commit({ ".sre-space.yml": POLICY, [LIMITS]: limits(64, "info") }, "feat: limits");
      const merge = await commit({ [LIMITS]: limits(256, "info") }, "Set queue.max from 64 to 256");
      await commit({ [LIMITS]: limits(64, "info") }, "chore: a short queue again");
      await commit({ [LIMITS]: limits(64, "warn") }, "chore: quieter logs");
      return (one) => ({
        ...one,
        diagnosis: one.diagnosis && healedBefore(one.diagnosis, merge),
      });
    },
  });
  expect(incident.closed?.as, incident.needsHuman?.reason).toBe("healed");
  expect(incident.plan).toMatchObject({ kind: "planned", remedy: "replay", reverts: [] });
  expect(pulls).toMatchObject([{ merged: true }]);
  const held = world.github.state.repositories.get(repository)!;
  const [{ sha = "" } = {}] = await held.git.refs("refs/heads/main");
  const file = await held.git.object(`${sha}:${LIMITS}`);
  expect(file?.content.toString()).toBe(limits(256, "warn"));
  expect(issues[0]?.body).toContain("The same was healed by this in");
});

it("where it still stands, there is nothing to do again, and a person reads so", async () => {
  const { incident, pulls, branches } = await world.run({
    async prepare(commit) {
      const merge = await commit({ [LIMITS]: limits(512, "warn") }, "Set queue.max from 256 to 512");
      return (one) => ({
        ...one,
        diagnosis: one.diagnosis && healedBefore(one.diagnosis, merge),
      });
    },
  });
  expect(incident.needsHuman?.reason).toMatch(/the replay that fits cannot be done: main holds all that/);
  expect(pulls).toEqual([]);
  expect(branches).toEqual(["main"]);
});
