import type { Conditions } from "../incidents/build/conditions.ts";

/** What is asked of one bundle. */
export interface Case {
  /** Of its incident, or of the bundle's folder. */
  name: string;
  part:
    | "seen"
    | "variant"
    | "opened"
    | "opened 2a"
    | "opened 2b"
    | "opened 3"
    | "opened 4"
    | "opened 5"
    | "opened 6"
    | "opened 7"
    | "opened 8"
    | "unseen"
    | "healthy"
    | "permuted"
    | "culprit taken out"
    | "blanked";
  /** Built from its definition, or there already. */
  from:
    | { incident: string; conditions: Conditions }
    | { bundle: string; truth: { culprit: string | null; service: string; group: string } };
}

/** What came of it. */
export interface CaseResult {
  name: string;
  part: Case["part"];
  group: string;
  guilty: boolean;
  right: boolean;
  /** Whether the culprit is among the three most probable answers; guiltless mechanisms together are one. */
  inTop3: boolean;
  /** An innocent commit is the most probable answer. */
  decoyBlamed: boolean;
  decision: "commit" | "none" | "unknown";
  /** Whether a commit is named. */
  named: boolean;
  confidence: number;
  /** Multiclass, over all candidates. */
  brier: number;
  serviceRight: boolean;
  lastDeployRight: boolean;
  ms: number;
  /** Of its thread: what bears company. */
  cpuMs: number;
  tokens: number;
  /** For people, while they look at a case that went wrong. */
  told: string;
}
