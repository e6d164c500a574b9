import { expect, it } from "vitest";
import type { CaseFile } from "../../src/orient/case-file.ts";
import type { ReadFile } from "../../src/orient/changes/read-change.ts";
import { fitStatements } from "../../src/orient/fit-statements.ts";
import { statementsAlike } from "../../src/orient/statements-alike.ts";

type Row = [detail: string, before: number, after: number, oftener?: number];
const file = (rows: Row[], score = 0.2) =>
  ({
    anomaly: { service: "quotes", symptom: "latency", blastRadius: [] },
    policy: { services: {} },
    evidence: {
      localisation: [{ service: "db.internal", operation: "SELECT quotes", score }],
      items: rows.map(([detail, before, after, oftener = 1], index) => ({
        kind: "span-shift",
        id: `E${index + 1}`,
        service: "quotes",
        operation: "POST /quotes",
        span: `pg.query:${detail.split(" ")[0]}`,
        detail,
        perRequest: { before: 1, after: oftener },
        ownMs: { before, after },
      })),
    },
  }) as unknown as CaseFile;
const ALL: Row[] = [
  ["select * from quotes", 5, 125],
  ["insert into quotes values (1)", 4, 124],
  ["BEGIN", 1, 121],
  ["COMMIT", 1, 122],
];

it("every statement is slower by the same, one that does no work among them", () => {
  expect(statementsAlike(file(ALL))).toMatchObject({ evidence: ["E1", "E2", "E3"] });
});

it("says nothing where one statement is slower by far, or comes oftener, or none is idle", () => {
  expect(statementsAlike(file([["select * from risks", 5, 900], ...ALL]))).toBeNull();
  expect(statementsAlike(file([["select * from risks", 5, 125, 12], ...ALL]))).toBeNull();
  expect(statementsAlike(file([...ALL.slice(0, 2), ["update quotes set a = 1", 4, 124]]))).toBeNull();
});

it("says nothing where traces name no store: a process that is busy sees all of its own calls late", () => {
  expect(statementsAlike(file(ALL, 0.001))).toBeNull();
});

it("speaks against what changes nothing about the way to the database", () => {
  const changed = (text: string) =>
    [
      {
        path: "config/database.yml",
        kind: "config",
        inert: null,
        unread: false,
        classes: [{ change: "number changed", line: 1 }],
        hunks: [{ lines: [{ kind: "added", text, after: 1 }] }],
      },
    ] as unknown as readonly ReadFile[];
  const alike = statementsAlike(file(ALL));
  expect(fitStatements(changed("  idle_timeout_ms: 20000"), alike)?.weight).toBeLessThan(0);
  expect(fitStatements(changed("  dbHost: replica-2"), alike)).toBeNull();
  expect(fitStatements(changed("  idle_timeout_ms: 20000"), null)).toBeNull();
});
