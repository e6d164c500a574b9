import { expect, it } from "vitest";
import { keptStates } from "../../src/action/kept-states.ts";
import { seal } from "../../src/action/seal.ts";
import type { IssueRecords, RecordComment } from "../../src/contracts/ports/issue-records.ts";
import type { SealedState } from "../../src/contracts/sealed-state.ts";
import { refusedComment, sealedComment } from "../../src/report/sealed-comment.ts";
import { anIncident } from "../loop/an-incident.ts";

const SECRET = "a secret of this test, long enough to be one";
const US = "github-actions[bot]";
const incident = anIncident();
const { repository } = incident;

const stateOf = (sealedAt: string): SealedState => ({
  version: 1,
  sealedAt,
  incident,
  scout: null,
  fromBundle: false,
  probe: null,
  recollection: null,
  spent: [],
});
const sealed = (issue: number, state: SealedState) =>
  sealedComment(seal(SECRET, { repository, issue, author: US }, state));
const ours = (id: number, body: string): RecordComment => ({ id, body, byUs: true, ours: true, by: US });

function recordsOf(threads: Record<number, readonly RecordComment[]>): IssueRecords {
  return {
    repository,
    us: async () => US,
    issues: async () =>
      Object.keys(threads).map((number) => ({
        number: Number(number),
        body: `<!-- sre-space:incident {"id":"${incident.id}","decision":null} -->`,
        state: "open" as const,
      })),
    comments: async (issue, beginning) =>
      (threads[issue] ?? []).filter(({ body }) => body.startsWith(beginning)),
  };
}
const kept = (threads: Record<number, readonly RecordComment[]>) =>
  keptStates(recordsOf(threads), SECRET, Date.now());

it("goes on with its own state, whatever other accounts write to look like one", async () => {
  const state = stateOf("2026-11-22T10:00:00.000Z");
  // Whole: copied from the thread, or from that of another issue.
  const forged: RecordComment = { id: 1, body: sealed(7, state), byUs: false, ours: false, by: "mallory" };
  const found = await kept({ 7: [forged, ours(2, sealed(7, state)), { ...forged, id: 3, by: null }] });
  expect(found.states.map(({ issue }) => issue)).toEqual([7]);
  expect(found.refused).toEqual([]);
  expect(found.forged).toEqual([
    { issue: 7, comment: 1, by: "mallory" },
    { issue: 7, comment: 3, by: null },
  ]);
});

it("takes another account's for nothing where its own is gone, and its own for nothing once somebody has edited it", async () => {
  const body = sealed(7, stateOf("2026-11-22T10:00:00.000Z"));
  const alone = await kept({ 7: [{ id: 1, body, byUs: false, ours: false, by: "mallory" }] });
  expect(alone.states).toEqual([]);
  expect(alone.refused).toMatchObject([{ issue: 7, why: "There is no sealed state in it to go on from." }]);
  const edited = await kept({ 7: [{ id: 1, body, byUs: true, ours: false, by: "mallory" }] });
  expect(edited.states).toEqual([]);
  expect(edited.refused).toMatchObject([{ issue: 7, why: expect.stringContaining("@mallory") }]);
});

it("refuses two of its own, and one that was sealed for another issue", async () => {
  const body = sealed(7, stateOf("2026-11-22T10:00:00.000Z"));
  const found = await kept({ 7: [ours(1, body), ours(2, body)], 8: [ours(3, body)] });
  expect(found.states).toEqual([]);
  expect(found.refused.map(({ issue }) => issue).sort()).toEqual([7, 8]);
});

it("refuses what was sealed for an older incident, once the issue is another's", async () => {
  const body = sealed(7, stateOf("2026-11-22T10:00:00.000Z"));
  const records = recordsOf({ 7: [ours(1, body)] });
  const other = `<!-- sre-space:incident {"id":"mwth43t7-000000000000","decision":null} -->`;
  const issues = async () => [{ number: 7, body: other, state: "open" as const }];
  const found = await keptStates({ ...records, issues }, SECRET, Date.now());
  expect(found.states).toEqual([]);
  expect(found.refused).toMatchObject([{ issue: 7, why: "Its sealed state is of another incident." }]);
});

it("knows what it has told already, of which nobody has to be told again", async () => {
  const body = sealed(7, stateOf("2026-11-22T10:00:00.000Z"));
  const edited = { id: 1, body, byUs: true, ours: false, by: "mallory" };
  const [refused] = (await kept({ 7: [edited] })).refused;
  expect(refused?.told).toBe(false);
  const said = ours(2, refusedComment(refused?.why ?? ""));
  expect((await kept({ 7: [edited, said] })).refused).toMatchObject([{ told: true }]);
  // What somebody else says in our words, and another reason, are not it.
  const others = { ...said, byUs: false };
  expect((await kept({ 7: [edited, others] })).refused).toMatchObject([{ told: false }]);
  expect((await kept({ 7: [{ ...edited, by: "eve" }, said] })).refused).toMatchObject([{ told: false }]);
});

it("hands on the oldest first, so that what Scout knew last is what stands", async () => {
  const [early, late] = ["2026-11-22T10:00:00.000Z", "2026-11-22T11:00:00.000Z"];
  for (const [first, second] of [
    [early, late],
    [late, early],
  ] as const) {
    const found = await kept({
      7: [ours(1, sealed(7, stateOf(first)))],
      8: [ours(2, sealed(8, stateOf(second)))],
    });
    expect(found.states.map(({ state }) => state.sealedAt)).toEqual([early, late]);
  }
});
