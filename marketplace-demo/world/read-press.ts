import { parse } from "yaml";
import { z } from "zod";
import { Refused } from "./break-ledger.ts";
import { ENVIRONMENT_ACTIONS } from "./environment-actions.ts";
import { EnvironmentAction } from "./fault-catalogue.ts";

/** What a press asks for. */
export type Press =
  | { kind: "fault"; id: string }
  | { kind: "symptom"; symptom: string; by: "commit" | "world" }
  | { kind: "action"; action: EnvironmentAction };

/**
 * Reads the fields of a form: `fault=ID`, or `symptom=errors&by=world`, or `action=slow&target=quotes&ms=500`; fields that
 * were left empty are not said. Throws {@link Refused}.
 */
export function readPress(form: URLSearchParams): Press {
  const fault = form.get("fault");
  if (fault !== null) return { kind: "fault", id: fault };
  const symptom = form.get("symptom");
  if (symptom !== null) {
    const by = form.get("by") ?? "commit";
    if (by !== "commit" && by !== "world") throw new Refused(422, `"by" is commit or world, not "${by}".`);
    return { kind: "symptom", symptom, by };
  }
  const known: readonly string[] = ENVIRONMENT_ACTIONS;
  const action = form.get("action") ?? "";
  if (!known.includes(action))
    throw new Refused(404, `There is no action "${action}". There are: ${known.join(", ")}`);
  const said = [...form].filter(([, value]) => value.trim() !== "");
  const numbers = new Set(["ms", "ratio", "factor", "megabytes"]);
  const fields = said.map(([name, value]) => [
    name,
    numbers.has(name) ? Number(value) : name === "value" ? parse(value) : value.trim(),
  ]);
  const parsed = EnvironmentAction.safeParse(Object.fromEntries(fields));
  if (!parsed.success) throw new Refused(422, z.prettifyError(parsed.error));
  return { kind: "action", action: parsed.data };
}
