/** `npm run bench [-- NAME…]`: a table for people, `bench/results.json` for programs. */
import { Command, InvalidArgumentError } from "commander";
import ora from "ora";
import pc from "picocolors";
import type { Benchmark, Measured } from "./benchmark.ts";
import { JUDGING } from "./diagnosis/judging.ts";
import { keepResult } from "./keep-result.ts";
import { resultTable } from "./result-table.ts";

/** By name, each loaded only when it is asked for. */
const BENCHMARKS: Record<string, () => Promise<Benchmark>> = {
  action: async () => (await import("./action.ts")).action,
  ingest: async () => (await import("./ingest.ts")).ingest,
  chaos: async () => (await import("./chaos.ts")).chaos,
  bus: async () => (await import("./bus.ts")).bus,
  alerts: async () => (await import("./alerts.ts")).alerts,
  detection: async () => (await import("./detection.ts")).detection,
  diagnosis: async () => (await import("./diagnosis.ts")).diagnosis,
  fuzz: async () => (await import("./fuzz.ts")).fuzz,
  guardrail: async () => (await import("./guardrail.ts")).guardrail,
  monitor: async () => (await import("./monitor.ts")).monitor,
  loop: async () => (await import("./loop.ts")).loop,
  soak: async () => (await import("./soak.ts")).soak,
  memory: async () => (await import("./memory.ts")).memory,
  workers: async () => (await import("./workers.ts")).workers,
  week: async () => (await import("./week.ts")).week,
  controls: async () => (await import("./controls.ts")).controls,
};

const names = Object.keys(BENCHMARKS);

const program = new Command("npm run bench --")
  .description("Measures the service. Without a name, everything.")
  .argument("[name...]", `one or several of: ${names.join(", ")}`)
  .option("--seconds <number>", "a short run while developing; nothing of it is kept", (text) => {
    const seconds = Number(text);
    if (!(seconds > 0)) throw new InvalidArgumentError("It must be a number of seconds, as in --seconds 10.");
    return seconds;
  })
  .option("--build <folder>", "diagnosis: write its bundles there, and judge nothing")
  .option(
    "--unseen",
    "diagnosis: look at the unseen part too, which is written down in bench/diagnosis/LOOKS.md",
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();

const unknown = program.args.filter((name) => !names.includes(name));
if (unknown.length > 0)
  program.error(`There is no benchmark ${unknown.join(", ")}: use ${names.join(", ")}.`);

const { seconds, build, unseen } = program.opts<{ seconds?: number; build?: string; unseen?: true }>();
if (unseen && JUDGING.length === 0)
  program.error(
    "No set judges now: all were opened for training (bench/diagnosis/LOOKS.md). Have another written by somebody who has not read the engine, name it in bench/diagnosis/judging.ts, and look then.",
  );
let allMet = true;
for (const name of program.args.length > 0 ? program.args : names) {
  const { rows, section, notes = [], keep = true } = await measure(name);
  console.log(`\n${pc.bold(name)}\n${resultTable(rows)}`);
  for (const note of notes) console.log(pc.dim(note));
  allMet &&= rows.every((row) => row.met !== false);
  if (!keep) continue;
  if (seconds === undefined) console.log(pc.dim(`Kept in ${keepResult(name, section)}.`));
  else console.log(pc.dim(`A run of --seconds ${seconds} is for developing: nothing was kept.`));
}
process.exit(allMet ? 0 : 1);

async function measure(name: string): Promise<Measured> {
  const began = performance.now();
  const elapsed = () => pc.dim(`${((performance.now() - began) / 1000).toFixed(0)} s`);
  const spinner = ora({ text: name, discardStdin: false }).start();
  let now = "starting";
  let said = "";
  const show = () => {
    spinner.text = `${pc.bold(name)} ${now} ${elapsed()}`;
  };
  const clock = setInterval(show, 1000);
  try {
    const run = await BENCHMARKS[name]?.();
    if (run === undefined) throw new Error(`There is no benchmark ${name}.`);
    const result = await run({
      seconds,
      build,
      unseen: unseen ?? program.args.length === 0,
      progress(text, done) {
        now = done === undefined ? text : `${pc.cyan(`${Math.floor(done * 100)}%`)} ${text}`;
        show();
        // Where there is no terminal to redraw, a line for each thing that is done and each tenth of it.
        const line = done === undefined ? text : `${text}, ${Math.floor(done * 10) * 10}%`;
        if (!process.stderr.isTTY && line !== said) console.error(`${name}: ${line} ${elapsed()}`);
        said = line;
      },
    });
    spinner.succeed(`${pc.bold(name)} ${elapsed()}`);
    return result;
  } catch (error) {
    spinner.fail(`${pc.bold(name)} ${elapsed()}`);
    throw error;
  } finally {
    clearInterval(clock);
  }
}
