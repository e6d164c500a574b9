import { stringify } from "yaml";
import type { System } from "../definition.ts";

/** `policy.yml`, as the company would write it. */
export function policyOf(system: System): string {
  const services = Object.fromEntries(
    Object.entries(system.services).map(([name, { paths, slo }]) => {
      const [availability, p95] = slo?.split(" ") ?? [];
      return [
        name,
        { paths, ...(availability ? { slo: { availability, ...(p95 ? { latency: { p95 } } : {}) } } : {}) },
      ];
    }),
  );
  return stringify({ version: 1, mode: "merge", services });
}
