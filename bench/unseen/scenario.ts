/** The vocabulary in which the judging set is written by hand. Plain data: a renaming walks over all of it. */

/** The languages of the first sets. */
export type FirstLanguage =
  | "typescript"
  | "python"
  | "go"
  | "java"
  | "ruby"
  | "csharp"
  | "php"
  | "rust"
  | "kotlin";

export type Language = FirstLanguage | "elixir" | "scala" | "cpp";

/** A place in the sources: the line is that of the first line holding `text` in the deployed file. */
export interface Place {
  file: string;
  text: string;
  fn: string;
}

export interface Failure {
  type: string;
  /** `{tenant}` and the like are filled from the request's attributes, `{n}` by a number. */
  message: string;
  frames?: Place[];
  /** HTTP status of the server span, or of the reply to an outgoing call. */
  status?: number;
  /** No exception is recorded, only the status. */
  quiet?: boolean;
}

interface StepBase {
  id?: string;
  /** Median milliseconds of the step itself. */
  ms?: number;
  /** How often the step is repeated, one after another. */
  times?: number;
  /** Chance that the step runs at all: 0.1 for what hides behind a cache. */
  chance?: number;
  /** Milliseconds after which the caller gives up. */
  timeout?: number;
  retries?: number;
  /** The caller lives with a failure of this step. */
  tolerate?: boolean;
  src?: Place;
  /** What the caller throws when the step fails; a plain upstream error where absent. */
  onFail?: Failure;
}

export type Step = StepBase &
  (
    | { do: "call"; to: string; op: string }
    | { do: "db"; system: string; query: string; table: string }
    | { do: "cache"; command: string }
    | { do: "ext"; host: string; method: string; path: string }
    | { do: "send"; system: string; topic: string; to: string; op: string }
    | { do: "work"; name: string }
  );

export interface Op {
  /** `GET /x` for HTTP, `process topic` for a consumer, anything else is an internal job. */
  name: string;
  /** Median milliseconds of the handler's own work. */
  ms: number;
  steps: Step[];
  /** Template of the line logged when it went well. */
  log?: string;
}

export interface Service {
  name: string;
  language: Language;
  /** Paths of the repository that this service is built from. Empty: it lives in another repository. */
  paths: string[];
  replicas: number;
  ops: Op[];
}

export interface Noise {
  /** `service|op` */
  at: string;
  share: number;
  fail: Failure;
}

export type Edit =
  | { file: string; from: string; to: string }
  | { file: string; add: string }
  | { file: string; remove: true };

export interface Change {
  role: "culprit" | "decoy" | "innocent";
  message: string;
  edits: Edit[];
  /** Seconds between its deployment and the onset, negative before it. Drawn at random where absent. */
  at?: number;
}

export interface World {
  id: string;
  repository: string;
  services: Service[];
  files: Record<string, string>;
  /** Where requests come in: `service|op` and its weight. */
  entries: Record<string, number>;
  /** Request attributes and their values. */
  attributes: Record<string, string[]>;
  noise: Noise[];
  /** Innocent commits of this world, some of them frightening. */
  extras: Change[];
  /** Words that a variant may put in place of others, everywhere. */
  rename: Record<string, string[]>;
}

export interface Effect {
  /** `service|op`, or `service|op|step id`. `service|*` is every operation of it. */
  at: string;
  /** Whose deployed revision must hold the culprit. `time`: nobody's. The service of `at` where absent. */
  gate?: string;
  /** Request attributes; `host`, `zone` and `instance` (number) are those of the instance that serves. */
  where?: Record<string, string>;
  share?: number;
  /** Seconds until it has its full share or size. */
  ramp?: number;
  /** Seconds after the onset. */
  delay?: number;
  /** It comes and goes: seconds. */
  every?: { period: number; lasts: number };
  fail?: Failure;
  /** The failure comes before the handler's steps. */
  early?: boolean;
  /** Median milliseconds added. */
  slow?: number;
  /** Step properties replaced. */
  set?: Partial<StepBase> & { query?: string };
  /** Nobody listens: the callers get this failure, the service has no span. */
  refuse?: Failure;
}

export interface LogLine {
  service: string;
  severity: "INFO" | "WARN" | "ERROR" | "FATAL";
  body: string;
  /** Seconds between two of them, per instance that holds the culprit (or every instance with `gate: "time"`). */
  every: number;
  gate?: string;
  where?: Record<string, string>;
  delay?: number;
  fail?: Failure;
}

export interface Gauge {
  service: string;
  name: string;
  unit: string;
  base: number;
  noise: number;
  to?: number;
  ramp?: number;
  delay?: number;
  gate?: string;
  where?: Record<string, string>;
  attributes?: Record<string, string>;
  /** Falls back to the base every so many seconds of growth: a process that is killed and restarted. */
  restart?: number;
}

export interface BundleEvent {
  /** Seconds relative to the onset. */
  at: number;
  kind: string;
  service?: string;
  text: string;
}

export interface Scenario {
  id: string;
  group: string;
  /** The mechanism in one or two words. */
  kind: string;
  world: World;
  /** Where it began. */
  service: string;
  symptom: "errors" | "latency" | "memory" | "traffic" | "saturation";
  /** `service|op` on which alerting noticed it; the first entry where absent. */
  alertOn?: string;
  files?: Record<string, string>;
  /** Operations that replace those of the same name, by service. */
  ops?: Record<string, Op[]>;
  changes: Change[];
  effects: Effect[];
  logs?: LogLine[];
  gauges?: Gauge[];
  events?: BundleEvent[];
  noise?: Noise[];
  /** Seconds from the culprit's deployment to the onset where the effect is delayed. */
  lag?: number;
  /** The culprit's deployment reaches so many instances of a service alone. */
  slotsReached?: number;
  /** The onset is at a full hour: a job starts it. */
  atFullHour?: boolean;
  /** Minutes of telemetry after the onset. */
  minutes?: number;
  /** Traffic is multiplied from the onset on; `op` names one entry alone. */
  surge?: { factor: number; entry?: string; attribute?: [string, string] };
  /** Spans that a bundle holds about; several thousand where absent. */
  spans?: number;
  /** Requests per second. */
  rps?: [number, number];
  /** Parts of the bundle without which nobody could tell. */
  needs?: ("metrics" | "logs" | "events" | "revision" | "deployments" | "exceptions")[];
  /** Only the outermost spans are recorded, and nothing else: too little to tell. */
  thin?: boolean;
  /** Another repository's service that gets a new version: service, seconds relative to the onset. */
  foreign?: { service: string; at: number; version: [string, string]; announced?: boolean };
}
