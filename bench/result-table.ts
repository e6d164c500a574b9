import Table from "cli-table3";
import pc from "picocolors";
import type { Row } from "./benchmark.ts";

/** What was measured beside what is wanted of it. */
export function resultTable(rows: readonly Row[]): string {
  const table = new Table({
    head: ["", "measured", "wanted", ""].map((title) => pc.dim(title)),
    colAligns: ["left", "right", "left", "left"],
    style: { head: [], border: ["gray"] },
  });
  for (const { what, measured, wanted, met } of rows) {
    const judged = met === undefined ? "" : met ? pc.green("met") : pc.red("missed");
    table.push([what, met === false ? pc.red(measured) : measured, wanted ?? "", judged]);
  }
  return table.toString();
}
