import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildBundle } from "../incidents/build/build-bundle.ts";
import { AS_WRITTEN } from "../incidents/build/conditions.ts";
import type { Incident, System } from "../incidents/definition.ts";
import type { Definitions } from "../incidents/read-definitions.ts";

const INCIDENT = "clinic-bad-record";
const NOISE = 45;
const RUNS = 5;
const CLI = fileURLToPath(new URL("../../bin/sre-space.js", import.meta.url));
/** As the first line of bin/sre-space.js has it: kept code is of these flags. */
const FLAGS = ["--max-semi-space-size=16"];
const COMPILE = fileURLToPath(new URL("../../bin/compile.js", import.meta.url));
const SOURCES = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
/** The peak of a process's memory is known to itself alone: in kilobytes on its last line of stderr. */
const TELL_MEMORY =
  'data:text/javascript,process.on("exit",()=>console.error("\\n"+process.resourceUsage().maxRSS))';

export interface FiftyCommits {
  commits: number;
  /**
   * Of wall time, start of the process to its end: the first time after `npm ci`, which compiles, and the median of those
   * after it; then the first time of the sources themselves, where nothing is compiled.
   */
  first_seconds: number;
  seconds: number;
  from_sources_seconds: number;
  /** Most memory that any of them had. */
  rss_mb: number;
}

/**
 * `sre-space diagnose` as a person starts it, on six megabytes of telemetry and fifty commits.
 * @throws Error where it fails, with what it says
 */
export function fiftyCommits({ incidents, systems }: Definitions): FiftyCommits {
  const scratch = mkdtempSync(join(tmpdir(), "sre-space-fifty-"));
  try {
    const bundle = join(scratch, "bundle");
    const incident = incidents.get(INCIDENT) as Incident;
    const system = systems.get(incident.system) as System;
    buildBundle(bundle, system, incident, { ...AS_WRITTEN, noise: NOISE }, INCIDENT);
    const commits = JSON.parse(readFileSync(join(bundle, "commits.json"), "utf8")).length;
    const { status } = spawnSync(process.execPath, [COMPILE], { stdio: ["ignore", "ignore", "inherit"] });
    if (status !== 0) throw new Error("bin/compile.js failed.");
    const [first, ...runs] = Array.from({ length: 1 + RUNS }, () => diagnoseOnce(CLI, bundle, scratch));
    runs.sort((a, b) => a.seconds - b.seconds);
    return {
      commits,
      first_seconds: first?.seconds ?? Number.NaN,
      from_sources_seconds: diagnoseOnce(SOURCES, bundle, scratch).seconds,
      seconds: runs[Math.floor(RUNS / 2)]?.seconds ?? Number.NaN,
      rss_mb: Math.max(...runs.map(({ megabytes }) => megabytes)),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function diagnoseOnce(cli: string, bundle: string, scratch: string): { seconds: number; megabytes: number } {
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  const began = performance.now();
  const run = spawnSync(
    process.execPath,
    [...FLAGS, "--import", TELL_MEMORY, cli, "diagnose", bundle, "--json"],
    {
      // A temporary folder of its own is one without compiled modules.
      env: { ...env, TMPDIR: scratch },
      encoding: "utf8",
    },
  );
  const seconds = (performance.now() - began) / 1000;
  const kilobytes = Number(run.stderr.trim().split("\n").at(-1));
  if (run.status !== 0 || !(kilobytes > 0)) throw new Error(`diagnose failed: ${run.stderr}`);
  return { seconds, megabytes: kilobytes / 1024 };
}
