import type { Span } from "../../../src/contracts/telemetry.ts";
import { localise } from "../../../src/observe/localise/localise.ts";
import { seeded } from "../shop-world.ts";
import { drawMesh, keyOf, SHAPES, type Shape, visited } from "./mesh.ts";
import { type Fault, type FaultKind, Simulation, type View } from "./simulate.ts";

export const KINDS: readonly FaultKind[] = [
  ..."cpu memory disk delay loss slow-code exception wrong-result missing-call n-plus-one new-call down slow-database"
    .split(" ")
    .map((kind) => kind as FaultKind),
];

export interface Case {
  kind: FaultKind;
  /** Any of these is right. */
  services: string[];
  operation: string | null;
  incident: Span[][];
  baseline: Span[][];
  label: string;
  bare: boolean;
}

export type Ranking = { service: string; operation: string }[];

/** A system, a view on it and a fault in it, drawn from the seed. */
export function drawCase(
  seed: number,
  kind: FaultKind,
  fixed: { shape?: Shape; bare?: boolean } = {},
): Case | null {
  const random = seeded(seed * 104_729 + 17 * kind.length + kind.charCodeAt(0));
  const shape = fixed.shape ?? (SHAPES[Math.floor(random() * SHAPES.length)] as Shape);
  const size = shape === "chain" ? 4 + Math.floor(random() * 5) : 8 + Math.floor(random() * 32);
  const mesh = drawMesh(seed, shape, size);
  const rates = visited(mesh);
  const needsCall = kind === "missing-call" || kind === "n-plus-one";
  const places = [...mesh.operations.values()].filter((operation) => {
    if ((rates.get(keyOf(operation.service, operation.name)) ?? 0) < 0.08) return false;
    if (kind === "down" && operation.service === mesh.services[0]) return false;
    if (kind === "delay" && operation.service === mesh.services[0] && operation.calls.length === 0)
      return false;
    if (kind === "slow-database" && operation.queries === 0) return false;
    return !needsCall || (operation.calls[0]?.probability === 1 && operation.calls[0]?.mode !== "queue");
  });
  const place = places[Math.floor(random() * places.length)];
  if (!place) return null;
  const bare = fixed.bare ?? random() < 0.5;
  const view: View = {
    status: !bare,
    kind: bare ? random() < 0.3 : random() < 0.85,
    clientSpans: random() < 0.75,
    internalSpans: random() < 0.3,
    databaseSpans: kind === "slow-database" || random() < 0.7,
    peerNames: random() < 0.5,
    skewMs: random() < 0.4 ? 30 * random() : 0,
    lost: random() < 0.3 ? 0.02 : 0,
    tail: random() < 0.6 ? 0.03 : 0,
    uninstrumented: new Set(
      mesh.services.filter((s, i) => i > 0 && s !== place.service && random() < (size > 12 ? 0.05 : 0)),
    ),
  };
  const fault: Fault = {
    kind,
    service: place.service,
    operation: place.name,
    strength: [0.3, 0.6, 1, 2][Math.floor(random() * 4)] as number,
  };
  const counts = [120, 300, 800];
  const before = counts[Math.floor(random() * 3)] as number;
  const during = counts[Math.floor(random() * 3)] as number;
  const start = Date.parse("2026-03-02T09:00:00Z");
  return {
    kind,
    services: kind === "slow-database" ? [mesh.databaseOf.get(place.service) as string] : [place.service],
    operation: ["slow-code", "exception", "missing-call", "n-plus-one", "new-call"].includes(kind)
      ? place.name
      : null,
    baseline: new Simulation(mesh, view, seeded(seed * 3 + 1), null).run(
      before,
      start,
      120 + 1080 * random(),
    ),
    incident: new Simulation(mesh, view, seeded(seed * 3 + 2), fault).run(during, start + 1_300_000, 180),
    label: `${kind} ${shape}/${size} x${fault.strength} ${bare ? "bare" : "full"} ${place.service} seed ${seed} ${JSON.stringify({ ...view, uninstrumented: [...view.uninstrumented] })}`,
    bare,
  };
}

export const METHODS: Record<string, (one: Case) => Ranking> = {
  localise: (one) => localise(one),
  "largest p95": (one) => byGrowth(one),
  "most errors": (one) => byErrors(one),
};

/** 0 for the first place; null where it is not among them. Operations of one service count once. */
export function placeOf(one: Case, ranking: Ranking): number | null {
  const services = [...new Set(ranking.map((place) => place.service))];
  const at = services.findIndex((service) => one.services.includes(service));
  return at < 0 ? null : at;
}

function byGrowth({ incident, baseline }: Case): Ranking {
  const durations = new Map<string, [number[], number[]]>();
  for (const [side, traces] of [baseline, incident].entries()) {
    for (const span of traces.flat()) {
      const key = keyOf(span.resource.service, span.name);
      const mine = durations.get(key) ?? [[], []];
      durations.set(key, mine as [number[], number[]]);
      mine[side as 0 | 1].push(span.endMs - span.startMs);
    }
  }
  const p95 = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(0.95 * (values.length - 1))] ?? 0;
  return [...durations]
    .map(([key, [before, now]]) => ({ key, growth: p95(now) - p95(before) }))
    .sort((a, b) => b.growth - a.growth)
    .map(({ key }) => ({ service: key.split("|")[0] as string, operation: key.split("|")[1] as string }));
}

function byErrors(one: Case): Ranking {
  const errors = new Map<string, number>();
  for (const span of one.incident.flat()) {
    if (span.status !== "error") continue;
    const key = keyOf(span.resource.service, span.name);
    errors.set(key, (errors.get(key) ?? 0) + 1);
  }
  return [...errors]
    .sort((a, b) => b[1] - a[1])
    .map(([key]) => ({ service: key.split("|")[0] as string, operation: key.split("|")[1] as string }));
}
