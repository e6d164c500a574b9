import { z } from "zod";

/** `90s`, `4m`, `-2h`, `1500ms` → milliseconds. */
export const Span = z
  .string()
  .regex(/^-?\d+(?:\.\d+)?(?:ms|s|m|h|d)$/, "must be a time such as -90s, 4m or 2h")
  .transform((text) => {
    const unit = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[
      /[a-z]+$/.exec(text)?.[0] as "ms" | "s" | "m" | "h" | "d"
    ];
    return Number.parseFloat(text) * unit;
  });

const Edit = z.strictObject({ find: z.string().min(1), replace: z.string() });

/** A change of files. `find` must stand exactly once in the file as it is by then. */
const Change = z.strictObject({
  message: z.string(),
  author: z.string().optional(),
  edit: z.record(z.string(), z.union([Edit, z.array(Edit)])).default({}),
  add: z.record(z.string(), z.string()).default({}),
  remove: z.array(z.string()).default([]),
});
export type Change = z.output<typeof Change>;

const Metric = z.strictObject({
  name: z.string(),
  unit: z.string().default("1"),
  value: z.number(),
  kind: z.enum(["gauge", "sum"]).default("gauge"),
  attributes: z.record(z.string(), z.string()).default({}),
});
export type Metric = z.output<typeof Metric>;

/** A place in the code: the line that holds this text, in the revision that runs. */
const Place = z.strictObject({ file: z.string(), line: z.string(), in: z.string() });
export type Place = z.output<typeof Place>;

const Operation = z.strictObject({
  /** Requests a second that come from outside; 0 where only other services call it. */
  rate: z.number().nonnegative().default(0),
  /** Median of its own time in milliseconds. */
  ms: z.number().positive().default(4),
  /**
   * What it does, in order: `call SERVICE OPERATION`, `sql MS DATABASE STATEMENT`, `redis MS COMMAND`,
   * `http MS HOST METHOD PATH`, `publish QUEUE`, `work MS NAME`; then `timeout=MS`, `retry=N`, `optional`, `share=0.3` after ` | `.
   */
  steps: z.array(z.string()).default([]),
  kind: z.enum(["timer"]).optional(),
  /** Our own frames, innermost first, where one of its steps fails. */
  at: z.array(Place).default([]),
});
export type Operation = z.output<typeof Operation>;

export const LANGUAGES = ["node", "python", "go", "java", "ruby", "dotnet", "php"] as const;
export type Language = (typeof LANGUAGES)[number];

const Service = z.strictObject({
  language: z.enum(LANGUAGES),
  paths: z.array(z.string()).min(1),
  instances: z.int().positive().default(2),
  /** Where the code lies inside of the process, in front of the path in the repository. */
  root: z.string().default("/app/"),
  memory_mb: z.number().default(160),
  /** Of semantic conventions: before 1.23, or after. */
  semconv: z.enum(["old", "new"]).default("new"),
  /** Whether exceptions stand on spans, or in log records. */
  exceptions: z.enum(["events", "logs"]).default("events"),
  slo: z.string().optional(),
  metrics: z.array(Metric).default([]),
  logs: z.array(z.string()).default([]),
  operations: z.record(z.string(), Operation),
});
export type Service = z.output<typeof Service>;

/** A company's system: what runs, what is called, and its repository. Several incidents happen to it. */
export const System = z.strictObject({
  repository: z.string(),
  shape: z.string(),
  /** `touched`: a merge deploys the services whose files it touches. `all`: everything has one revision. */
  deploys: z.enum(["touched", "all"]).default("touched"),
  /** How processes tell what they run. */
  revision: z.enum(["vcs", "version-sha", "short", "tag", "none"]).default("vcs"),
  /** Attributes that each request carries, and how often each value comes. */
  dimensions: z.record(z.string(), z.record(z.string(), z.number())).default({}),
  services: z.record(z.string(), Service),
  files: z.record(z.string(), z.string()),
  authors: z.array(z.string()).min(2),
  /** Words of its own, mostly names of services, and what they may be called in a variant. */
  aliases: z.record(z.string(), z.array(z.string())).default({}),
  /** Commits that do no harm, to be named by incidents. */
  innocent: z.record(z.string(), Change).default({}),
});
export type System = z.output<typeof System>;

const Thrown = z.strictObject({
  type: z.string(),
  message: z.string(),
  /** Innermost first; the runtime's and the framework's frames are added. */
  at: z.array(Place).default([]),
  status: z.int().default(500),
  /** Logged and not thrown: the request goes on. */
  handled: z.boolean().default(false),
});
export type Thrown = z.output<typeof Thrown>;

