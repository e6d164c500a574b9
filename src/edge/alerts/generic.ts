import type { AlertSignal } from "../../contracts/signal.ts";
import type { AlertContext } from "./alert-context.ts";
import { genericAlert } from "./generic-alert.ts";

/** A generic alert in the words that all sources share. @throws InvalidAlert */
export function fromGeneric(body: unknown, context: AlertContext): AlertSignal {
  return {
    kind: "alert",
    source: "generic",
    repositories: [...context.repositories],
    receivedAt: context.receivedAt,
    alerts: [genericAlert(body, "generic")],
  };
}
