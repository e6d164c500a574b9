import { expect, it } from "vitest";
import type { CaseFile } from "../../src/orient/case-file.ts";
import type { ReadFile } from "../../src/orient/changes/read-change.ts";
import { fitRefusal } from "../../src/orient/fit-refusal.ts";
import type { SeenSign } from "../../src/orient/signs.ts";

const REFUSED: SeenSign = {
  sign: "connection refused",
  share: 1,
  service: "claims",
  type: "ECONNREFUSED",
  evidence: ["E2"],
};
/** A change that may leave a process that does not start. */
const STOPS = [
  {
    path: "app.ts",
    inert: false,
    unread: false,
    classes: [{ change: "start-up requirement added", line: 1 }],
  },
] as unknown as readonly ReadFile[];
const span = (spanId: string, service: string, parentSpanId?: string) => ({
  spanId,
  service,
  ...(parentSpanId ? { parentSpanId } : {}),
  name: "GET",
  startMs: 0,
  durationMs: 1,
  error: false,
});
const file = (score: number, ...spans: object[]) =>
  ({
    evidence: {
      localisation: [{ service: "quotes", operation: "GET /quotes/:id", score }],
      items: [{ kind: "trace", id: "E9", spans }],
    },
  }) as unknown as CaseFile;
const CALLED = [span("1", "claims"), span("2", "claims", "1"), span("3", "quotes", "2")];

it("accuses the service where it began, whom the refused one is seen to call", () => {
  expect(fitRefusal("quotes", STOPS, [REFUSED], file(0.7, ...CALLED))).toMatchObject({
    family: "place",
    evidence: ["E2"],
  });
});

it("accuses nobody who only fails in the same minute: the same third one may have refused both", () => {
  const apart = [span("1", "web"), span("2", "claims", "1"), span("3", "quotes", "1")];
  expect(fitRefusal("quotes", STOPS, [REFUSED], file(0.7, ...apart))).toBeNull();
  expect(fitRefusal("quotes", STOPS, [REFUSED], file(0.3, ...CALLED))).toBeNull();
  expect(fitRefusal("quotes", STOPS, [{ ...REFUSED, service: "quotes" }], file(0.7, ...CALLED))).toBeNull();
});

it("accuses nobody whose change takes no process down", () => {
  const reworded = [
    { path: "app.ts", inert: false, unread: false, classes: [{ change: "text changed", line: 1 }] },
  ] as unknown as readonly ReadFile[];
  expect(fitRefusal("quotes", reworded, [REFUSED], file(0.7, ...CALLED))).toBeNull();
});
