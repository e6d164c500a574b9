import type { Incident } from "../contracts/incident.ts";
import { duration } from "./duration.ts";

/** How long each part of a healed incident took, as a table; null where it was not healed by us. */
export function howLong({ anomaly, diagnosis, outcome, closed }: Incident): string | null {
  if (closed?.as !== "healed" || !outcome.merge || !diagnosis) return null;
  const moments = [anomaly.onset.at, anomaly.detectedAt, diagnosis.at, outcome.merge.at, closed.at].map(
    (at) => Date.parse(at),
  );
  const between = moments.slice(1).map((moment, index) => duration(moment - moments[index]!));
  const all = duration(moments.at(-1)! - moments[0]!);
  return [
    "| detect | diagnose | merge | heal | all |",
    "| :-: | :-: | :-: | :-: | :-: |",
    `| ${between.join(" | ")} | **${all}** |`,
  ].join("\n");
}
