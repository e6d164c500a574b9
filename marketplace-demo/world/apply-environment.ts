import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { fillDisk } from "./environment/fill-disk.ts";
import { joinBadNode, NEW_MACHINE } from "./environment/join-bad-node.ts";
import { poisonRecord } from "./environment/poison-record.ts";
import { ENVIRONMENT_ACTIONS } from "./environment-actions.ts";
import type { EnvironmentAction } from "./fault-catalogue.ts";
import { NotInThisWorld } from "./not-in-this-world.ts";
import type { Random } from "./seeded-random.ts";
import type { ServiceSwitch } from "./service-switch.ts";
import type { Traffic } from "./start-traffic.ts";
import type { Supervised } from "./supervise-service.ts";
import type { Certificates } from "./surroundings/create-certificates.ts";
import type { Surroundings } from "./surroundings/create-surroundings.ts";
import { LOOK_AGAIN_MS } from "./surroundings/machine.ts";
import type { TcpSwitch } from "./tcp-switch.ts";

/** What may be broken from outside. */
export type Breakable = {
  /** By service, the carrier among them. */
  switches: Map<string, ServiceSwitch>;
  services: Map<string, Supervised>;
  database: TcpSwitch;
  /** Past the switch, for locks. */
  databaseUrl: string;
  surroundings: Surroundings;
  certificates: Certificates;
  processEnvironment(
    service: string,
    revision: string,
    instance: string,
    machine?: string,
  ): NodeJS.ProcessEnv;
  traffic: Traffic;
};

type Lift = () => Promise<void>;

const QUARTER_OF_AN_HOUR = 900_000;

/**
 * Does what an environment fault says to the running world, and returns what undoes it. Nothing that the engine reads
 * says that this happened. Throws {@link NotInThisWorld}.
 */
export async function applyEnvironment(
  world: Breakable,
  action: EnvironmentAction,
  random: Random,
): Promise<Lift> {
  const { target = "" } = action;
  switch (action.action) {
    case "stop":
      return target === "database" ? stopDatabase(world) : onEach(world, target, (one) => stop(world, one));
    case "slow":
      return target === "database"
        ? slowDatabase(world, action.ms ?? 1_000)
        : onEach(world, target, (one) =>
            interfere(world, one, { kind: "slow", milliseconds: action.ms ?? 1_000 }),
          );
    case "errors":
      return onEach(world, target, (one) =>
        interfere(world, one, { kind: "errors", ratio: action.ratio ?? 0.5, random }),
      );
    case "flood":
      world.traffic.scale(action.factor ?? 10);
      return async () => world.traffic.scale(1);
    case "fill-disk":
      return fillDisk(world.databaseUrl);
    case "lock-table":
      return lockTable(world.databaseUrl, action.table ?? "quotes");
    case "poison-record":
      return poisonRecord(world.databaseUrl, target);
    case "expire-certificate":
      return expireCertificate(world, target || "carrier");
    case "break-dns":
      return breakDns(world, target || "carrier");
    case "skew-clock":
      return onEach(world, target, (one) => skewClock(world, one, action.ms ?? QUARTER_OF_AN_HOUR));
    case "flag":
      return overrideFlag(world, action.name ?? "", action.value);
    case "one-bad-node":
      return onEach(world, target, (one) => badNode(world, one, action.ms));
    case "leak":
      return onEach(world, target, (one) => leak(world, one, action.megabytes ?? 40));
    default:
      throw new NotInThisWorld(`The action "${action.action}"`, [...ENVIRONMENT_ACTIONS]);
  }
}

/** A service, or every one of ours on a machine. What was done before one of them failed is undone again. */
async function onEach(
  world: Breakable,
  target: string,
  act: (service: string) => Promise<Lift>,
): Promise<Lift> {
  const { machines, machineOf } = world.surroundings;
  const services = machines.includes(target)
    ? [...world.services.keys()].filter((name) => name !== "carrier" && machineOf(name) === target)
    : [target];
  if (!services.every((name) => world.services.has(name))) throw unknownTarget(world, target);
  const lifts: Lift[] = [];
  const lift = async () => {
    for (const undo of lifts.splice(0).reverse()) await undo();
  };
  try {
    for (const name of services) lifts.push(await act(name));
  } catch (error) {
    await lift();
    throw error;
  }
  return lift;
}

async function stop(world: Breakable, target: string): Promise<Lift> {
  const service = world.services.get(target) as Supervised;
  await service.suspend();
  return () => service.resume();
}

