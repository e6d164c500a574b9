import { drawCase, KINDS, METHODS, placeOf } from "./measure.ts";

/** `node test/observe/localise/table.ts [seeds] [first seed] [--misses]`: how often each method is right. */
const [seeds = 30, first = 1] = process.argv
  .slice(2)
  .filter((a) => !a.startsWith("-"))
  .map(Number);
const misses = process.argv.includes("--misses");
const only = process.argv.find((a) => a.startsWith("--kind="))?.slice(7);
const rows: Record<string, string | number>[] = [];
const total: Record<string, [number, number, number]> = {};
let took = 0;
for (const kind of KINDS) {
  if (only && kind !== only) continue;
  const row: Record<string, string | number> = { kind, cases: 0 };
  const hits: Record<string, [number, number, number]> = {};
  let operations: [number, number] = [0, 0];
  for (let seed = first; seed < first + seeds; seed++) {
    const one = drawCase(seed, kind);
    if (!one) continue;
    for (const [name, method] of Object.entries(METHODS)) {
      const began = performance.now();
      const ranking = method(one);
      if (name === "localise") took += performance.now() - began;
      const at = placeOf(one, ranking);
      hits[name] ??= [0, 0, 0];
      total[name] ??= [0, 0, 0];
      for (const sum of [hits[name], total[name]]) {
        sum[0]++;
        if (at === 0) sum[1]++;
        if (at !== null && at < 3) sum[2]++;
      }
      if (name !== "localise") continue;
      if (at === 0 && one.operation) {
        operations = [operations[0] + 1, operations[1] + (ranking[0]?.operation === one.operation ? 1 : 0)];
      }
      if (misses && at !== 0) {
        console.log(one.label);
        for (const p of ranking.slice(0, 4)) console.log("   ", JSON.stringify(p));
      }
    }
  }
  row.cases = hits.localise?.[0] ?? 0;
  for (const [name, [n, top1, top3]] of Object.entries(hits)) {
    row[name] = `${((100 * top1) / n).toFixed(0)} / ${((100 * top3) / n).toFixed(0)}`;
  }
  row.operation = operations[0] ? `${((100 * operations[1]) / operations[0]).toFixed(0)}` : "";
  rows.push(row);
}
console.table(rows);
for (const [name, [n, top1, top3]] of Object.entries(total)) {
  console.log(name.padEnd(12), `top-1 ${(top1 / n).toFixed(3)} top-3 ${(top3 / n).toFixed(3)}`);
}
console.log(`${(took / (total.localise?.[0] ?? 1)).toFixed(1)} ms a case`);
