import { expect, test } from "vitest";
import type { CaseFile } from "../../src/orient/case-file.ts";
import { readHunks } from "../../src/orient/changes/changed-lines.ts";
import { fileKind } from "../../src/orient/changes/file-kind.ts";
import { understood } from "../../src/orient/changes/read-change.ts";
import { fitRaisedType } from "../../src/orient/fit-raised-type.ts";

const raising = (...lines: string[]) => {
  const path = "roam/Carrier.kt";
  return {
    path,
    owners: ["roam"],
    unread: false,
    ...understood(
      path,
      fileKind(path),
      readHunks(`@@ -1,1 +1,${lines.length + 1} @@\n val a = 1\n${lines.join("\n")}`),
      true,
    ),
    kind: fileKind(path),
    hunks: readHunks(`@@ -1,1 +1,${lines.length + 1} @@\n val a = 1\n${lines.join("\n")}`),
  };
};
const failing = (...thrown: [type: string, count: number][]) =>
  ({
    anomaly: {
      service: "roam",
      operation: "POST /profiles",
      symptom: "errors",
      source: "telemetry",
      onset: {
        at: "2026-11-02T10:00:00.000Z",
        earliest: "2026-11-02T10:00:00.000Z",
        latest: "2026-11-02T10:00:10.000Z",
      },
      observed: { value: 1, unit: "ratio", samples: 40 },
    },
    evidence: {
      collectedAt: "2026-11-02T10:00:00.000Z",
      localisation: [],
      items: thrown.map(([type, count], i) => ({
        kind: "exception",
        id: `E${i + 1}`,
        text: "",
        service: "roam",
        operation: "POST /profiles",
        type,
        message: "",
        frames: [{ path: "/app/roam/Profiles.kt", line: 6, function: "load", inApp: true }],
        count,
        countBefore: 0,
        revisions: [],
      })),
    },
  }) as unknown as CaseFile;
const THROWS = "+        if (reply.status.value == 204) throw EmptyOrder(number)";
const told = (line: string, ...thrown: [string, number][]) =>
  fitRaisedType("roam", [raising(line)], failing(...thrown));

test("what it raises is of a type with which no request fails", () => {
  const finding = told(THROWS, ["java.nio.channels.UnresolvedAddressException", 24]);
  expect(finding?.weight).toBeLessThan(0);
  expect(finding?.text).toContain("EmptyOrder");
});

test.each<[string, string, ...[string, number][]]>([
  ["requests fail with it", THROWS, ["io.roam.EmptyOrder", 3], ["java.net.ConnectException", 30]],
  ["it may be wrapped", THROWS, ["java.lang.RuntimeException", 20], ["java.net.ConnectException", 2]],
  ["nothing is known of what they fail with", THROWS],
  ["it raises nothing", "+        val b = reply.status.value", ["java.net.ConnectException", 20]],
  [
    "what is raised has no type of its own",
    '+        if (b) error("empty")',
    ["java.net.ConnectException", 20],
  ],
])("%s: it says nothing", (_, line, ...thrown) => expect(told(line, ...thrown)).toBeNull());