async function stopDatabase(world: Breakable): Promise<Lift> {
  await world.database.refuse();
  return () => world.database.restore();
}

async function slowDatabase(world: Breakable, milliseconds: number): Promise<Lift> {
  world.database.slow(milliseconds);
  return async () => world.database.slow(0);
}

async function interfere(
  world: Breakable,
  target: string,
  how: Parameters<ServiceSwitch["interfere"]>[0],
): Promise<Lift> {
  const front = world.switches.get(target) as ServiceSwitch;
  front.interfere(how);
  return async () => front.interfere({ kind: "none" });
}

async function lockTable(url: string, table: string): Promise<Lift> {
  const client = new Client({ connectionString: url, application_name: "maintenance" });
  await client.connect();
  await client.query("BEGIN");
  await client.query(`LOCK TABLE ${client.escapeIdentifier(table)} IN ACCESS EXCLUSIVE MODE`);
  return async () => {
    await client.query("ROLLBACK");
    await client.end();
  };
}

async function expireCertificate(world: Breakable, target: string): Promise<Lift> {
  // Within the marketplace nobody speaks TLS: only the outside world has certificates.
  if (target !== "carrier") throw new NotInThisWorld(`A certificate of "${target}"`, ["carrier"]);
  const front = world.switches.get(target) as ServiceSwitch;
  front.present(world.certificates.expired);
  return async () => front.present(world.certificates.valid);
}

async function breakDns(world: Breakable, target: string): Promise<Lift> {
  const { surroundings } = world;
  if (surroundings.machines.includes(target)) {
    const names = ["database", ...world.services.keys()];
    for (const name of names) await surroundings.resolve(name, false, target);
    await hangUpSoon(world, names);
    return async () => {
      for (const name of names) await surroundings.resolve(name, true, target);
    };
  }
  if (target !== "database" && !world.services.has(target)) throw unknownTarget(world, target);
  await surroundings.resolve(target, false);
  await hangUpSoon(world, [target]);
  return () => surroundings.resolve(target, true);
}

/**
 * A name matters when somebody connects. Connections end all the time where there are many machines; here they would be
 * kept for as long as there is traffic. So they are ended once, when every process has had the time to see the new names.
 */
async function hangUpSoon(world: Breakable, targets: string[]): Promise<void> {
  await sleep(2 * LOOK_AGAIN_MS);
  for (const target of targets) {
    if (target === "database") world.database.hangUp();
    else world.switches.get(target)?.hangUp();
  }
}

async function skewClock(world: Breakable, target: string, milliseconds: number): Promise<Lift> {
  if (target === "carrier") throw unknownTarget(world, target);
  await world.surroundings.skew(target, milliseconds);
  return () => world.surroundings.skew(target, 0);
}

async function leak(world: Breakable, target: string, megabytes: number): Promise<Lift> {
  if (target === "carrier") throw unknownTarget(world, target);
  await world.surroundings.leak(target, megabytes * 1e6);
  return () => world.surroundings.leak(target, 0);
}

async function overrideFlag(world: Breakable, name: string, value: unknown): Promise<Lift> {
  if (!name) throw new NotInThisWorld("A flag without a name", ["the flags of config/flags.yml"]);
  await world.surroundings.setFlag(name, value);
  return () => world.surroundings.setFlag(name, undefined);
}

async function badNode(world: Breakable, target: string, slow: number | undefined): Promise<Lift> {
  // The storefront has no database, and the carrier is not ours to scale.
  if (target === "carrier" || target === "storefront") throw unknownTarget(world, target);
  const service = world.services.get(target) as Supervised;
  const through = (port: number): NodeJS.ProcessEnv => {
    const revision = service.revision() ?? "";
    const environment = world.processEnvironment(
      target,
      revision,
      `${target}-on-${NEW_MACHINE}`,
      NEW_MACHINE,
    );
    const url = new URL(environment.DATABASE_URL as string);
    url.port = String(port);
    return { ...environment, DATABASE_URL: url.href };
  };
  return joinBadNode({
    service,
    front: world.switches.get(target) as ServiceSwitch,
    databasePort: Number(new URL(world.databaseUrl).port),
    environment: through,
    slow,
  });
}

function unknownTarget(world: Breakable, target: string): NotInThisWorld {
  const targets = [...world.services.keys(), "database", ...world.surroundings.machines];
  return new NotInThisWorld(`The target "${target}"`, targets);
}
