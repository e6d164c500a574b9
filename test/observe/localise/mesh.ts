import { seeded } from "../shop-world.ts";

export interface Call {
  to: string;
  operation: string;
  /** How often a request makes it. */
  probability: number;
  mode: "sequential" | "parallel" | "queue";
  /** Milliseconds after which the caller gives up. */
  timeoutMs: number;
  retries: number;
  /** Whether the caller fails where the call does. */
  fatal: boolean;
}

export interface Operation {
  service: string;
  name: string;
  /** Median own time, and the spread of its logarithm. */
  ownMs: number;
  sigma: number;
  calls: Call[];
  /** Queries of one request. */
  queries: number;
}

export interface Mesh {
  shape: Shape;
  services: string[];
  operations: Map<string, Operation>;
  /** Where traffic comes in, and how much of it. */
  roots: { operation: Operation; share: number }[];
  hostOf: Map<string, string>;
  /** The database of each service that has one; several may share it. */
  databaseOf: Map<string, string>;
  replicasOf: Map<string, number>;
}

export type Shape = "chain" | "fan-out" | "diamond" | "layers" | "gateway" | "queues";
export const SHAPES: readonly Shape[] = ["chain", "fan-out", "diamond", "layers", "gateway", "queues"];

const NAMES = [
  ..."gateway basket catalog pricing search stock orders billing mailer users".split(" "),
  ..."reviews routes seats trains tickets food station auth config travel".split(" "),
  ..."currency ads ranking images fraud tax coupons loyalty invoices shipping".split(" "),
  ..."tracking returns wishlist sessions geo weather chat audit export labels".split(" "),
];

export const keyOf = (service: string, operation: string) => `${service}|${operation}`;

/** A system of services drawn at random: which shape, how many services, and everything else come from the seed. */
export function drawMesh(seed: number, shape: Shape, size: number): Mesh {
  const random = seeded(seed * 7919 + size);
  const services = NAMES.slice(0, size);
  const level = levels(shape, services, random);
  const operations = new Map<string, Operation>();
  const operationsOf = new Map<string, Operation[]>();
  for (const service of services) {
    const count = 1 + Math.floor(random() * (size > 20 ? 2 : 3));
    const mine = Array.from({ length: count }, (_, i) => {
      const operation: Operation = {
        service,
        name: `${["GET", "POST", "PUT"][i % 3]} /${service}/${["list", "item", "batch"][i]}`,
        ownMs: Math.exp(Math.log(1.5) + random() * Math.log(20)),
        sigma: 0.2 + 0.5 * random(),
        calls: [],
        queries: random() < 0.4 ? 1 + Math.floor(random() * 2) : 0,
      };
      operations.set(keyOf(service, operation.name), operation);
      return operation;
    });
    operationsOf.set(service, mine);
  }
  for (const [at, service] of services.entries()) {
    const callees = targets(shape, at, services, level, random);
    for (const operation of operationsOf.get(service) ?? []) {
      for (const to of callees) {
        if (random() < 0.25 && callees.length > 1) continue;
        const options = operationsOf.get(to) as Operation[];
        const target = options[Math.floor(random() * options.length)] as Operation;
        const queue = shape === "queues" && random() < 0.35;
        operation.calls.push({
          to,
          operation: target.name,
          probability: random() < 0.7 ? 1 : 0.3 + 0.6 * random(),
          mode: queue ? "queue" : random() < (shape === "fan-out" ? 0.6 : 0.15) ? "parallel" : "sequential",
          timeoutMs: random() < 0.3 ? 1_000 : 10_000,
          retries: random() < 0.25 ? 2 : 0,
          fatal: random() < 0.8,
        });
      }
    }
  }
  const entry = operationsOf.get(services[0] as string) as Operation[];
  const more =
    shape === "layers" && size > 12 ? (operationsOf.get(services[1] as string) as Operation[]) : [];
  const roots = [...entry, ...more].map((operation) => ({ operation, share: 0.2 + random() }));
  const hosts = Math.max(2, Math.round(size / 5));
  const shared = `${["postgres", "mysql", "mongo"][seed % 3]}-main`;
  return {
    shape,
    services,
    operations,
    roots,
    hostOf: new Map(services.map((s) => [s, `node-${Math.floor(random() * hosts)}`])),
    databaseOf: new Map(services.map((s) => [s, random() < 0.5 ? shared : `${s}-db`])),
    replicasOf: new Map(services.map((s) => [s, 1 + Math.floor(random() * 3)])),
  };
}

/** Services that some request reaches, and how often, by walking the calls. */
export function visited(mesh: Mesh): Map<string, number> {
  const rate = new Map<string, number>();
  const walk = (operation: Operation, share: number, depth: number) => {
    if (depth > 20) return;
    const key = keyOf(operation.service, operation.name);
    rate.set(key, (rate.get(key) ?? 0) + share);
    for (const call of operation.calls) {
      walk(
        mesh.operations.get(keyOf(call.to, call.operation)) as Operation,
        share * call.probability,
        depth + 1,
      );
    }
  };
  const sum = mesh.roots.reduce((total, root) => total + root.share, 0);
  for (const root of mesh.roots) walk(root.operation, root.share / sum, 0);
  return rate;
}

function levels(shape: Shape, services: string[], random: () => number): number[] {
  const depth = shape === "gateway" ? 3 : 4 + Math.floor(random() * 2);
  return services.map((_, at) => (at === 0 ? 0 : 1 + Math.floor(((at - 1) / (services.length - 1)) * depth)));
}

function targets(
  shape: Shape,
  at: number,
  services: string[],
  level: number[],
  random: () => number,
): string[] {
  const size = services.length;
  const pick = (from: number[], count: number) => {
    const left = [...from];
    const found: string[] = [];
    while (found.length < count && left.length > 0) {
      found.push(services[left.splice(Math.floor(random() * left.length), 1)[0] as number] as string);
    }
    return found;
  };
  const after = services.map((_, i) => i).filter((i) => i > at);
  if (shape === "chain") {
    const next = at + 1 < size ? [services[at + 1] as string] : [];
    return random() < 0.2 && at + 3 < size ? [...next, services[at + 3] as string] : next;
  }
  if (shape === "fan-out") {
    if (at === 0) return pick(after, Math.min(size - 1, 9));
    return pick(
      after.filter((i) => i > size / 2),
      random() < 0.6 ? 2 : 0,
    );
  }
  if (shape === "diamond") {
    if (at === 0) return services.slice(1, Math.max(3, Math.ceil(size / 3)));
    if (at < size / 3)
      return pick(
        after.filter((i) => i >= size / 3),
        3,
      );
    return at < (2 * size) / 3 ? [...pick(after, 1), services[size - 1] as string] : [];
  }
  const below = after.filter((i) => (level[i] as number) === (level[at] as number) + 1);
  // Every service of the next level has a caller: the one at its place, and a few more at random.
  const mine = below.filter(
    (_, n) =>
      n % Math.max(1, level.filter((l) => l === level[at]).length) ===
      at % Math.max(1, level.filter((l) => l === level[at]).length),
  );
  const first = mine.map((i) => services[i] as string);
  const extra = pick(below, shape === "gateway" ? 1 : Math.floor(random() * 3));
  return [...new Set([...first.slice(0, 5), ...extra])];
}
