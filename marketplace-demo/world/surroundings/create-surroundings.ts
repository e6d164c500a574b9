import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stringify } from "yaml";
import type { Machine } from "./machine.ts";

export type Surroundings = {
  /** The name under which a service, the database or the carrier is reached. */
  nameOf(target: string): string;
  /** The machines there are, in order. */
  machines: string[];
  /** The machine that a service runs on. */
  machineOf(service: string): string;
  /** What a process on a machine needs in its environment. */
  environment(machine: string): NodeJS.ProcessEnv;
  /** On one machine, or on all, the target's name resolves or does not. */
  resolve(target: string, resolves: boolean, machine?: string): Promise<void>;
  /** Sets the clock that a service sees so many milliseconds ahead of the true one. */
  skew(service: string, milliseconds: number): Promise<void>;
  /** Lets the machines' monitoring agent keep so many bytes a second in the service's processes; 0 gives them back. */
  leak(service: string, bytesPerSecond: number): Promise<void>;
  /** Overrides a feature flag, as operations do it; undefined lifts the override. */
  setFlag(name: string, value: unknown): Promise<void>;
};

const OUTSIDE: Record<string, string> = {
  carrier: "api.clearwater.example",
  database: "db.fernhill.internal",
};
/** Where services run; on the last one only what is scaled out. */
const MACHINES = ["node-1", "node-2", "node-3", "node-4"];
const IN_USE = 3;
const LOOPBACK = "127.0.0.1";

/**
 * The machines that the marketplace runs on, as far as their processes can tell: their name servers, their clocks and the
 * file with which operations override feature flags. All of it is ordinary files in `directory`.
 */
export async function createSurroundings(directory: string, services: string[]): Promise<Surroundings> {
  const nameOf = (target: string) => OUTSIDE[target] ?? `${target}.fernhill.internal`;
  const names = Object.fromEntries(
    [...services, ...Object.keys(OUTSIDE)].map((target) => [nameOf(target), LOOPBACK as string | null]),
  );
  const machines = new Map<string, Machine>(
    MACHINES.map((name) => [name, { names: { ...names }, skews: {}, leaks: {} }]),
  );
  const flags: Record<string, unknown> = {};
  const flagsFile = join(directory, "flags.yml");
  await mkdir(directory, { recursive: true });

  const fileOf = (machine: string) => join(directory, `${machine}.json`);
  /** Never half a file: what reads it, reads it whenever it likes. */
  async function write(file: string, text: string): Promise<void> {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  }
  const writeMachine = (name: string) => write(fileOf(name), JSON.stringify(machines.get(name)));
  await Promise.all(MACHINES.map(writeMachine));
  await write(flagsFile, "");

  return {
    nameOf,
    machines: MACHINES,
    machineOf: (service) => MACHINES[Math.max(0, services.indexOf(service)) % IN_USE] as string,
    environment: (machine) => ({
      NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, "preload.ts")).href}`,
      SURROUNDINGS_FILE: fileOf(machine),
      FLAGS_OVERRIDE: flagsFile,
    }),
    async resolve(target, resolves, machine) {
      for (const name of machine === undefined ? MACHINES : [machine]) {
        (machines.get(name) as Machine).names[nameOf(target)] = resolves ? LOOPBACK : null;
        await writeMachine(name);
      }
    },
    async skew(service, milliseconds) {
      for (const [name, machine] of machines) {
        machine.skews[service] = milliseconds;
        await writeMachine(name);
      }
    },
    async leak(service, bytesPerSecond) {
      for (const [name, machine] of machines) {
        machine.leaks[service] = bytesPerSecond;
        await writeMachine(name);
      }
    },
    async setFlag(name, value) {
      if (value === undefined) delete flags[name];
      else flags[name] = value;
      await write(flagsFile, Object.keys(flags).length > 0 ? stringify(flags) : "");
    },
  };
}
