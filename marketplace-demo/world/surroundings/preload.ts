// Given to every process of the marketplace by `node --import`: it plays the name server, the clock and the monitoring agent of the
// machine that the process runs on. What they say stands in a file of that machine, which the world writes. The marketplace knows
// nothing of it, and sees exactly what Node shows of a name that does not resolve or a clock that is wrong.
import dns from "node:dns";
import { readFileSync, statSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { LOOK_AGAIN_MS, type Machine, MOST_LEAKED } from "./machine.ts";

const file = process.env.SURROUNDINGS_FILE as string;
const service = process.env.OTEL_SERVICE_NAME ?? "";

let machine: Machine = { names: {}, skews: {}, leaks: {} };
let stamp = -1;

function look(): void {
  try {
    const { mtimeMs } = statSync(file);
    if (mtimeMs === stamp) return;
    machine = JSON.parse(readFileSync(file, "utf8")) as Machine;
    stamp = mtimeMs;
  } catch {
    // It is being written; the next look finds it.
  }
}
look();
setInterval(look, LOOK_AGAIN_MS).unref();

// Agents are loaded into the process and their memory is the process's own: one that never empties its buffers is an
// incident that no commit of the team's explains.
const kept: number[][] = [];
let held = 0;
setInterval(() => {
  const bytes = ((machine.leaks[service] ?? 0) * LOOK_AGAIN_MS) / 1_000;
  if (bytes === 0) {
    kept.length = 0;
    held = 0;
  } else if (held < MOST_LEAKED) {
    kept.push(new Array<number>(Math.ceil(bytes / 8)).fill(Math.random()));
    held += bytes;
  }
}, LOOK_AGAIN_MS).unref();

const systemLookup = dns.lookup as (...args: unknown[]) => void;

function lookup(host: string, ...rest: unknown[]): void {
  const address = machine.names[host];
  if (address === undefined) {
    systemLookup(host, ...rest);
    return;
  }
  const callback = rest.at(-1) as (error: Error | null, address?: unknown, family?: number) => void;
  const options = rest.length > 1 ? rest[0] : undefined;
  if (address === null) {
    const code = "ENOTFOUND";
    const error = Object.assign(new Error(`getaddrinfo ${code} ${host}`), {
      errno: -3008,
      code,
      syscall: "getaddrinfo",
      hostname: host,
    });
    process.nextTick(callback, error);
  } else if ((options as { all?: boolean } | undefined)?.all) {
    process.nextTick(callback, null, [{ address, family: 4 }]);
  } else process.nextTick(callback, null, address, 4);
}
Object.assign(dns, { lookup });
syncBuiltinESMExports();

const TrueDate = Date;
const now = () => TrueDate.now() + (machine.skews[service] ?? 0);

class MachineDate extends TrueDate {
  constructor(...given: unknown[]) {
    // @ts-expect-error A Date takes nothing, a number, a text, another Date or its parts; it sorts them out itself.
    super(...(given.length === 0 ? [now()] : given));
  }
  static override now(): number {
    return now();
  }
}
globalThis.Date = MachineDate as DateConstructor;
