import { Symptom } from "../../contracts/signal.ts";

/** Words that give a symptom away. Text is taken apart at punctuation and at capital letters first. */
const WORDS: readonly [Symptom, RegExp][] = [
  ["errors", /\b(errors?|failures?|fail(s|ed|ing)?|exceptions?|availability|unavailable|500s?)\b|5xx/],
  ["latency", /\b(latency|latencies|slow(ness|er)?|durations?|response times?|p(50|90|95|99|999))\b/],
  ["memory", /\b(memory|mem|heap|rss|oom|oomkill(ed|er)?|leaks?|leaking)\b/],
  [
    "saturation",
    /\b(saturat(ed|ion)|exhaust(ed|ion)|pools?|queues?|backlog|utili[sz]ation|throttl(ed|ing)|event loop|file descriptors?)\b/,
  ],
  ["traffic", /\b((no|low|drop(ped)? in|loss of|missing) (traffic|requests)|traffic drop(ped)?)\b/],
];

const SYMPTOMS = Symptom.options;

/** Labels that name a symptom or an objective outright. */
const LABELS = ["symptom", "sli", "slo", "objective", "sloth_slo", "signal"];

/**
 * What an alert complains of. Asked in this order, and the first that names exactly one symptom answers:
 * the labels that name it outright, the alert's name, its summary, its description. One that names several
 * is unclear and passes the question on; undefined where all are.
 * @param texts name, summary, description, in order
 */
export function symptomOf(
  labels: ReadonlyMap<string, string>,
  texts: readonly (string | undefined)[],
): Symptom | undefined {
  for (const label of LABELS) {
    const exact = SYMPTOMS.find((symptom) => symptom === labels.get(label));
    if (exact !== undefined) return exact;
  }
  for (const text of [...LABELS.map((label) => labels.get(label)), ...texts]) {
    if (text === undefined) continue;
    const found = named(text);
    if (found.length === 1) return found[0];
  }
  return undefined;
}

function named(text: string): Symptom[] {
  const words = text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .replace(/[^A-Za-z0-9]+/g, " ")
    .toLowerCase()
    // "Error budget" is what any objective has, of latency as well.
    .replace(/\berror budget\b/g, " ");
  return WORDS.filter(([, pattern]) => pattern.test(words)).map(([symptom]) => symptom);
}
