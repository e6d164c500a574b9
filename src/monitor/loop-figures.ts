import type { Incident } from "../contracts/incident.ts";

const DAY_MS = 86_400_000;
/** Days that the figures are of, today among them. */
export const DAYS = 7;

export interface LoopFigures {
  incidents: number;
  /** Of those, healed by a change that was merged here. */
  healed: number;
  /** Mean milliseconds, and how many incidents stand behind each; null where none does. */
  detect: Mean | null;
  diagnose: Mean | null;
  merge: Mean | null;
  heal: Mean | null;
  /** Changes that were merged for an incident, and those of them that did not heal it or made it worse. */
  merges: number;
  failedMerges: number;
  /** The oldest day first. */
  days: { day: string; healed: number; other: number }[];
}

export interface Mean {
  ms: number;
  of: number;
}

/**
 * Mean times of the loop, each from the onset, and the change-failure rate of the changes that the loop made, as DORA
 * defines both (https://dora.dev/guides/dora-metrics/). Deployments that broke nothing leave no incident, so that the
 * rate of everybody's changes cannot be told from incidents.
 * @param now epoch milliseconds
 */
export function loopFigures(incidents: readonly Incident[], now: number): LoopFigures {
  const from = startOfDay(now) - (DAYS - 1) * DAY_MS;
  const counted = incidents.filter(({ openedAt }) => Date.parse(openedAt) >= from);
  const ours = counted.filter(({ closed, outcome }) => closed?.as === "healed" && outcome.merge);
  const tried = counted.flatMap(({ attempts }) => attempts.filter(({ outcome }) => outcome.merge));
  const under = counted.filter(({ outcome, rollback }) => outcome.merge && !rollback);
  return {
    incidents: counted.length,
    healed: ours.length,
    detect: mean(counted, ({ anomaly }) => anomaly.detectedAt),
    diagnose: mean(counted, ({ diagnosis }) =>
      diagnosis && diagnosis.decision !== "unknown" ? diagnosis.at : undefined,
    ),
    merge: mean(counted, ({ outcome }) => outcome.merge?.at),
    heal: mean(ours, ({ closed }) => closed?.at),
    merges: tried.length + under.length,
    failedMerges: tried.filter(({ ended }) => ended !== "asked").length,
    days: Array.from({ length: DAYS }, (_, index) => {
      const start = from + index * DAY_MS;
      const ofDay = counted.filter(
        ({ openedAt }) => Date.parse(openedAt) >= start && Date.parse(openedAt) < start + DAY_MS,
      );
      const healed = ofDay.filter((incident) => ours.includes(incident)).length;
      return { day: new Date(start).toISOString().slice(0, 10), healed, other: ofDay.length - healed };
    }),
  };
}

const startOfDay = (ms: number) => Math.floor(ms / DAY_MS) * DAY_MS;

function mean(
  incidents: readonly Incident[],
  moment: (incident: Incident) => string | undefined,
): Mean | null {
  const lengths = incidents.flatMap((incident) => {
    const at = moment(incident);
    return at === undefined ? [] : [Math.max(0, Date.parse(at) - Date.parse(incident.anomaly.onset.at))];
  });
  return lengths.length === 0
    ? null
    : { ms: lengths.reduce((sum, length) => sum + length, 0) / lengths.length, of: lengths.length };
}
