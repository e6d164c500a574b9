import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { BundleProblem } from "../../src/contracts/bundle.ts";
import { indexTelemetry } from "../../src/replay/index-telemetry.ts";
import { splitRequest } from "../../src/replay/split-request.ts";
import { telemetrySlices } from "../../src/replay/telemetry-slices.ts";

const START = Date.parse("2026-01-01T00:00:00Z");

/** One line of logs, each at so many seconds after the start. */
const line = (seconds: readonly number[]) =>
  JSON.stringify({
    resourceLogs: [
      {
        scopeLogs: [
          {
            logRecords: seconds.map((s) => ({
              timeUnixNano: `${START + s * 1000}000000`,
              body: { stringValue: `${s}` },
            })),
          },
        ],
      },
    ],
  });

async function read(text: string) {
  const folder = mkdtempSync(join(tmpdir(), "sre-space-slices-"));
  try {
    writeFileSync(join(folder, "logs.jsonl"), text);
    const problems: BundleProblem[] = [];
    const seconds: number[] = [];
    for await (const slice of telemetrySlices(await indexTelemetry(folder, problems), problems))
      for (const log of slice.logs) seconds.push((log.timeMs - START) / 1000);
    return { seconds, problems };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it("brings every record once and in the order of time, however the lines were written", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 5 }), {
        maxLength: 30,
      }),
      fc.constantFrom("\n", "\r\n", "\n\n"),
      fc.boolean(),
      async (lines, newline, ended) => {
        const text = lines.map(line).join(newline) + (ended ? newline : "");
        const { seconds, problems } = await read(text);
        expect(problems).toEqual([]);
        expect(seconds).toEqual(lines.flat().sort((a, b) => a - b));
      },
    ),
    { numRuns: 60 },
  );
});

it("leaves out what is broken, says how much of it and where, and keeps the rest", async () => {
  const { seconds, problems } = await read(
    [line([1]), "{", line([2]), '{"resourceLogs": {}}', "[]", line([3]), "oops"].join("\n"),
  );
  expect(seconds).toEqual([1, 2, 3]);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ file: "logs.jsonl", line: 2 });
  expect(problems[0]?.message).toContain("4 lines (2, 4, 5, 7)");
});

it("parts a line that holds more than the decoder takes", () => {
  const records = Array.from({ length: 120_000 }, (_, i) => i);
  const whole = Buffer.from(line(records).padEnd(17 * 2 ** 20));
  const parts = [...splitRequest(whole)];
  expect(parts.length).toBeGreaterThan(10);
  const again = parts.flatMap((part) => JSON.parse(part.toString()).resourceLogs[0].scopeLogs[0].logRecords);
  expect(again).toEqual(JSON.parse(whole.toString()).resourceLogs[0].scopeLogs[0].logRecords);
});
