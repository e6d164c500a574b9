import type { CommitPlan, Incident, System } from "./definition.ts";

/** From the earlier fault to its being taken back, and from then to what is to be diagnosed. */
const LASTED_MS = 3.5 * 60_000;
const HEALTHY_MS = 5 * 60_000;
/** Before the earlier fault things have to be seen in good health. */
const BEFORE_MINUTES = 4;

/**
 * The same incident with another one before it that looks alike and was healed by a revert. `same`: it was the very change,
 * which has now landed anew. `other`: it was another commit, whose words are those of a harmless one; no stack trace
 * names its lines. Null where no commit is guilty, or where what it needs does not fit in.
 */
export function recurring(system: System, incident: Incident, who: "same" | "other"): Incident | null {
  const culprit = incident.commits.find((one) => "id" in one && one.id === incident.culprit);
  if (!culprit || "use" in culprit || "reverts" in culprit || incident.effects.some(({ by }) => !by))
    return null;
  const healed = culprit.at - HEALTHY_MS;
  const began = healed - LASTED_MS;
  const change = who === "same" ? culprit : harmless(system, incident, culprit);
  if (!change) return null;
  const earlier = {
    ...change,
    id: "earlier",
    at: began,
    ...(culprit.deploys ? { deploys: culprit.deploys } : {}),
  };
  const effects = incident.effects
    .filter(({ by }) => by === incident.culprit)
    .map((effect) => ({
      ...effect,
      by: "earlier",
      undone_by: "earlier-healed",
      ...(who === "other" && effect.error ? { error: { ...effect.error, at: [] } } : {}),
    }));
  return {
    ...incident,
    commits: [
      earlier,
      { reverts: "earlier", id: "earlier-healed", at: healed },
      // What stood between the two would have to be written around both.
      ...incident.commits.filter(
        (one) =>
          one === culprit || !("at" in one) || one.at < began - 60_000 || one.at > culprit.at || "use" in one,
      ),
    ],
    effects: [...effects, ...incident.effects],
    minutes: [Math.ceil(-began / 60_000) + BEFORE_MINUTES, incident.minutes[1]],
  };
}

/** A commit of the pool that touches what the culprit's service is built from, and not the culprit's files. */
function harmless(system: System, incident: Incident, culprit: CommitPlan) {
  const used = new Set(incident.commits.flatMap((one) => ("use" in one ? [one.use] : [])));
  const folder = (system.services[incident.service]?.paths[0] ?? "").split("*")[0] ?? "";
  const own =
    "edit" in culprit ? new Set([...Object.keys(culprit.edit), ...Object.keys(culprit.add)]) : new Set();
  const [found] = Object.entries(system.innocent).filter(
    ([use, { edit, add }]) =>
      !used.has(use) &&
      [...Object.keys(edit), ...Object.keys(add)].some((path) => path.startsWith(folder)) &&
      ![...Object.keys(edit), ...Object.keys(add)].some((path) => own.has(path)),
  );
  return found?.[1] ?? null;
}
