/** One element of the array that `--json` writes; the names are part of CONTRACTS.md. */
export type Outcome = {
  fault: string;
  kind: "change" | "environment";
  culprits: string[];
  decoys: string[];
  diagnosis: {
    decision: string;
    suspect: string | null;
    confidence: number;
    remedy: string;
    service: string;
  } | null;
  verdict: string | null;
  issue: { number: number; state: string } | null;
  pull_request: { number: number; merged: boolean } | null;
  recovery: string | null;
  healed: boolean;
  correct: boolean;
  innocent_reverted: boolean;
  /** A person approved the pull request, for which it had waited unmerged. */
  approved: boolean;
  /** A merge of SRE-Space's own was taken back by it. */
  taken_back: boolean;
  /** The issue was closed before what was merged served everybody. */
  closed_before_rollout: boolean;
  /** Null where that moment never came. */
  seconds: {
    fault_to_anomaly: number | null;
    anomaly_to_diagnosis: number | null;
    diagnosis_to_merge: number | null;
    fault_to_healed: number | null;
  };
  github_writes: number;
  tokens: number;
  seed: number;
  intake: "otlp" | "alerts" | "both";
  /** Issues that were opened in this world before anything was broken. */
  false_alarms: number[];
  /** Why the outcome is not the expected one; empty where it is. */
  problems: string[];
  /** Where the logs of its world lie. */
  logs: string;
};
