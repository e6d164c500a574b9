import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { BadFault, type Fault, readFaults } from "./fault-catalogue.ts";

export type Options = {
  /** What is to be run, one world each; empty with `healthy` or without `once`. */
  faults: Fault[];
  /** Everything that may be injected from the controls page. */
  catalogue: Map<string, Fault>;
  healthySeconds: number | undefined;
  list: boolean;
  once: boolean;
  jsonFile: string | undefined;
  seed: number;
  /** Undefined where none was asked for. */
  port: number | undefined;
  /** Undefined: each fault's own. */
  intake: "otlp" | "alerts" | "both" | undefined;
  /** Milliseconds added to every answer of the local GitHub; above 0 it also throttles as github.com does. */
  githubLatency: number;
  jobs: number;
};

/** The command line is wrong; the message says what to type instead. Exit code 2. */
export class WrongUse extends Error {}

const BY_DEFAULT = ["quotes-500", "quotes-slow", "quotes-leak"];

/**
 * Reads the command line of `npm run demo`. Throws {@link WrongUse}; with `--help` commander prints and throws its own
 * CommanderError with exit code 0.
 *
 * @param args without node and the script.
 * @param defaultFaults the directory that is the catalogue where `--faults` names no other.
 */
export function readOptions(args: string[], defaultFaults: string): Options {
  const command = new Command("npm run demo --")
    .description("A marketplace on this machine, faults to break it with, and SRE-Space to repair it.")
    .option(
      "--fault <id>",
      "run this fault (may be repeated)",
      (id: string, ids: string[]) => [...ids, id],
      [],
    )
    .option("--all", "run every fault of the catalogue")
    .option(
      "--healthy <seconds>",
      "no fault: a healthy world with innocent deploys; an issue is a failure",
      positive,
    )
    .option("--faults <dir>", "take the faults from this directory", defaultFaults)
    .option("--list", "print the faults and leave")
    .option("--once", "run, print the table, leave; exit 0 only where every outcome is the expected one")
    .option("--json <file>", "write the outcomes to this file")
    .option("--seed <n>", "permutes traffic, data and the order of innocent commits", whole, 1)
    .option("--port <n>", "the one port of the marketplace and the monitor (8001)", port)
    .addOption(
      new Option("--intake <how>", "what the service gets to hear, whatever the fault says").choices([
        "otlp",
        "alerts",
        "both",
      ]),
    )
    .option(
      "--github-latency <ms>",
      "slow the local GitHub down and let it throttle as github.com does",
      whole,
      0,
    )
    .option("--jobs <n>", "how many worlds side by side, with --once", positive, 1)
    .allowExcessArguments()
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  let problem: string | undefined;
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    const failure = error as { exitCode?: number; message: string };
    if (failure.exitCode === 0) throw error;
    problem = failure.message.replace(/^error: /, "");
  }
  if (problem !== undefined) throw new WrongUse(`${problem}\nSee npm run demo -- --help`);
  if (command.args.length > 0) {
    throw new WrongUse(
      `"${command.args.join(" ")}" is no option. To run a fault, say --fault ${command.args[0]}`,
    );
  }
  const given = command.opts<{
    fault: string[];
    all?: boolean;
    healthy?: number;
    faults: string;
    list?: boolean;
    once?: boolean;
    json?: string;
    seed: number;
    port?: number;
    intake?: "otlp" | "alerts" | "both";
    githubLatency: number;
    jobs: number;
  }>();

  const catalogue = catalogueOf(resolve(given.faults), given.faults);
  const chosen = given.all ? [...catalogue.keys()] : given.fault;
  if (given.healthy !== undefined && chosen.length > 0) {
    throw new WrongUse("--healthy watches a world in which nothing is broken; leave out --fault and --all.");
  }
  const ids = chosen.length > 0 || !given.once || given.healthy !== undefined ? chosen : BY_DEFAULT;
  const faults = ids.map((id) => {
    const fault = catalogue.get(id);
    if (!fault) {
      throw new WrongUse(
        `There is no fault "${id}" in ${given.faults}. There are: ${[...catalogue.keys()].join(", ")}`,
      );
    }
    return fault;
  });
  return {
    faults,
    catalogue,
    healthySeconds: given.healthy,
    list: given.list ?? false,
    once: given.once ?? false,
    jsonFile: given.json === undefined ? undefined : resolve(given.json),
    seed: given.seed,
    port: given.port,
    intake: given.intake,
    githubLatency: given.githubLatency,
    jobs: given.jobs,
  };
}

function catalogueOf(directory: string, asGiven: string): Map<string, Fault> {
  if (!existsSync(directory)) throw new WrongUse(`--faults ${asGiven}: there is no such directory.`);
  try {
    return readFaults(directory);
  } catch (error) {
    if (error instanceof BadFault) throw new WrongUse(error.message);
    throw error;
  }
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("It must be a whole number.");
  return value;
}

function positive(text: string): number {
  const value = whole(text);
  if (value === 0) throw new InvalidArgumentError("It must be at least 1.");
  return value;
}

function port(text: string): number {
  const value = whole(text);
  if (value > 65_535) throw new InvalidArgumentError("It must be a port, 0 to 65535.");
  return value;
}
