import { describe, expect, test } from "vitest";
import type { Evidence, EvidenceOf } from "../../src/contracts/evidence.ts";
import type { CaseFile } from "../../src/orient/case-file.ts";
import { readHunks } from "../../src/orient/changes/changed-lines.ts";
import { fileKind } from "../../src/orient/changes/file-kind.ts";
import type { ReadFile } from "../../src/orient/changes/read-change.ts";
import { timeLimitsSet } from "../../src/orient/changes/time-limits-set.ts";
import { fitTimeLimit } from "../../src/orient/fit-time-limit.ts";
import { waitsCutOff } from "../../src/orient/waits-cut-off.ts";

const read = (path: string, patch: string): ReadFile => ({
  path,
  kind: fileKind(path),
  owners: [],
  hunks: readHunks(`@@ -1,9 +1,9 @@\n${patch}`),
  unread: false,
  inert: null,
  classes: [],
});

describe("a time limit that a diff sets, in milliseconds", () => {
  test.each([
    ["a.go", "-\tc.Timeout = 2 * time.Second\n+\tc.Timeout = 90 * time.Millisecond", [90]],
    ["a.yaml", "-  timeout_seconds: 3.0\n+  timeout_seconds: 0.09", [90]],
    [
      "a.ts",
      "-  return fetch(url);\n+  return fetch(url, { signal: AbortSignal.timeout(40) });",
      [40, 40_000],
    ],
    ["a.rb", "-  timeout: 5,\n+  timeout: 1,", [1000, 1]],
    ["a.ts", "   const timeoutMs = 900;\n+  const x = 1;", null],
    ["a.ts", "-  const retries = 1;\n+  const retries = 9;", null],
  ] as const)("%s: %s", (path, patch, ms) =>
    expect(timeLimitsSet(read(path, patch))[0]?.ms ?? null).toEqual(ms),
  );
});

type Span = EvidenceOf<"trace">["spans"][number];
const span = (
  spanId: string,
  service: string,
  startMs: number,
  durationMs: number,
  more: Partial<Span> = {},
): Span => ({
  spanId,
  service,
  name: "GET",
  startMs,
  durationMs,
  error: false,
  ...more,
});
const evidence = (...spans: Span[]): Evidence => ({
  collectedAt: "2026-11-02T10:00:00.000Z",
  localisation: [],
  items: [{ kind: "trace", id: "E1", text: "", traceId: "1", failing: true, spans }],
});
const accused = (patch: string, ...spans: Span[]) =>
  fitTimeLimit("front", [read("front/client.go", patch)], { evidence: evidence(...spans) } as CaseFile);
const to90 = "-\tc.Timeout = 2 * time.Second\n+\tc.Timeout = 90 * time.Millisecond";

describe("a caller that does not wait for the answer", () => {
  const call = span("b", "front", 5, 91, { error: true, parentSpanId: "a" });
  const answer = span("c", "rates", 6, 300, { parentSpanId: "b" });

  test("is told by an answer that ends after it", () => {
    expect(waitsCutOff(evidence(span("a", "front", 0, 100), call, answer))).toEqual([
      { service: "front", ms: 91, outlived: true, evidence: "E1" },
    ]);
    expect(accused(to90, call, answer)?.text).toContain("after 91 ms, the limit that it sets");
  });

  test("is not told by an answer in time, nor by a message that is worked on later", () => {
    expect(waitsCutOff(evidence(call, span("c", "rates", 6, 80, { parentSpanId: "b" })))).toEqual([]);
    expect(waitsCutOff(evidence(call, span("c", "rates", 500, 80, { parentSpanId: "b" })))).toEqual([]);
  });

  test("accuses no other limit, and none that was there before", () => {
    expect(accused("-\tc.Timeout = 2 * time.Second\n+\tc.Timeout = time.Second", call, answer)).toBeNull();
    expect(accused(" \tc.Timeout = 90 * time.Millisecond\n+\tlog()", call, answer)).toBeNull();
  });

  test("where the other side tells nothing, one call of that length is chance, several are not", () => {
    const again = span("d", "front", 200, 93, { error: true });
    const alone = span("b", "front", 5, 91, { error: true });
    expect(accused(to90, alone)).toBeNull();
    expect(accused(to90, alone, again)?.weight).toBeGreaterThan(1);
  });

  test("a limit of three milliseconds is told by an answer that ends after it, and by nothing else", () => {
    const to3 = "-\tc.Timeout = 2 * time.Second\n+\tc.Timeout = 3 * time.Millisecond";
    const call = span("b", "front", 5, 3.4, { error: true, parentSpanId: "a" });
    expect(accused(to3, call, span("c", "rates", 6, 40, { parentSpanId: "b" }))).not.toBeNull();
    expect(accused(to3, call, span("d", "front", 200, 3.2, { error: true }))).toBeNull();
    const longer = span("b", "front", 5, 8, { error: true, parentSpanId: "a" });
    expect(accused(to3, longer, span("c", "rates", 6, 40, { parentSpanId: "b" }))).toBeNull();
  });
});
