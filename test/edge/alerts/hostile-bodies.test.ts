import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AlertSignal } from "../../../src/contracts/signal.ts";
import type { AlertSource } from "../../../src/edge/alerts/alert-source.ts";
import { ALERT_SOURCES } from "../../../src/edge/alerts/alert-sources.ts";
import { fromDispatch } from "../../../src/edge/alerts/dispatch.ts";
import { InvalidAlert } from "../../../src/edge/alerts/invalid-alert.ts";
import { fixture } from "./fixture.ts";

const RUNS = Number(process.env.SRE_FUZZ_RUNS ?? 400);
const CONTEXT = { repositories: ["acme/market"], receivedAt: "2026-11-22T10:00:05.000Z" };

type Case = [name: string, read: (body: unknown) => AlertSignal | null, body: unknown];
const source = (
  name: keyof typeof ALERT_SOURCES,
  body: unknown,
  headers: Record<string, string> = {},
): Case => {
  const { read }: AlertSource = ALERT_SOURCES[name];
  return [
    `${name} ${Object.values(headers)[0] ?? ""}`.trim(),
    (text) => read(text, CONTEXT, (field) => headers[field]),
    body,
  ];
};
const { data, ...attributes } = fixture("cloudevents");
const CASES: Case[] = [
  source("alertmanager", fixture("alertmanager")),
  source("grafana", fixture("grafana")),
  source("sentry", fixture("sentry-event-alert"), { "sentry-hook-resource": "event_alert" }),
  source("sentry", fixture("sentry-metric-alert"), { "sentry-hook-resource": "metric_alert" }),
  source("cloudevents", fixture("cloudevents")),
  source(
    "cloudevents",
    data,
    Object.fromEntries(Object.entries(attributes as object).map(([name, value]) => [`ce-${name}`, value])),
  ),
  source("generic", fixture("generic")),
  source("pagerduty", fixture("pagerduty")),
  source("datadog", fixture("datadog")),
  ["dispatch", (body) => fromDispatch(body, CONTEXT), fixture("repository-dispatch").client_payload],
];

/** Whatever comes in: a valid signal of those repositories, nothing, or `InvalidAlert` with a way out. */
function survives(read: Case[1], body: unknown): void {
  let signal: AlertSignal | null;
  try {
    signal = read(body);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidAlert);
    expect((error as InvalidAlert).hint).not.toBe("");
    expect((error as InvalidAlert).message.length).toBeLessThan(2_000);
    return;
  }
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  if (signal === null) return;
  expect(AlertSignal.parse(signal)).toEqual(signal);
  expect(signal.repositories).toEqual(CONTEXT.repositories);
  for (const alert of signal.alerts) {
    expect(JSON.stringify(alert).length).toBeLessThan(200_000);
    expect(Object.getPrototypeOf(alert.labels)).toBe(Object.prototype);
  }
}

/** Paths to every value of a body, the root not among them. */
function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [path];
  const below = Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]));
  return path.length === 0 ? below : [path, ...below];
}

function replaced(body: unknown, path: readonly string[], by: unknown): unknown {
  const copy = structuredClone(body);
  // biome-ignore lint/suspicious/noExplicitAny: it walks a body of any shape.
  let at: any = copy;
  for (const name of path.slice(0, -1)) at = at[name];
  at[path.at(-1) as string] = by;
  return copy;
}

const deep = (depth: number) => JSON.parse(`${'{"a":['.repeat(depth)}1${"]}".repeat(depth)}`);
const hostile = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom<unknown>(
    "x".repeat(300_000),
    "\u202e\u0000\ud800".repeat(50),
    deep(5_000),
    JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}'),
    JSON.parse('{"__proto__": "polluted", "toString": "x", "hasOwnProperty": "y"}'),
    [["__proto__", "polluted"]],
    Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`label${n}`, "v".repeat(600)])),
    Number.MAX_VALUE,
    -1,
    1e21,
    null,
    true,
    "",
    "2026-02-30T00:00:00Z",
    "275760-09-13T00:00:00.001Z",
    "99999999999999",
    "javascript:alert(1)",
    `http://${"a".repeat(3000)}/`,
  ),
);

describe.each(CASES)("%s", (_name, read, body) => {
  it("takes its own body", () => {
    expect(read(body)?.alerts).toHaveLength(1);
  });

  it("takes or refuses anything", () => {
    fc.assert(
      fc.property(hostile, (value) => survives(read, value)),
      { numRuns: RUNS },
    );
  });

  it("takes or refuses its own body with anything within", () => {
    const paths = pathsOf(body);
    const change = fc.tuple(fc.constantFrom(...paths), hostile);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        let hurt = body;
        for (const [path, value] of changes) {
          try {
            hurt = replaced(hurt, path, value);
          } catch {
            // An earlier change took that place away.
          }
        }
        survives(read, hurt);
      }),
      { numRuns: RUNS },
    );
  });

  it("takes or refuses its own body with keys that reach for a prototype", () => {
    for (const path of pathsOf(body)) {
      const text = JSON.stringify(replaced(body, path, "HERE"));
      survives(read, JSON.parse(text.replace('"HERE"', '{"__proto__": {"polluted": 1}}')));
      survives(read, JSON.parse(text.replace(/^\{/, '{"__proto__": {"polluted": 1},')));
    }
  });
});
