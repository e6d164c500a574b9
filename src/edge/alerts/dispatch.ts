import type { AlertSignal } from "../../contracts/signal.ts";
import type { AlertContext } from "./alert-context.ts";
import { genericAlert } from "./generic-alert.ts";
import { InvalidAlert } from "./invalid-alert.ts";

/**
 * The `client_payload` of GitHub's `repository_dispatch` with the event type `sre-alert`: a generic alert, whose
 * `fired_at` may be left out (https://docs.github.com/rest/repos/repos#create-a-repository-dispatch-event).
 * @throws InvalidAlert
 */
export function fromDispatch(payload: unknown, context: AlertContext): AlertSignal {
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) {
    throw new InvalidAlert("client_payload is no object", "put a generic alert into client_payload");
  }
  return {
    kind: "alert",
    source: "dispatch",
    repositories: [...context.repositories],
    receivedAt: context.receivedAt,
    alerts: [genericAlert({ fired_at: context.receivedAt, ...payload }, "dispatch")],
  };
}
