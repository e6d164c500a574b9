import { AS_WRITTEN } from "../incidents/build/conditions.ts";
import type { System } from "../incidents/definition.ts";
import type { Definitions } from "../incidents/read-definitions.ts";
import { vary } from "../incidents/vary.ts";
import type { Case } from "./case.ts";

/**
 * Every incident as it is written, its variants, and the placebos.
 * @param variants of each incident
 */
export function seenCases({ incidents, systems }: Definitions, variants: number, seed: number): Case[] {
  const cases: Case[] = [];
  let at = 0;
  for (const [incident, definition] of incidents) {
    const system = systems.get(definition.system) as System;
    const put = (part: Case["part"], name: string, conditions: typeof AS_WRITTEN) =>
      cases.push({ name, part, from: { incident, conditions } });
    put("seen", incident, AS_WRITTEN);
    for (let v = 1; v <= variants; v++)
      put("variant", `${incident}~${v}`, vary(system, definition, seed + 1_000 * at + v));
    put("blanked", `${incident}`, { ...AS_WRITTEN, blank: true });
    if (definition.culprit !== null) put("culprit taken out", incident, { ...AS_WRITTEN, hideCulprit: true });
    // Nothing goes wrong, while the same things are deployed.
    if (at % 2 === 0) put("healthy", incident, { ...AS_WRITTEN, healthy: true });
    // Who was deployed when is told wrongly, and processes do not say what they run.
    if (definition.culprit !== null && at % 2 === 1)
      put("permuted", incident, { ...AS_WRITTEN, permuted: true, revision: "none" });
    at++;
  }
  return cases;
}
