import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diagnoseBundle } from "../../src/replay/diagnose-bundle.ts";
import { readBundle } from "../../src/replay/read-bundle.ts";
import { type BundlePlan, type Dialect, makeBundle } from "./make-bundle.ts";

/**
 * `node test/replay/score-bundles.ts [N]`: N bundles of each fault with a known answer, from every dialect in turn, and
 * how often `diagnose` gives it. A quick look while working on it; the diagnosis benchmark is another.
 */
const COUNT = Number(process.argv[2] ?? 6);
const DIALECTS: readonly Dialect[] = ["node", "java", "python", "go", "dotnet", "bare"];
const score = { bundles: 0, top1: 0, decoysBlamed: 0, sure: 0, surelyWrong: 0, seconds: 0 };
for (const fault of ["errors", "slow", "outside"] as const) {
  for (let seed = 1; seed <= COUNT; seed++) {
    const folder = mkdtempSync(join(tmpdir(), "sre-space-score-"));
    const dialect = DIALECTS[seed % DIALECTS.length] as Dialect;
    const plan: BundlePlan = {
      dialect,
      fault,
      seed,
      rate: 5,
      revisions: seed % 2 === 0,
      window: seed % 3 > 0,
    };
    const truth = makeBundle(folder, plan);
    const began = performance.now();
    const { diagnosis } = await diagnoseBundle(await readBundle(folder));
    rmSync(folder, { recursive: true });
    const right = diagnosis.suspect === truth.culprit;
    const sure = diagnosis.decision !== "unknown";
    score.bundles++;
    score.top1 += Number(right);
    score.decoysBlamed += Number(truth.decoys.includes(diagnosis.suspect ?? ""));
    score.sure += Number(sure);
    score.surelyWrong += Number(sure && !right);
    score.seconds += (performance.now() - began) / 1000;
    console.log(
      `${right ? "right" : "WRONG"} ${JSON.stringify(plan)} ${diagnosis.decision} ${diagnosis.confidence.toFixed(2)}`,
    );
  }
}
console.log(JSON.stringify({ ...score, seconds: Number((score.seconds / score.bundles).toFixed(1)) }));
