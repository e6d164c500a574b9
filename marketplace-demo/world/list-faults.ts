import Table from "cli-table3";
import type { Fault } from "./fault-catalogue.ts";

/** What `--list` prints. */
export function listFaults(catalogue: Map<string, Fault>): string {
  const table = new Table({
    head: ["fault", "kind", "intake", "what happens"],
    style: { head: [], border: [] },
  });
  for (const fault of catalogue.values()) table.push([fault.id, fault.kind, fault.intake, fault.title]);
  return `${table.toString()}\n`;
}
