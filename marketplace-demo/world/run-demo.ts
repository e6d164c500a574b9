import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import pc from "picocolors";
import { baselineOfPerson } from "./baseline-of-person.ts";
import { controlsOf } from "./controls-of-world.ts";
import { createControls } from "./create-controls.ts";
import { ENVIRONMENT_ACTIONS } from "./environment-actions.ts";
import { type Fault, readFaults } from "./fault-catalogue.ts";
import { NotInThisWorld } from "./not-in-this-world.ts";
import type { Outcome } from "./outcome.ts";
import { type Ground, prepareGround } from "./prepare-ground.ts";
import { printBanner } from "./print-banner.ts";
import type { Options } from "./read-options.ts";
import { reportTable } from "./report-table.ts";
import { runFault } from "./run-fault.ts";
import { type HealthyOutcome, runHealthy } from "./run-healthy.ts";
import { PortTaken } from "./start-front.ts";
import { type Say, startWorld, type World, type WorldOptions } from "./start-world.ts";
import { waitForBaseline } from "./wait-for-baseline.ts";

const FRONT_PORT = 8001;
const ROOT = join(import.meta.dirname, "../..");

/** Ends the run early, with everything stopped: Ctrl-C, or a part that crashed. */
class Ended extends Error {
  readonly code: number;
  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

/** Runs what the command line asks for and returns the exit code: 0 as expected, 1 not as expected. */
export async function runDemo(options: Options): Promise<number> {
  for (const { id, environment } of options.faults) {
    const known: readonly string[] = ENVIRONMENT_ACTIONS;
    if (environment && !known.includes(environment.action)) {
      throw new NotInThisWorld(`${id}: the action "${environment.action}"`, [...known]);
    }
  }
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, "-");
  const logs = join(ROOT, ".data/demo", `${stamp}-${process.pid}`);
  const worlds = new Set<World>();
  let end: (reason: Ended) => void = () => {};
  const ended = new Promise<never>((_, reject) => {
    end = reject;
  });
  ended.catch(() => {});
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => end(new Ended("", signal === "SIGINT" && !options.once ? 0 : 130)));
  }
  const write = (text: string) => process.stderr.write(text);

  write(pc.dim(`logs: ${logs}\n`));
  const preparing = prepareGround(options.seed, logs);
  let ground: Ground | undefined;
  try {
    ground = await Promise.race([preparing, ended]);
    const house: House = { options, ground, worlds, write, crash: (message) => end(new Ended(message, 1)) };
    return await Promise.race([ended, options.once ? runOnce(house) : stayUp(house, ended)]);
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    if (error.message) {
      write(
        `${pc.red(error.message)}\nEverything else is stopped. Run npm run demo again; if it recurs, the logs are in ${logs}\n`,
      );
    }
    return error.code;
  } finally {
    await Promise.all([...worlds].map((world) => world.stop()));
    await (ground ?? (await preparing.catch(() => undefined)))?.stop();
  }
}

type House = {
  options: Options;
  ground: Ground;
  worlds: Set<World>;
  write(text: string): void;
  crash(message: string): void;
};

async function runOnce(house: House): Promise<number> {
  const { options, write } = house;
  const finished: (Outcome | HealthyOutcome)[] = [];
  if (options.healthySeconds !== undefined) finished.push(await watchHealthy(house, options.healthySeconds));
  else {
    const outcomes = await inParallel(options.faults, options.jobs, (fault, index) =>
      onceInAFreshWorld(house, fault, index),
    );
    write("\n");
    process.stdout.write(`${reportTable(outcomes)}\n`);
    finished.push(...outcomes);
  }
  if (options.jsonFile) await writeFile(options.jsonFile, `${JSON.stringify(finished, null, 2)}\n`);
  return finished.every((outcome) => outcome.correct) ? 0 : 1;
}

