import { randomOf } from "../telemetry/random.ts";
import { AS_WRITTEN, type Conditions } from "./build/conditions.ts";
import type { Incident, System } from "./definition.ts";

/**
 * Another way in which the same incident may come to us: other names, order, timing, company, strength and traffic; telemetry
 * that is sampled, skewed, late, or lacks parts. Most variants differ in several of them at once; what is true stays true.
 */
export function vary(system: System, incident: Incident, seed: number): Conditions {
  const random = randomOf(seed);
  const chance = (share: number) => random.uniform() < share;
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  const pick = <T>(of: readonly T[]) => of[Math.floor(random.uniform() * of.length)] as T;
  const services = Object.keys(system.services);
  const some = (share: number, value: () => number) =>
    Object.fromEntries(services.filter(() => chance(share)).map((service) => [service, value()]));
  const pool = Object.keys(system.innocent).filter(() => chance(0.35));
  // The last deployment before the onset is not the culprit's.
  const harms = incident.commits.find((commit) => "id" in commit && commit.id === incident.culprit);
  const lastWord =
    harms && chance(0.45)
      ? [{ use: pick(Object.keys(system.innocent)), at: Math.round(harms.at + between(2_000, 10_000)) }]
      : [];
  const renames = Object.entries(system.aliases).filter(() => chance(0.5));
  // A tenth of all traces needs more traffic to show the same; a tail sampler keeps what is of interest.
  const sampling = chance(0.25)
    ? chance(0.5)
      ? { kind: "head" as const, keep: between(0.1, 0.4) }
      : { kind: "tail" as const, keep: between(0.05, 0.3) }
    : null;
  const lacking = chance(0.4)
    ? pick(["status", "revision", "logs", "window", "deployments", "metrics", "kinds"])
    : "";
  return {
    ...AS_WRITTEN,
    seed,
    sampling,
    statuses: lacking !== "status",
    kinds: lacking !== "kinds",
    revision: lacking === "revision" ? "none" : chance(0.4) ? pick(["vcs", "version-sha", "short"]) : null,
    logs: lacking !== "logs",
    metrics: lacking !== "metrics",
    alert: lacking === "window" ? chance(0.5) : chance(0.5) ? chance(0.5) : null,
    window: lacking === "window" ? false : null,
    policy: chance(0.4) ? chance(0.5) : null,
    deployments: lacking !== "deployments",
    events: chance(0.6),
    skewMs: chance(0.2) ? some(0.5, () => between(-2_000, 2_000)) : {},
    lateMs: chance(0.2) ? some(0.5, () => between(5_000, 40_000)) : {},
    strength: random.logUniform(0.5, 1.6),
    rate: random.logUniform(0.7, 1.6) * (sampling?.kind === "head" ? 2 : 1),
    minutesBefore: chance(0.3) ? Math.round(between(6, 16)) : null,
    extra: [
      ...lastWord,
      ...pool
        .filter((use) => use !== lastWord[0]?.use)
        .map((use) => ({
          use,
          at: Math.round(chance(0.5) ? between(-4, 1) * 60_000 : between(-90, -4) * 60_000),
        })),
    ],
    noise: chance(0.4) ? Math.floor(random.logUniform(2, 40)) : 0,
    shiftMs: incident.commits.map(() => (chance(0.5) ? Math.round(between(-240, 45) * 1000) : 0)),
    renamed: Object.fromEntries(renames.map(([word, others]) => [word, pick(others)])),
  };
}
