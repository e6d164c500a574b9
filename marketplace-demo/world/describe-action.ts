import type { EnvironmentAction } from "./fault-catalogue.ts";

/** What an environment action does, in a few words. */
export function describeAction(action: EnvironmentAction): string {
  const { target = "" } = action;
  switch (action.action) {
    case "stop":
      return `${target} is stopped`;
    case "slow":
      return `${target} is slow by ${action.ms ?? 1_000} ms`;
    case "errors":
      return `${target} answers 503 to ${Math.round((action.ratio ?? 0.5) * 100)}%`;
    case "flood":
      return `${action.factor ?? 10} times the customers`;
    case "fill-disk":
      return "the database's disk is full";
    case "lock-table":
      return `the table ${action.table ?? "quotes"} is locked`;
    case "poison-record":
      return `poisoned records of ${target}`;
    case "expire-certificate":
      return `the certificate of ${target || "carrier"} has expired`;
    case "break-dns":
      return `the name of ${target || "carrier"} does not resolve`;
    case "skew-clock":
      return `the clock of ${target} is ahead`;
    case "flag":
      return `the flag ${action.name} is ${String(action.value)}`;
    case "one-bad-node":
      return `a bad instance of ${target}`;
    case "leak":
      return `${target} keeps ${action.megabytes ?? 40} MB a second`;
    default:
      return `${action.action} ${target}`.trim();
  }
}
