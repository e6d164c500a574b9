import { isDeepStrictEqual } from "node:util";
import type { Tightness } from "../contracts/tightness.ts";

/** Whether a setting's value permits nothing that the other did not. Where that cannot be shown, it is not so. */
export function isAsTight(tightness: Tightness, value: unknown, than: unknown): boolean {
  if (isDeepStrictEqual(value, than)) return true;
  switch (tightness.tighter) {
    case "lower":
      return typeof value === "number" && typeof than === "number" && value <= than;
    case "higher":
      return typeof value === "number" && typeof than === "number" && value >= than;
    case "first": {
      const [at, limit] = [value, than].map((one) => tightness.of.indexOf(one as string | boolean));
      return at !== undefined && limit !== undefined && at >= 0 && at <= limit;
    }
    case "fewer":
      return list(value).every((entry) =>
        list(than).some((allowed) =>
          tightness.globs ? covers(String(allowed), String(entry)) : isDeepStrictEqual(entry, allowed),
        ),
      );
    case "more":
      return list(than).every((entry) => list(value).some((other) => demands(other, entry)));
    case "some":
      return list(value).length > 0
        ? list(than).length === 0 || list(value).every((entry) => list(than).includes(entry))
        : list(than).length === 0;
    case "none":
      return false;
  }
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Whether every path of one glob is one of the other's. Sound, and blind to what is not plain. */
function covers(glob: string, other: string): boolean {
  if (glob === other || glob === "**") return true;
  const folder = /^([\w./-]+\/)\*\*$/.exec(glob)?.[1];
  return folder !== undefined && other.startsWith(folder) && !other.split("/").includes("..");
}

/** A demand holds another where it is the same, or the same freeze for longer. */
function demands(one: unknown, other: unknown): boolean {
  if (isDeepStrictEqual(one, other)) return true;
  if (!isFreeze(one) || !isFreeze(other)) return false;
  return one.cron === other.cron && one.timezone === other.timezone && one.duration >= other.duration;
}

function isFreeze(value: unknown): value is { cron: string; timezone: string; duration: number } {
  return typeof value === "object" && value !== null && "cron" in value && "duration" in value;
}
