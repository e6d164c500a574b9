import { describe, expect, it } from "vitest";
import { replayRequests } from "./recorded/replay-requests.ts";

/**
 * Seconds from the first answer of the broken revision. Half a minute of health was seen before it, its process was started
 * anew while it was broken, and of a process's first second and a half no duration counts.
 */
const RECORDED = [
  { name: "quotes-500", broken: "quotes-3", symptom: "errors", within: 8 },
  { name: "quotes-500-again", broken: "quotes-3", symptom: "errors", within: 8 },
  { name: "quotes-slow", broken: "quotes-2", symptom: "latency", within: 17 },
  { name: "quotes-slow-again", broken: "quotes-2", symptom: "latency", within: 15 },
];

describe("a shop of half a minute, as it was recorded", () => {
  it.each(RECORDED)(
    "$name is told within $within s, and nothing else is",
    ({ name, broken, symptom, within }) => {
      const told = replayRequests(name, broken);
      expect(told.map(({ anomaly }) => anomaly)).toMatchObject([
        { service: "quotes", operation: "POST /quotes", symptom },
      ]);
      expect(told[0]?.seconds).toBeGreaterThan(2);
      expect(told[0]?.seconds).toBeLessThanOrEqual(within);
    },
  );
});
