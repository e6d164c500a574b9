import type { Seen } from "./first-sight.ts";

type Test = (kind: string, weight: number) => boolean;
const starts = (text: string) => (kind: string) => kind.startsWith(text);
const says =
  (...texts: string[]) =>
  (kind: string) =>
    texts.some((text) => kind.includes(text));

/** Findings that are weighed together, by what they rest on; the first that fits holds a finding. */
const GROUPS: readonly (readonly [string, Test])[] = [
  ["near in time", (kind, weight) => kind.startsWith("exposure: It went live") && weight > 0],
  [
    "long before",
    (kind, weight) =>
      kind.startsWith("exposure: It went live") && weight < 0 && !kind.includes("after the failure"),
  ],
  ["after the onset", says("after the failure had")],
  [
    "ran in good health",
    (kind, weight) =>
      weight < 0 && says("The service went on", "had it for", "contains it and", "already part")(kind),
  ],
  ["alibi", (kind, weight) => kind.startsWith("exposure") && weight <= -4.6],
  ["side by side", (kind, weight) => kind.startsWith("exposure: In the same minutes") && weight > 0],
  ["step to the failing revision", says("without it was healthy")],
  ["a time that it names", starts("exposure: It makes something hold")],
  ["traces point outside", starts("exposure: The traces say")],
  ["one place", starts("exposure: … of … bad")],
  ["other exposure", starts("exposure")],
  ["owner is called", (kind) => kind.startsWith("ownership") && kind.includes("on which")],
  ["owner calls", (kind) => kind.startsWith("ownership") && kind.includes("which calls")],
  ["owner is another", starts("ownership: It changes nothing")],
  ["other ownership", starts("ownership")],
  ["same file, elsewhere", says("but neither the line")],
  ["no frame in it", says("through no file")],
  ["raised on its line", starts("place: The failure is raised at … a line")],
  ["other frames", starts("place: The failure")],
  ["name on the failing line", starts("place: The line that fails")],
  ["slower call", says("goes into a call")],
  ["slower query that ran before", starts("place: A query that ran")],
  ["one key", says("share one value")],
  ["other place, for", (kind, weight) => kind.startsWith("place") && weight > 0],
  ["other place, against", starts("place")],
  ["mechanism, for", (kind, weight) => kind.startsWith("mechanism") && weight > 0],
  ["mechanism, against", starts("mechanism")],
  ["what never runs", (kind, weight) => kind.startsWith("prior") && weight <= -3],
  ["other priors", starts("prior")],
  ["traffic", says("times as many requests")],
  ["errors that name their kind", starts("sign")],
  ["written down", starts("told")],
];

/** What is fitted: how much of each group's word is believed, and how likely causes without a commit are. */
export const NAMES = [...GROUPS.map(([name]) => name), "no commit"];

/** One contender of one case as numbers: the places in `NAMES` that are not zero, and what stands there; `base` is not fitted. */
export interface Row {
  suspect: string | null;
  base: number;
  x: readonly (readonly [at: number, value: number])[];
}

export function rowOf({ suspect, base, findings }: Seen): Row {
  const x = new Map<number, number>();
  for (const { kind, weight } of findings) {
    const at = GROUPS.findIndex(([, holds]) => holds(kind, weight));
    if (at >= 0) x.set(at, (x.get(at) ?? 0) + weight);
  }
  if (suspect === null) x.set(NAMES.length - 1, 1);
  return { suspect, base, x: [...x] };
}
