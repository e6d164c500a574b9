import { afterAll, beforeAll, expect, it } from "vitest";
import { type Ended, startGitHubWorld } from "./github-world.ts";

let world: Awaited<ReturnType<typeof startGitHubWorld>>;
beforeAll(async () => {
  world = await startGitHubWorld();
}, 120_000);
afterAll(() => world.stop());

function expectTakenBack({ incident, pulls, branches, subjects, checks, issues }: Ended): void {
  expect(
    pulls.map(({ merged, head }) => [merged, head]),
    incident.thoughts.map(({ text }) => text).join("\n"),
  ).toEqual([
    [true, "sre-space/0123456789ab-1"],
    [true, "sre-space/0123456789ab-1-rollback"],
  ]);
  // Each change once, and each merge of it once.
  expect(subjects).toHaveLength(4);
  expect(new Set(subjects).size).toBeGreaterThanOrEqual(2);
  expect(issues).toHaveLength(1);
  expect(incident.rollback).toBeNull();
  expect(incident.attempts).toMatchObject([
    { ended: "worse", rollback: { deployment: { state: "success" } } },
  ]);
  expect(incident.needsHuman?.reason).toMatch(/^#2 made it worse and was taken back by #3\./);
  expect(checks.filter((check) => check.startsWith("SRE-Space / guardrail"))).toHaveLength(2);
  expect(branches).toContain("main");
}

it("what made it worse is taken back by the road that every change walks", async () => {
  expectTakenBack(await world.run({ remedied: "worse" }));
}, 120_000);

it("what healed is taken back after all where a person asks for it once the incident is over", async () => {
  const { incident, pulls, issues, answers, writes } = await world.run({ overruled: true });
  expect(answers).toEqual(["#2 is being taken back: judged, checked and merged as every change of mine."]);
  expect(
    pulls.map(({ merged, head }) => [merged, head]),
    incident.thoughts.map(({ text }) => text).join("\n"),
  ).toEqual([
    [true, "sre-space/0123456789ab-1"],
    [true, "sre-space/0123456789ab-1-rollback"],
  ]);
  expect(incident).toMatchObject({
    closed: null,
    rollback: null,
    outcome: {},
    needsHuman: { reason: expect.stringMatching(/^#2 was taken back by #3, as ada asked\./) },
    attempts: [{ ended: "asked", rollback: { deployment: { state: "success" } } }],
  });
  // The same issue, open again, and no other.
  expect(issues.map(({ state }) => state)).toEqual(["open"]);
  expect(writes.filter((one) => one === "PUT /pulls/N/merge")).toHaveLength(2);
}, 120_000);

it.each([
  ["made it worse", { remedied: "worse" as const, overruled: false }],
  ["is wanted back", { remedied: "healed" as const, overruled: true }],
])(
  "killed before and after each of its writes, what %s ends the same, and nothing is done twice",
  async (_, as) => {
    const calm = await world.run(as);
    const killed = new Map<string, number>();
    const ended = await world.run({
      ...as,
      kill({ method, path, body, phase }) {
        const query = (body as { query?: string } | undefined)?.query ?? "";
        const name = (body as { name?: string } | undefined)?.name ?? "";
        const what = `${phase} ${method} ${path.replace(/\/\d+/g, "/N")} ${/\b(createRef|updateIssue)\b/.exec(query)?.[0] ?? name}`;
        // Each twice, for the fix and for what takes it back.
        killed.set(what, (killed.get(what) ?? 0) + 1);
        return (killed.get(what) ?? 0) <= 2;
      },
    });
    expect(killed.size).toBeGreaterThan(12);
    if (!as.overruled) expectTakenBack(ended);
    const essence = ({ pulls, branches, subjects, checks, deployments, issues }: Ended) => ({
      pulls,
      branches,
      subjects,
      checks,
      deployments,
      issues: issues.map(({ state, labels, comments }) => ({ state, labels, comments })),
    });
    expect(essence(ended)).toEqual(essence(calm));
  },
  240_000,
);
