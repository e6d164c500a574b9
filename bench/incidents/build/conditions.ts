import type { System } from "../definition.ts";

/** How the telemetry of an incident reaches us, and what of it does not. */
export interface Conditions {
  seed: number;
  /** Head sampling keeps a share of all traces; tail sampling every failing or slow one, and a share of the others. */
  sampling: { kind: "head" | "tail"; keep: number } | null;
  /** Spans without a status, and without status codes of HTTP where `kinds` is false too. */
  statuses: boolean;
  kinds: boolean;
  revision: System["revision"] | null;
  logs: boolean;
  metrics: boolean;
  /** Null: as the incident says. */
  alert: boolean | null;
  window: boolean | null;
  policy: boolean | null;
  deployments: boolean;
  events: boolean;
  /** By how much the clock of a service is ahead. */
  skewMs: Readonly<Record<string, number>>;
  /** By how much later than it should a service's telemetry arrives. */
  lateMs: Readonly<Record<string, number>>;
  /** Effects hit so many times as many requests. */
  strength: number;
  rate: number;
  minutesBefore: number | null;
  /** Commits of the pool that are merged besides: its id and when, in milliseconds from the onset. */
  extra: readonly { use: string; at: number }[];
  /** So many commits more, of files that nobody runs or that nothing calls, in the hours before. */
  noise: number;
  /** Every innocent deployment is moved by these. */
  shiftMs: readonly number[];
  /** Messages and authors say nothing. */
  blank: boolean;
  /** The culprit is not among the commits. */
  hideCulprit: boolean;
  /** Nothing goes wrong. */
  healthy: boolean;
  /** Deployments are told in another order than they were. */
  permuted: boolean;
  /** What is called otherwise. */
  renamed: Readonly<Record<string, string>>;
}

/** As the incident is written. */
export const AS_WRITTEN: Conditions = {
  seed: 1,
  sampling: null,
  statuses: true,
  kinds: true,
  revision: null,
  logs: true,
  metrics: true,
  alert: null,
  window: null,
  policy: null,
  deployments: true,
  events: true,
  skewMs: {},
  lateMs: {},
  strength: 1,
  rate: 1,
  minutesBefore: null,
  extra: [],
  noise: 0,
  shiftMs: [],
  blank: false,
  hideCulprit: false,
  healthy: false,
  permuted: false,
  renamed: {},
};
