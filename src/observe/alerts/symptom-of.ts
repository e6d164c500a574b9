import type { Alert, Symptom } from "../../contracts/signal.ts";

const WORDS: readonly (readonly [RegExp, Symptom])[] = [
  [/memory|oom|heap|\brss\b|leak/i, "memory"],
  [/latenc|slow|duration|percentile|\bp9\d|response.?time|quantile|timeout/i, "latency"],
  [/error|5xx|fail|exception|availab|success.?rate/i, "errors"],
  [
    /saturat|exhaust|\bpool\b|\bqueue|backlog|utili[sz]ation|throttl|file descriptors?\b|event ?loop/i,
    "saturation",
  ],
  [/(?:no|low|drop(?:ped)? in|loss of|missing) (?:traffic|requests)|traffic drop/i, "traffic"],
];

/** What an alert is about: what its source says, else what its name says, else its summary; errors where nothing does. */
export function symptomOf(alert: Pick<Alert, "symptom" | "name" | "summary">): Symptom {
  if (alert.symptom) return alert.symptom;
  for (const text of [alert.name, alert.summary]) {
    const found = WORDS.find(([words]) => words.test(text.replace(/(?<=[a-z])(?=[A-Z])/g, " ")));
    if (found) return found[1];
  }
  return "errors";
}
