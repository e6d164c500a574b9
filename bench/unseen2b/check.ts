import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { buildCases } from "./build.ts";
import { checkCase } from "./check-case.ts";
import { everyday } from "./everyday.ts";
import { scenarios } from "./scenarios.ts";

const folder = await mkdtemp(join(tmpdir(), "unseen2b-"));
let bad = 0;
try {
  for (const { bundle, truth } of await buildCases(folder, process.argv[2] ?? "")) {
    const name = basename(bundle);
    const scenario = scenarios.find(({ id }) => name.replace(/-\d$/, "") === id)!;
    // Variant 0 keeps every word, so that the first files are known.
    const base = name.endsWith("-0")
      ? { ...everyday.furniture(scenario.world), ...scenario.world.files, ...scenario.files }
      : undefined;
    const { problems, shift } = await checkCase(bundle, truth, base);
    const pair = ([before, after]: [number, number], digits: number) =>
      `${before.toFixed(digits)} -> ${after.toFixed(digits)}`;
    console.log(
      `${name.padEnd(28)} ${truth.service.padEnd(12)} spans ${pair(shift.spans, 0)}, failed ${pair(shift.failed, 3)}, p95 ${pair(shift.p95, 0)} ms`,
    );
    for (const problem of problems) console.log(`  ! ${problem}`);
    bad += problems.length;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(bad ? `${bad} problems` : "no problems");
process.exitCode = bad ? 1 : 0;
