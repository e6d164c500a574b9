import { expect, it } from "vitest";
import type { CaseFile } from "../../src/orient/case-file.ts";
import { timelineOf, turningPoint } from "../../src/orient/timeline.ts";

const at = (seconds: number) =>
  new Date(Date.parse("2026-11-02T10:00:00.000Z") + seconds * 1000).toISOString();
const OLD = "a".repeat(40);
const YOUNG = "b".repeat(40);

const file = (oldGrowth: number, youngGrowth: number, points = 7) =>
  ({
    anomaly: {
      service: "render",
      operation: "*",
      symptom: "memory",
      observed: { unit: "bytes/s" },
      onset: { earliest: at(-30), latest: at(60) },
    },
    evidence: {
      items: [
        {
          kind: "revisions",
          id: "E1",
          service: "render",
          operation: "*",
          unit: "bytes/s",
          revisions: [
            {
              revision: OLD,
              firstSeen: at(-900),
              lastSeen: at(0),
              requests: 7,
              value: oldGrowth,
              broken: false,
            },
            {
              revision: YOUNG,
              firstSeen: at(-20),
              lastSeen: at(300),
              requests: points,
              value: youngGrowth,
              broken: false,
            },
          ],
        },
      ],
    },
    shaOf: { [OLD]: OLD, [YOUNG]: YOUNG },
  }) as unknown as CaseFile;
const failing = (...growth: [number, number, number?]) =>
  turningPoint(timelineOf("render", file(...growth))).failing?.sha ?? null;

it("a revision that grows many times as fast as the one before it is the broken one, though neither breaks the objective", () =>
  expect(failing(20_000, 1_250_000)).toBe(YOUNG));

it("revisions that grow about alike, or too short a curve, tell nothing", () => {
  expect(failing(600_000, 1_250_000)).toBeNull();
  expect(failing(20_000, 1_250_000, 3)).toBeNull();
});
