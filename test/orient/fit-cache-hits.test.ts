import { expect, test } from "vitest";
import type { CaseFile } from "../../src/orient/case-file.ts";
import type { ReadFile } from "../../src/orient/changes/read-change.ts";
import { fitCacheHits } from "../../src/orient/fit-cache-hits.ts";
import type { ChangeClass } from "../../src/orient/mechanisms/change-class.ts";

const told = (
  change: ChangeClass,
  metric: string,
  before: number | undefined,
  after: number,
  service = "edge",
) =>
  fitCacheHits(
    "edge",
    [
      {
        path: "edge/kept.go",
        kind: "code",
        owners: [],
        hunks: [],
        unread: false,
        inert: null,
        classes: [{ change, line: 7 }],
      } as ReadFile,
    ],
    {
      evidence: {
        collectedAt: "2026-11-02T10:00:00.000Z",
        localisation: [],
        items: [
          {
            kind: "metric",
            id: "E1",
            text: "",
            service,
            metric,
            unit: "1",
            attributes: {},
            ...(before === undefined ? {} : { before }),
            after,
            points: [],
          },
        ],
      },
    } as unknown as CaseFile,
  )?.line;

test.each([
  ["cache lifetime shortened", "edge.tiles.hit_ratio", 0.7, 0.15],
  ["key of the cache changed", "cache.misses", 4, 90],
  ["cache removed", "redis.keyspace.hits", 900, 100],
] as const)("%s is what %s says", (change, metric, before, after) =>
  expect(told(change, metric, before, after)).toEqual({ path: "edge/kept.go", line: 7 }),
);

test.each([
  ["a change of something else", "timeout lowered", "edge.tiles.hit_ratio", 0.7, 0.15, "edge"],
  ["a cache that answers as before", "cache removed", "edge.tiles.hit_ratio", 0.7, 0.66, "edge"],
  ["a cache that answers oftener", "cache removed", "cache.hits", 10, 90, "edge"],
  ["a metric of something else", "cache removed", "process.cpu.utilization", 0.1, 0.9, "edge"],
  ["what nobody knows of before", "cache removed", "cache.misses", undefined, 90, "edge"],
  ["a cache of another service", "cache removed", "cache.misses", 4, 90, "render"],
] as const)("not %s", (_, change, metric, before, after, service) =>
  expect(told(change, metric, before, after, service)).toBeUndefined(),
);
