import type { Symptom } from "../contracts/signal.ts";

export type GuiltlessName =
  | "outside provider"
  | "network"
  | "name resolution"
  | "certificate"
  | "node"
  | "traffic"
  | "data"
  | "database"
  | "operator"
  | "feature flag"
  | "platform"
  | "deployment from elsewhere"
  | "a change that I cannot see";

/** A cause that no commit of this repository is guilty of. Each always stands among the candidates. */
export interface Guiltless {
  mechanism: GuiltlessName;
  summary: string;
  /** Shares of all guiltless causes before anything is known, in parts of a hundred; each column sums to 100. */
  share: Readonly<Record<Symptom, number>>;
}

export const GUILTLESS: readonly Guiltless[] = [
  {
    mechanism: "outside provider",
    summary: "Something outside that the service calls fails or is slow.",
    share: { errors: 20, latency: 17, memory: 4, traffic: 14, saturation: 6 },
  },
  {
    mechanism: "network",
    summary: "The network between services, or to the outside, loses or delays what is sent.",
    share: { errors: 8, latency: 8, memory: 2, traffic: 14, saturation: 3 },
  },
  {
    mechanism: "name resolution",
    summary: "A name is not found any more, or its servers do not answer.",
    share: { errors: 3, latency: 2, memory: 1, traffic: 6, saturation: 1 },
  },
  {
    mechanism: "certificate",
    summary: "A certificate has expired, or is not trusted any more.",
    share: { errors: 3, latency: 1, memory: 1, traffic: 6, saturation: 1 },
  },
  {
    mechanism: "node",
    summary: "One machine, zone or process is sick, and the others are not.",
    share: { errors: 7, latency: 8, memory: 7, traffic: 5, saturation: 10 },
  },
  {
    mechanism: "traffic",
    summary: "More requests, or other ones, than the service can bear.",
    share: { errors: 7, latency: 16, memory: 25, traffic: 10, saturation: 30 },
  },
  {
    mechanism: "data",
    summary: "A record, a tenant or the amount of data, and no change of the code.",
    share: { errors: 9, latency: 8, memory: 12, traffic: 4, saturation: 10 },
  },
  {
    mechanism: "database",
    summary: "The database itself: a lock, another plan, a failover, its disk.",
    share: { errors: 8, latency: 12, memory: 2, traffic: 5, saturation: 8 },
  },
  {
    mechanism: "operator",
    summary: "Somebody's hand on production: a setting, a secret, a script.",
    share: { errors: 6, latency: 4, memory: 4, traffic: 6, saturation: 4 },
  },
  {
    mechanism: "feature flag",
    summary: "A flag was turned, and code that lay there for long runs now.",
    share: { errors: 6, latency: 4, memory: 6, traffic: 4, saturation: 4 },
  },
  {
    mechanism: "platform",
    summary: "What everything runs on: a disk, a quota, a neighbour, the cloud.",
    share: { errors: 5, latency: 6, memory: 10, traffic: 8, saturation: 10 },
  },
  {
    mechanism: "deployment from elsewhere",
    summary: "A service of another repository was deployed, and this one depends on it.",
    share: { errors: 4, latency: 4, memory: 1, traffic: 4, saturation: 2 },
  },
  {
    mechanism: "a change that I cannot see",
    summary: "A flag, a setting, a secret or a platform that changed outside of this repository.",
    share: { errors: 14, latency: 10, memory: 25, traffic: 14, saturation: 11 },
  },
];
