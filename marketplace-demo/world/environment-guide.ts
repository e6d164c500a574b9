import type { ENVIRONMENT_ACTIONS } from "./environment-actions.ts";

type Action = (typeof ENVIRONMENT_ACTIONS)[number];

export type Guide = {
  /** What is done, in a sentence. */
  does: string;
  /** What it may be done to, what is usual first; empty where it has no target. */
  targets: readonly string[];
  /** What else may be said of it, with what is meant where nothing is. */
  fields: readonly {
    name: "ms" | "ratio" | "factor" | "megabytes" | "table" | "name" | "value";
    label: string;
    usual: string;
    choices?: readonly string[];
  }[];
};

const SERVICES = ["quotes", "policies", "claims", "payments", "storefront"];
const MACHINES = ["node-1", "node-2", "node-3"];
const EVERYTHING = [...SERVICES, "carrier", ...MACHINES];

/** How a person is told of the environment actions, on the page of controls and by `npm run break`. */
export const ENVIRONMENT_GUIDE: Record<Action, Guide> = {
  stop: {
    does: "Ends the process, or all of a machine, and refuses connections.",
    targets: ["carrier", "database", ...SERVICES, ...MACHINES],
    fields: [],
  },
  slow: {
    does: "Holds each request, or each message to the database, back.",
    targets: ["carrier", "database", ...SERVICES, ...MACHINES],
    fields: [{ name: "ms", label: "milliseconds", usual: "1500" }],
  },
  errors: {
    does: "Answers 503 on the way.",
    targets: EVERYTHING,
    fields: [{ name: "ratio", label: "share of requests", usual: "0.5" }],
  },
  flood: {
    does: "Multiplies the customers.",
    targets: [],
    fields: [{ name: "factor", label: "times as many", usual: "10" }],
  },
  "fill-disk": {
    does: "Whatever writes a row fails: no space left on device.",
    targets: ["database"],
    fields: [],
  },
  "lock-table": {
    does: "Somebody's maintenance holds an exclusive lock.",
    targets: [],
    fields: [
      {
        name: "table",
        label: "table",
        usual: "quotes",
        choices: ["quotes", "policies", "claims", "charges", "rating_factors"],
      },
    ],
  },
  "poison-record": {
    does: "Bad data: a rate that is not a number, or jobs that name no claim.",
    targets: ["quotes", "claims"],
    fields: [],
  },
  "expire-certificate": {
    does: "The carrier presents a certificate that ended an hour ago.",
    targets: ["carrier"],
    fields: [],
  },
  "break-dns": {
    does: "The name no longer resolves, everywhere or on one machine.",
    targets: ["carrier", "database", ...SERVICES, ...MACHINES],
    fields: [],
  },
  "skew-clock": {
    does: "The clock of a service, or a machine, is ahead.",
    targets: ["policies", "quotes", "claims", "payments", "storefront", ...MACHINES],
    fields: [{ name: "ms", label: "milliseconds", usual: "900000" }],
  },
  flag: {
    does: "Operations override a feature flag, outside of the repository.",
    targets: [],
    fields: [
      {
        name: "name",
        label: "flag",
        usual: "live_prices",
        choices: ["live_prices", "instant_claims", "monthly_plans"],
      },
      { name: "value", label: "value", usual: "false", choices: ["false", "true"] },
    ],
  },
  "one-bad-node": {
    does: "One more instance joins, and its way to the database is gone.",
    targets: ["quotes", "policies", "claims", "payments"],
    fields: [],
  },
  leak: {
    does: "The monitoring agent of the machines keeps what it sees, in the memory of the process.",
    targets: [...SERVICES, ...MACHINES],
    fields: [{ name: "megabytes", label: "MB a second", usual: "40" }],
  },
};
