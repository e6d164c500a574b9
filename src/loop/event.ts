import { z } from "zod";
import { Anomaly } from "../contracts/anomaly.ts";
import { LookBeside } from "../contracts/incident.ts";
import {
  AlertChange,
  ChecksSignal,
  CommandSignal,
  DeploymentSignal,
  IssueSignal,
  PullRequestSignal,
  StopSignal,
} from "../contracts/signal.ts";

/** What wakes an incident. `continue` alone is no news: it follows a step that has just been done. */
export const IncidentEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("continue") }),
  /** The process started, or took the incident up again. */
  z.object({ kind: z.literal("start") }),
  /** The wait ran to its next look. */
  z.object({ kind: z.literal("timeout") }),
  /** Alerts that stand behind the incident resolved, or fire again. */
  z.object({ kind: z.literal("alerts"), changes: z.array(AlertChange) }),
  /** That has been noted: look whether it changes anything. */
  z.object({ kind: z.literal("alerts-noted") }),
  /** Another anomaly of the same cause. */
  z.object({
    kind: z.literal("anomaly"),
    anomaly: Anomaly,
    /** What was made of it by itself, where it comes out of another incident. */
    look: LookBeside.optional(),
  }),
  ChecksSignal,
  PullRequestSignal,
  DeploymentSignal,
  IssueSignal,
  CommandSignal,
  StopSignal,
]);
export type IncidentEvent = z.infer<typeof IncidentEvent>;
