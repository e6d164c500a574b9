import { fail, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { nameSome } from "../name-some.ts";

/** Two changes at once to one service, and nobody can say which of them healed it. */
export const oneChangePerService: Rule = {
  name: "one-change-per-service",
  judge({ history, anomaly, diagnosis }) {
    const services = new Set([anomaly.service, diagnosis.service]);
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
