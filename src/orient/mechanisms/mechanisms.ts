import type { Symptom } from "../../contracts/signal.ts";

/** What kind of change a diff makes, as far as its text tells. */
export type ChangeClass =
  | "guard removed"
  | "guard added"
  | "error raised"
  | "operation that can fail"
  | "value or shape changed"
  | "query inside a loop"
  | "query changed"
  | "index removed"
  | "more work per request"
  | "loop added"
  | "wait added"
  | "limit changed"
  | "number changed"
  | "text changed"
  | "state that outlives the request"
  | "eviction removed"
  | "cache removed"
  | "listener or timer added"
  | "retry changed"
  | "regular expression changed"
  | "dependency changed"
  | "schema changed"
  | "logging changed"
  | "type declarations only"
  | "other code changed";

export interface Mechanism {
  change: ChangeClass;
  /**
   * Logarithm of the likelihood ratio for each symptom: how much more often a change of this class stands
   * behind that symptom than a change picked at random from those that get deployed.
   */
  weight: Readonly<Record<Symptom, number>>;
  /** May bite long after it goes live. */
  delays: boolean;
  /** What it can do, in one clause. */
  how: string;
  /** A public post-mortem or a specification where this is seen. */
  source: string;
}

/**
 * Which change can produce which symptom: one row a class. To teach Brain a mechanism, add a row here and
 * the way to recognise it in `change-classes.ts`.
 */