async function onceInAFreshWorld(house: House, fault: Fault, index: number): Promise<Outcome> {
  const say = timeline(fault.id, house.write);
  const world = await openWorld(house, `${index + 1}-${fault.id}`, fault.intake, say);
  try {
    await waitForBaseline(world, say);
    return await runFault(world, fault, say);
  } finally {
    await closeWorld(house, world);
  }
}

async function watchHealthy(house: House, seconds: number): Promise<HealthyOutcome> {
  const say = timeline("healthy", house.write);
  const world = await openWorld(house, "healthy", "otlp", say);
  try {
    await waitForBaseline(world, say);
    const outcome = await runHealthy(world, [...house.options.catalogue.values()], seconds, say);
    const found = outcome.issues.map((issue) => `#${issue.number} ${issue.title}`).join(", ");
    process.stdout.write(
      `${seconds} s healthy, ${outcome.innocent_deploys.length} innocent deploys, ${outcome.transactions} transactions (${outcome.failed} failed): ${found ? pc.red(`issues ${found}`) : pc.green("no issue")}\n`,
    );
    return outcome;
  } finally {
    await closeWorld(house, world);
  }
}

/** Without --once: one world that a person breaks; the faults that were named are done first. Ends only by `ended`. */
async function stayUp(house: House, ended: Promise<never>): Promise<number> {
  const { options, write } = house;
  const print = timeline("demo", write);
  let world: World | undefined;
  const say: Say = (text, at = Date.now()) => {
    print(text, at);
    controls.note(text, at);
  };
  const controls = createControls({
    catalogue: options.catalogue,
    own: readFaults(join(ROOT, "marketplace-demo/faults")),
    ...controlsOf(() => world, options.seed, say),
  });
  const intake = options.faults[0]?.intake ?? "both";
  world = await openWorld(house, "demo", intake, say, controls.handler);
  printBanner(world, write);
  await baselineOfPerson(world, options, say);
  if (options.healthySeconds !== undefined) {
    await runHealthy(world, [...options.catalogue.values()], options.healthySeconds, say);
  }
  for (const fault of options.faults) write(`${reportTable([await controls.run(fault)])}\n`);
  return ended;
}

async function openWorld(
  house: House,
  name: string,
  intake: World["intake"],
  say: Say,
  controls: WorldOptions["controls"] = async () => false,
): Promise<World> {
  const { options, ground } = house;
  const from = Date.now();
  const start = (port: number) =>
    startWorld(ground, {
      name,
      seed: options.seed,
      intake: options.intake ?? intake,
      port,
      githubLatency: options.githubLatency,
      withService: true,
      controls,
      say,
      onCrash: house.crash,
    });
  let world: World;
  if (options.port !== undefined && options.jobs === 1) world = await start(options.port);
  else if (options.once) {
    // Nobody was promised an address: where another demo holds the usual port, any other will do.
    world =
      options.jobs > 1
        ? await start(0)
        : await start(FRONT_PORT).catch((error) =>
            error instanceof PortTaken ? start(0) : Promise.reject(error),
          );
  } else world = await start(FRONT_PORT);
  house.worlds.add(world);
  say(
    `world up in ${((Date.now() - from) / 1_000).toFixed(1)} s: ${world.front.url}/monitor, repository ${world.github.repositoryUrl}`,
  );
  return world;
}

async function closeWorld(house: House, world: World): Promise<void> {
  await world.stop();
  house.worlds.delete(world);
}

/** Lines on stderr, each with the seconds since this run of the fault began. */
function timeline(name: string, write: (text: string) => void): Say {
  const from = Date.now();
  return (text, at = Date.now()) =>
    write(`${pc.dim(`[${name} ${((at - from) / 1_000).toFixed(1).padStart(6)} s]`)} ${text}\n`);
}

async function inParallel<T, R>(
  items: T[],
  jobs: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(jobs, items.length) }, async () => {
      while (next < items.length) {
        const index = next++;
        results[index] = await work(items[index] as T, index);
      }
    }),
  );
  return results;
}
