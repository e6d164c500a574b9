/**
 * `npx node bench/diagnosis/again.ts DIR [--wrong] [PART OF A NAME…]`: asks Brain about every case that `keep.ts` has kept,
 * without Scout. A line for each case that is asked for by name, or that went wrong, and the figures of each part.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Case, CaseResult } from "./case.ts";
import { judgeCase } from "./judge-case.ts";
import { summarise } from "./summarise.ts";

const [dir, ...rest] = process.argv.slice(2);
if (!dir) {
  console.error("Name the folder that keep.ts wrote: npx node bench/diagnosis/again.ts DIR [PART/NAME…]");
  process.exit(2);
}
const wanted = rest.filter((word) => !word.startsWith("--"));
const kept = join(dir, "kept");
const results = new Map<string, CaseResult[]>();
for (const part of readdirSync(kept).sort()) {
  for (const name of readdirSync(join(kept, part)).sort()) {
    if (wanted.length > 0 && !wanted.some((one) => `${part}/${name}`.includes(one))) continue;
    const bundle = join(kept, part, name);
    const truth = JSON.parse(readFileSync(join(bundle, "truth.json"), "utf8"));
    const result = await judgeCase({
      name,
      part: part.replaceAll("-", " ") as Case["part"],
      from: { bundle, truth },
    });
    results.set(part, [...(results.get(part) ?? []), result]);
    if (!result.right || (wanted.length > 0 && !rest.includes("--wrong")))
      console.log(`${result.right ? "right" : "WRONG"} ${part}/${name} [${result.group}] ${result.told}`);
  }
}
for (const [part, some] of results) {
  const decidable = some.filter(({ group }) => group !== "undecidable");
  const sum = summarise(decidable);
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  console.log(
    `${part}: ${sum.cases} cases, right ${percent(sum.top1)}, top 3 ${percent(sum.top3)}, guilty right ${percent(sum.guilty_right)}, ` +
      `guiltless ${percent(sum.guiltless_recognised)}, wrong at the bar ${sum.confidently_wrong} of ${sum.confident} ` +
      `(merges ${sum.wrong_merges} of ${sum.merges}), guilty at the bar ${percent(sum.coverage)}, Brier ${sum.brier.toFixed(3)}, ` +
      `service ${percent(sum.service_right)}, undecidable decided ${some.filter(({ group, decision }) => group === "undecidable" && decision !== "unknown").length} of ${some.length - decidable.length}`,
  );
}
