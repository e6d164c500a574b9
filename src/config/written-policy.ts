import type { Policy, PolicyFile } from "../contracts/policy.ts";

/** Where the file holds a quantity with a unit, and the units that it is written in, the largest first. */
const UNITS: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  seconds: [
    [86_400, "d"],
    [3_600, "h"],
    [60, "m"],
    [1, "s"],
  ],
  ms: [
    [1000, "s"],
    [1, "ms"],
  ],
  bytes: [
    [2 ** 30, "GiB"],
    [2 ** 20, "MiB"],
    [2 ** 10, "KiB"],
    [1e9, "GB"],
    [1e6, "MB"],
    [1e3, "kB"],
  ],
};
const QUANTITIES: Readonly<Record<string, keyof typeof UNITS>> = {
  "deploy.timeout": "seconds",
  "guardrails.max_age": "seconds",
  "guardrails.cool_down": "seconds",
  "guardrails.approvers.valid_for": "seconds",
  "guardrails.freeze.*.duration": "seconds",
  "verify.window": "seconds",
  "services.*.slo.latency.p95": "ms",
  "services.*.slo.memory": "bytes",
};

/** A policy as it would be written in a file: `Policy.parse` makes the same of it again. */
export function writtenPolicy(policy: Policy): PolicyFile {
  return written(policy, "") as PolicyFile;
}

/** The value of one setting as people write it. `pattern` is its path, `*` for any name or index. */
export function written(value: unknown, pattern: string): unknown {
  const inside = (part: string) => (pattern === "" ? part : `${pattern}.${part}`);
  if (Array.isArray(value)) return value.map((entry) => written(entry, inside("*")));
  if (typeof value === "object" && value !== null) {
    const part = (key: string) => inside(pattern === "services" ? "*" : key);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, written(one, part(key))]));
  }
  const units = UNITS[QUANTITIES[pattern] ?? ""];
  return typeof value === "number" && units ? withUnit(value, units) : value;
}

function withUnit(value: number, units: readonly (readonly [number, string])[]): string {
  const smallest = units.at(-1) as readonly [number, string];
  const [size, unit] = units.find(([size]) => value >= size && Number.isInteger(value / size)) ?? smallest;
  return `${plainNumber(value / size)}${unit}`;
}

/** Without an exponent, which no quantity is written with. */
function plainNumber(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toFixed(12).replace(/\.?0+$/, "") : text;
}