export const MECHANISMS: readonly Mechanism[] = [
  {
    change: "guard removed",
    weight: { errors: 1.7, latency: 0, memory: -0.5, traffic: 0.5, saturation: 0 },
    delays: false,
    how: "a case that was caught before now reaches code that cannot bear it",
    source: "https://status.cloud.google.com/incidents/ow5i3PPK96RduMcb1SsW",
  },
  {
    change: "guard added",
    weight: { errors: -0.7, latency: -1.5, memory: -2, traffic: -0.7, saturation: -1.5 },
    delays: false,
    how: "one more case is caught; at worst it rejects what was accepted",
    source:
      "https://discuss.circleci.com/t/incident-report-november-8-2021-jobs-stuck-in-a-not-running-state/41890",
  },
  {
    change: "error raised",
    weight: { errors: 1.6, latency: -0.5, memory: -1, traffic: 0.5, saturation: -0.5 },
    delays: false,
    how: "requests now meet an error that did not exist",
    source: "https://blog.cloudflare.com/18-november-2025-outage/",
  },
  {
    change: "operation that can fail",
    weight: { errors: 2.2, latency: -0.5, memory: -1, traffic: 0.5, saturation: -0.5 },
    delays: false,
    how: "it takes for granted that something is there, and throws where it is not",
    source: "https://tc39.es/ecma262/#sec-array.prototype.reduce",
  },
  {
    change: "value or shape changed",
    weight: { errors: 1.2, latency: -1.5, memory: -2, traffic: 0.5, saturation: -1.5 },
    delays: false,
    how: "code that reads the value by its old name, type or unit fails on the new one",
    source: "https://en.wikipedia.org/wiki/Mars_Climate_Orbiter",
  },
  {
    change: "query inside a loop",
    weight: { errors: 0.2, latency: 2.3, memory: 0, traffic: 0.2, saturation: 2.3 },
    delays: false,
    how: "each item costs a round trip, so a request waits for many instead of one",
    source: "https://incident.io/blog/clouds-caches-and-connection-conundrums",
  },
  {
    change: "query changed",
    weight: { errors: 1, latency: 1.5, memory: 0, traffic: 0.5, saturation: 1.5 },
    delays: false,
    how: "the database may answer it by a slower plan, or not at all",
    source:
      "https://discuss.circleci.com/t/post-incident-report-april-4-2025-delays-in-starting-workflows/53113",
  },
  {
    change: "index removed",
    weight: { errors: 0.3, latency: 2.3, memory: -0.5, traffic: 0.3, saturation: 2.3 },
    delays: false,
    how: "look-ups read the whole table",
    source: "https://www.postgresql.org/docs/current/indexes-intro.html",
  },
  {
    change: "more work per request",
    weight: { errors: 0, latency: 1.8, memory: 0.5, traffic: 0, saturation: 1.8 },
    delays: false,
    how: "work that blocks the thread or copies data is done for every request",
    source: "https://blog.cloudflare.com/details-of-the-cloudflare-outage-on-july-2-2019/",
  },
  {
    change: "loop added",
    weight: { errors: 0.3, latency: 1.5, memory: 0.3, traffic: 0.3, saturation: 1.5 },
    delays: false,
    how: "work grows with the number of items",
    source: "https://zerodha.com/marketintel/bulletin/229363/post-mortem-of-technical-issue-august-29-2019",
  },
  {
    change: "wait added",
    weight: { errors: 0.3, latency: 2.4, memory: 0, traffic: 0.3, saturation: 2.4 },
    delays: false,
    how: "requests wait",
    source: "https://tc39.es/ecma262/#sec-atomics.wait",
  },
  {
    change: "limit changed",
    weight: { errors: 1.3, latency: 1.5, memory: 0.9, traffic: 0.5, saturation: 1.5 },
    delays: true,
    how: "a pool, timeout, size or time to live holds less or more than the load needs",
    source: "https://github.blog/news-insights/company-news/addressing-githubs-recent-availability-issues-2/",
  },
  {
    change: "number changed",
    weight: { errors: -1, latency: -1, memory: -1.5, traffic: -1, saturation: -1 },
    delays: false,
    how: "a constant that is no limit has another value",
    source: "https://en.wikipedia.org/wiki/Mars_Climate_Orbiter",
  },
  {
    change: "text changed",
    weight: { errors: -1, latency: -2, memory: -2, traffic: -1, saturation: -2 },
    delays: false,
    how: "words that people read are others",
    source: "https://medium.com/medium-eng/the-curious-case-of-disappearing-polish-s-fa398313d4df",
  },
  {
    change: "state that outlives the request",
    weight: { errors: -0.3, latency: 0.2, memory: 2.8, traffic: -0.3, saturation: 2.8 },
    delays: true,
    how: "every request adds to something that nothing takes away from",
    source: "http://mail.tarsnap.com/tarsnap-announce/msg00035.html",
  },
  {
    change: "eviction removed",
    weight: { errors: -0.3, latency: 0.3, memory: 2.3, traffic: -0.3, saturation: 2.3 },
    delays: true,
    how: "what used to be thrown away is now kept",
    source: "https://aws.amazon.com/message/680342/",
  },
  {
    change: "cache removed",
    weight: { errors: 0.2, latency: 2, memory: -0.7, traffic: 0.2, saturation: 2 },
    delays: false,
    how: "every request pays for what was computed once",
    source: "https://slack.engineering/slacks-incident-on-2-22-22/",
  },
  {
    change: "listener or timer added",
    weight: { errors: -0.2, latency: 0.2, memory: 1.7, traffic: -0.2, saturation: 1.7 },
    delays: true,
    how: "each registration keeps alive what it refers to until it is taken back",
    source: "https://dom.spec.whatwg.org/#interface-eventtarget",
  },
  {
    change: "retry changed",
    weight: { errors: 0.8, latency: 1, memory: 0.2, traffic: 0.5, saturation: 1 },
    delays: true,
    how: "a struggling dependency is asked again and again, or no more",
    source: "https://labs.spotify.com/2013/06/04/incident-management-at-spotify/",
  },
  {
    change: "regular expression changed",
    weight: { errors: 0.7, latency: 1.5, memory: -0.5, traffic: 0.5, saturation: 1.5 },
    delays: false,
    how: "matching may backtrack without end, or reject what was accepted",
    source: "https://stackstatus.net/post/147710624694/outage-postmortem-july-20-2016",
  },
  {
    change: "dependency changed",
    weight: { errors: 0.6, latency: 0.5, memory: 0.5, traffic: 0.5, saturation: 0.5 },
    delays: false,
    how: "another version of a library behaves in another way",
    source: "https://discuss.circleci.com/t/postmortem-march-26-april-10-workflow-delay-incidents/30060",
  },
  {
    change: "schema changed",
    weight: { errors: 1.4, latency: 1.2, memory: -1, traffic: 0.5, saturation: 1.2 },
    delays: false,
    how: "queries meet other columns, types or locks",
    source: "https://gocardless.com/blog/zero-downtime-postgres-migrations-the-hard-parts/",
  },
  {
    change: "logging changed",
    weight: { errors: -1.2, latency: -0.5, memory: -0.7, traffic: -1.2, saturation: -0.5 },
    delays: false,
    how: "it writes more or less about what it does",
    source: "http://mail.tarsnap.com/tarsnap-announce/msg00035.html",
  },
  {
    change: "type declarations only",
    weight: { errors: -2.5, latency: -2.5, memory: -2.5, traffic: -2.5, saturation: -2.5 },
    delays: false,
    how: "types are taken out before the program runs",
    source: "https://nodejs.org/api/typescript.html#type-stripping",
  },
  {
    change: "other code changed",
    weight: { errors: 0, latency: -1.2, memory: -1.5, traffic: 0, saturation: -1.2 },
    delays: false,
    how: "no known mechanism is seen in it",
    source: "https://dougseven.com/2014/04/17/knightmare-a-devops-cautionary-tale/",
  },
];
