import type { EnvironmentAction } from "./fault-catalogue.ts";

export type SymptomBreak = {
  symptom: "errors" | "latency" | "memory";
  title: string;
  /** What customers notice. */
  felt: string;
  /** The fault of the catalogue whose culprit does it. */
  fault: string;
  /** What does it to the running world. */
  environment: EnvironmentAction;
};

/** Real 500s, real latency, real memory, each in two ways: by a commit that is deployed, and by no commit at all. */
export const SYMPTOM_BREAKS: readonly SymptomBreak[] = [
  {
    symptom: "errors",
    title: "Real 500s",
    felt: "Customers who ask for a price get an error page.",
    fault: "quotes-500",
    environment: { action: "errors", target: "quotes", ratio: 0.6 },
  },
  {
    symptom: "latency",
    title: "Real latency",
    felt: "Customers wait for their prices.",
    fault: "quotes-slow",
    environment: { action: "slow", target: "quotes", ms: 1_200 },
  },
  {
    symptom: "memory",
    title: "Real memory",
    felt: "Nothing yet: memory only grows, until the process dies of it.",
    fault: "quotes-leak",
    environment: { action: "leak", target: "quotes", megabytes: 60 },
  },
];
