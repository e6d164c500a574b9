import { expect, it } from "vitest";
import type { CaseFile } from "../../src/orient/case-file.ts";
import type { ReadFile } from "../../src/orient/changes/read-change.ts";
import { fitCollidingKey } from "../../src/orient/fit-colliding-key.ts";

const file = (message: string, type = "23505", count = 30) =>
  ({
    evidence: {
      items: [
        {
          kind: "exception",
          id: "E1",
          service: "policies",
          type,
          message,
          count,
          countBefore: 0,
          frames: [{}],
        },
        {
          kind: "exception",
          id: "E2",
          service: "policies",
          type: "TypeError",
          message: "x is not a function",
          count: 20,
          countBefore: 0,
          frames: [{}],
        },
      ],
    },
  }) as unknown as CaseFile;
const DUPLICATE = file("duplicate key value violates unique constraint <value>");
const changed = (removed: string, added: string, kind = "code") =>
  [
    {
      path: "store/next-number.ts",
      kind,
      inert: null,
      hunks: [
        {
          after: { start: 6 },
          lines: [
            { kind: "removed", text: removed, before: 6 },
            { kind: "added", text: added, after: 6 },
          ],
        },
      ],
    },
  ] as unknown as readonly ReadFile[];
const NEXTVAL = "select nextval('numbers') as number";

it("a sequence makes way for the highest number and one", () => {
  const found = fitCollidingKey(
    "policies",
    changed(NEXTVAL, "select max(substr(n, 5)::int) + 1 from t"),
    DUPLICATE,
  );
  expect(found).toMatchObject({ evidence: ["E1"], line: { path: "store/next-number.ts", line: 6 } });
  expect(found?.weight).toBeGreaterThan(2);
});

it("what let a key be there already is taken away", () => {
  const before = "insert into t values ($1) on conflict do nothing";
  expect(fitCollidingKey("policies", changed(before, "insert into t values ($1)"), DUPLICATE)).not.toBeNull();
});

it("says nothing of a change that goes on keeping keys apart, of prose, or of other errors", () => {
  expect(
    fitCollidingKey("policies", changed(NEXTVAL, "select nextval('others') as n"), DUPLICATE),
  ).toBeNull();
  expect(fitCollidingKey("policies", changed(NEXTVAL, "select 1", "docs"), DUPLICATE)).toBeNull();
  expect(fitCollidingKey("policies", changed(NEXTVAL, "select 1"), file("out of range", "22003"))).toBeNull();
  expect(fitCollidingKey("quotes", changed(NEXTVAL, "select 1"), DUPLICATE)).toBeNull();
  const few = file("duplicate key value violates unique constraint <value>", "23505", 10);
  expect(fitCollidingKey("policies", changed(NEXTVAL, "select 1"), few)).toBeNull();
});
