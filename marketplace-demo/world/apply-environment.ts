import { Client } from "pg";
import { ENVIRONMENT_ACTIONS } from "./environment-actions.ts";
import type { EnvironmentAction } from "./fault-catalogue.ts";
import { NotInThisWorld } from "./not-in-this-world.ts";
import type { Random } from "./seeded-random.ts";
import type { ServiceSwitch } from "./service-switch.ts";
import type { Traffic } from "./start-traffic.ts";
import type { Supervised } from "./supervise-service.ts";
import type { TcpSwitch } from "./tcp-switch.ts";

/** What may be broken from outside. */
export type Breakable = {
  switches: Map<string, ServiceSwitch>;
  services: Map<string, Supervised>;
  database: TcpSwitch;
  /** Past the switch, for locks. */
  databaseUrl: string;
  traffic: Traffic;
};

type Lift = () => Promise<void>;

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
      return stop(world, target);
    case "slow":
      return slow(world, target, action.ms ?? 1_000);
    case "errors":
      return errors(world, target, action.ratio ?? 0.5, random);
    case "flood":
      world.traffic.scale(action.factor ?? 10);
      return async () => world.traffic.scale(1);
    case "lock-table":
      return lockTable(world.databaseUrl, action.table ?? "quotes");
    default:
      throw new NotInThisWorld(`The action "${action.action}"`, [...ENVIRONMENT_ACTIONS]);
  }
}

async function stop(world: Breakable, target: string): Promise<Lift> {
  if (target === "database") {
    await world.database.refuse();
    return () => world.database.restore();
  }
  const service = world.services.get(target);
  if (!service) throw unknownTarget(world, target, ["database"]);
  await service.suspend();
  return () => service.resume();
}

async function slow(world: Breakable, target: string, milliseconds: number): Promise<Lift> {
  if (target === "database") {
    world.database.slow(milliseconds);
    return async () => world.database.slow(0);
  }
  const front = world.switches.get(target);
  if (!front) throw unknownTarget(world, target, ["database"]);
  front.interfere({ kind: "slow", milliseconds });
  return async () => front.interfere({ kind: "none" });
}

async function errors(world: Breakable, target: string, ratio: number, random: Random): Promise<Lift> {
  const front = world.switches.get(target);
  if (!front) throw unknownTarget(world, target, []);
  front.interfere({ kind: "errors", ratio, random });
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

function unknownTarget(world: Breakable, target: string, others: string[]): NotInThisWorld {
  return new NotInThisWorld(`The target "${target}"`, [...world.services.keys(), ...others]);
}
