import type { Incident } from "../contracts/incident.ts";
import { stateOf } from "./view.ts";

/** Whether nothing goes on before somebody has looked at it. */
export function asksAPerson(incident: Incident): boolean {
  return ["needs a person", "awaiting approval"].includes(stateOf(incident));
}