const Effect = z.strictObject({
  /** `SERVICE`, or `SERVICE OPERATION`. */
  on: z.string(),
  /** Only the steps of the operation that begin so. */
  step: z.string().optional(),
  /** The commit whose code does it, by its id; without it, it comes from outside, from the onset on. */
  by: z.string().optional(),
  /** The commit that takes it back: it holds in no process that runs this one too. */
  undone_by: z.string().optional(),
  /** Of the requests that it may hit. */
  share: z.number().min(0).max(1).default(1),
  /** Attribute → value of the requests that it hits; `instance` → the process's number, from 1. */
  where: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  /** After the process began, or after the onset. */
  after: Span.default(0),
  /** From nothing to its full share in this time. */
  ramp: Span.default(0),
  /** It comes and goes: on for the first, off for the second. */
  pulse: z.tuple([Span, Span]).optional(),
  /** It ends so long after the onset. */
  until: Span.optional(),
  error: Thrown.optional(),
  /** Milliseconds more, median. */
  slow: z.number().positive().optional(),
  /** The step is done so many times in place of once. */
  times: z.number().positive().optional(),
  timeout: z.number().positive().optional(),
  retry: z.int().nonnegative().optional(),
  /** The step is left out. */
  skip: z.boolean().default(false),
  /** What is sent in place of the step: another statement, another path. */
  becomes: z.string().optional(),
  /** The step is done where it was not before. */
  adds: z.string().optional(),
  /** Requests from outside, times this. */
  traffic: z.number().positive().optional(),
  /** The process cannot be reached. */
  refuse: z.boolean().default(false),
  /** The request goes on with this mark, */
  marks: z.string().optional(),
  /** and what goes wrong elsewhere goes wrong for requests with that mark alone: what the other side answered was new. */
  when: z.string().optional(),
  /** The process is gone, and nobody sends it requests. */
  stops: z.boolean().default(false),
  /** Attributes that spans of the operation carry then. */
  attributes: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  leak_mb_per_minute: z.number().positive().optional(),
  metric: z.array(Metric).default([]),
  log: z.strictObject({ level: z.enum(["INFO", "WARN", "ERROR", "FATAL"]), body: z.string() }).optional(),
  /** A line that comes by itself, every so often, and not with requests. */
  every: Span.optional(),
});
export type Effect = z.output<typeof Effect>;

const Commit = z.union([
  z.strictObject({ use: z.string(), at: Span, author: z.string().optional() }),
  /** All that the named commit did is taken back, and nothing else. */
  z.strictObject({ reverts: z.string(), at: Span, id: z.string().optional() }),
  Change.extend({
    id: z.string().optional(),
    /** When its deployment was made, from the onset. */
    at: Span,
    /** Services that it is deployed to, where that is not those whose files it touches. */
    deploys: z.array(z.string()).optional(),
  }),
]);
export type CommitPlan = z.output<typeof Commit>;

/** Kinds of mechanism that results are split by. */
export const GROUPS = [
  "guard or null",
  "contract or serialisation",
  "limit or configuration",
  "timeout or retry",
  "query or index",
  "schema or migration",
  "cache",
  "leak or resource held",
  "regular expression or algorithm",
  "dependency",
  "concurrency",
  "authentication",
  "start-up",
  "logging or text",
  "logic",
  "provider",
  "network or name resolution",
  "certificate",
  "node or platform",
  "traffic",
  "data",
  "operator",
  "flag",
  "neighbour",
  "healthy",
] as const;

/** One incident: what was merged, what went wrong, and what is true of it. */
export const Incident = z.strictObject({
  title: z.string(),
  system: z.string(),
  /** A public post-mortem that it is modelled on, or `marketplace-demo/faults/ID`; absent where it is made up. */
  source: z.string().optional(),
  group: z.enum(GROUPS),
  /** Where it began. */
  service: z.string(),
  /** The id of the commit that did it; null where none did. */
  culprit: z.string().nullable(),
  commits: z.array(Commit).min(1),
  effects: z.array(Effect).min(1),
  events: z
    .array(z.strictObject({ at: Span, kind: z.string(), service: z.string().optional(), text: z.string() }))
    .default([]),
  minutes: z.tuple([z.number(), z.number()]).default([10, 6]),
  /** All rates, times this. */
  rate: z.number().positive().default(1),
  alert: z.enum(["none", "generic", "alertmanager"]).default("none"),
  alert_text: z.string().optional(),
  window: z.boolean().default(true),
  policy: z.boolean().default(true),
});
export type Incident = z.output<typeof Incident>;
