import { fail, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { nameSome } from "../name-some.ts";

/**
 * Two changes at once to one service, and nobody can say which of them healed it; two that undo one commit, and the second
 * undoes the first, or stands in its way.
 */
export const oneChangePerService: Rule = {
  name: "one-change-per-service",
  judge({ history, anomaly, diagnosis }) {
    const services = new Set([anomaly.service, diagnosis.service]);
    const { suspect } = diagnosis;
    const same = suspect === null ? [] : history.inFlight.filter((incident) => incident.suspect === suspect);
    if (same.length > 0)
      return fail(
        "hold",
        `Another change of ours is about ${suspect?.slice(0, 7)} already, in incident ${nameSome(same.map((other) => other.id))}.`,
      );
    const others = history.inFlight.filter((incident) => services.has(incident.service));
    const named = nameSome([...services]);
    return others.length === 0
      ? pass(`No other change of ours to ${named} is under way.`)
      : fail(
          "hold",
          `Another change of ours to ${named} is under way, in incident ${nameSome(others.map((other) => other.id))}.`,
        );
  },
};
