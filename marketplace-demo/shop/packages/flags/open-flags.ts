import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { log } from "../telemetry/log.ts";

export type Flags = {
  /** Whether a flag is on; one that no file names is off. */
  enabled(name: string): boolean;
};

const values = z.record(z.string(), z.boolean());

/**
 * The feature flags: `config/flags.yml`, and over it the file that operations keep outside of the repository. Both are
 * looked at again `checkEveryMs` after they were last; a file that cannot be read leaves what was known.
 */
export function openFlags(
  file = fileURLToPath(new URL("../../config/flags.yml", import.meta.url)),
  override = process.env.FLAGS_OVERRIDE,
  checkEveryMs = 1000,
): Flags {
  const files = override ? [file, override] : [file];
  let seen = "";
  let known: Record<string, boolean> = {};
  let checkedAt = Number.NEGATIVE_INFINITY;

  function refresh(): void {
    if (performance.now() - checkedAt < checkEveryMs) return;
    checkedAt = performance.now();
    const stamp = files.map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0).join();
    if (stamp === seen) return;
    try {
      const next = Object.assign({}, ...files.map(readValues)) as Record<string, boolean>;
      for (const [name, value] of Object.entries(next)) {
        if (seen && known[name] !== value) {
          log.notice("a feature flag changed", {
            "feature_flag.key": name,
            "feature_flag.result.value": value,
          });
        }
      }
      known = next;
      seen = stamp;
    } catch (error) {
      log.error("the feature flags could not be read", error);
    }
  }

  return {
    enabled(name) {
      refresh();
      return known[name] ?? false;
    },
  };
}

function readValues(path: string): Record<string, boolean> {
  if (!statSync(path, { throwIfNoEntry: false })) return {};
  return values.parse(parse(readFileSync(path, "utf8")) ?? {});
}
