import type { Rollback } from "../contracts/attempt.ts";
import type { Closed, Waiting } from "../contracts/incident.ts";
import type { IncidentEvent } from "./event.ts";

/** What is done next for an incident. */
export type Step =
  | {
      do:
        | "observe"
        | "orient"
        | "plan"
        | "judge"
        | "redeploy"
        | "ensure-branch"
        | "ensure-pull-request"
        | "retry-checks"
        | "update-branch"
        | "merge"
        | "leave-queue"
        | "find-deployment"
        | "measure-recovery"
        | "end-rollback"
        | "drop-rollback"
        | "delete-branch"
        | "look-beside"
        | "hand-over"
        | "remember";
    }
  | { do: "heed"; event: Extract<IncidentEvent, { kind: "command" }> }
  | { do: "note-alerts"; event: Extract<IncidentEvent, { kind: "alerts" }> }
  | { do: "join"; event: Extract<IncidentEvent, { kind: "anomaly" }> }
  | { do: "begin-rollback"; why: Exclude<Rollback["why"], "asked">; reason: string }
  | { do: "part"; fingerprints: string[] }
  | { do: "ask-a-person"; reason: string }
  | { do: "wait"; waiting: Waiting }
  | { do: "close"; as: Closed["as"] }
  | { do: "end" };
