import { describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { Policy } from "../../src/contracts/policy.ts";
import type { FilePatch } from "../../src/contracts/ports/repo-reader.ts";
import { rehearsed } from "../../src/housekeeping/rehearsed.ts";
import { rememberedBy } from "../../src/housekeeping/remembered-by.ts";
import { beforeMergingCheck } from "../../src/report/before-merging-check.ts";
import { quoting } from "../../src/report/quoting.ts";
import { HOSTILE, wholeIncident } from "../report/a-whole-incident.ts";

const NOW = "2026-12-01T00:00:00.000Z";
const PRICE = "services/quotes/price.js";
const BROKEN = "export function price(quote) {\n  return quote.tariff.base * RATE;\n}\n";
const GOOD =
  "export function price(quote) {\n  const tariff = quote.tariff ?? STANDARD;\n  return tariff.base * RATE;\n}\n";

function incident(change: Partial<Incident> = {}, before = BROKEN, after = GOOD, path = PRICE): Incident {
  const whole = wholeIncident();
  return {
    ...whole,
    plan: {
      ...(whole.plan as Extract<Incident["plan"], { kind: "planned" }>),
      files: [
        {
          path,
          mode: "100644",
          before: { blob: "b", content: before },
          after: { content: after },
          added: 2,
          removed: 1,
        },
      ],
    },
    ...change,
  };
}
const file = (patch: string, path = PRICE, status: FilePatch["status"] = "modified"): FilePatch => ({
  path,
  status,
  additions: 1,
  deletions: 1,
  patch,
});

describe("what a pull request brings to mind", () => {
  it("is the fix that it undoes, whatever else it does", () => {
    const patch =
      "@@ -1,5 +1,5 @@\n export function price(quote) {\n-  const tariff = quote.tariff ?? STANDARD;\n-  return tariff.base * RATE;\n+  log(quote);\n+    return quote.tariff.base * RATE;\n }";
    expect(rememberedBy([file(patch)], [incident()], NOW)).toEqual([
      {
        kind: "undoes-fix",
        issue: 7,
        service: "quotes",
        symptom: "errors",
        pullRequest: 8,
        path: PRICE,
        line: 3,
      },
    ]);
  });

  it("is the line that healed, where it is changed", () => {
    const patch =
      "@@ -2,3 +2,3 @@\n-  const tariff = quote.tariff ?? STANDARD;\n+  const tariff = quote.tariff ?? LATEST;\n   return tariff.base * RATE;";
    expect(rememberedBy([file(patch)], [incident()], NOW)).toMatchObject([
      { kind: "touches", what: "line", issue: 7, line: 2 },
    ]);
  });

  it("is the function that threw, by what stands above the change or by git's heading", () => {
    const below =
      "@@ -1,4 +1,4 @@\n export function price(quote) {\n   check(quote);\n-  audit(quote);\n+  audit(quote, now());";
    const heading =
      "@@ -40,2 +40,2 @@ export function price(quote) {\n   check(quote);\n-  audit(quote);\n+  audit(quote, now());";
    for (const patch of [below, heading])
      expect(rememberedBy([file(patch)], [incident()], NOW)).toMatchObject([
        { kind: "touches", what: "function", name: "price" },
      ]);
    const next = `${below}\n }\n export function other() {\n+  audit();`;
    const other = next.replace("-  audit(quote);\n+  audit(quote, now());", "   audit(quote);");
    expect(rememberedBy([file(other)], [incident()], NOW)).toEqual([]);
  });

  it("is the key of a file of settings, whatever value it gets", () => {
    const path = "config/database.yml";
    const past = incident({}, "pool:\n  max: 2\n  min: 1\n", "pool:\n  max: 20\n  min: 1\n", path);
    const patch = (key: string) =>
      file(`@@ -1,3 +1,3 @@\n pool:\n-  ${key}: 20\n+  ${key}: 30\n   other: 1`, path);
    expect(rememberedBy([patch("max")], [past], NOW)).toMatchObject([
      { kind: "touches", what: "key", name: "max", line: 2 },
    ]);
    expect(rememberedBy([patch("min")], [past], NOW)).toEqual([]);
  });

  it("is what a runbook set where no commit did it, too", () => {
    const whole = wholeIncident();
    const runbook = incident(
      { diagnosis: { ...whole.diagnosis!, decision: "none", suspect: null } },
      "pool:\n  max: 100\n",
      "pool:\n  max: 150\n",
      "config/quotes.yml",
    );
    const back = file("@@ -1,2 +1,2 @@\n pool:\n-  max: 150\n+  max: 100", "config/quotes.yml");
    expect(rememberedBy([back], [runbook], NOW)).toMatchObject([{ kind: "undoes-fix", line: 2 }]);
    // Of one that passed by itself nothing is remembered.
    const passed = {
      ...runbook,
      outcome: {},
      closed: { ...runbook.closed!, as: "recovered-unexplained" as const },
    };
    expect(rememberedBy([back], [passed], NOW)).toEqual([]);
  });

  it("is nothing where it has no part in it", () => {
    const elsewhere = file("@@ -1,1 +1,1 @@\n-a word\n+another word", "README.md");
    const brace = file("@@ -3,1 +3,1 @@ export const other = () => {\n-}\n+};");
    const undone = file("@@ -1,1 +1,1 @@\n-  const tariff = quote.tariff ?? STANDARD;\n+x");
    expect(rememberedBy([elsewhere, brace], [incident()], NOW)).toEqual([]);
    const nothing: [string, Partial<Incident>][] = [
      ["open", { closed: null }],
      ["by no commit", { diagnosis: { ...wholeIncident().diagnosis!, decision: "none" } }],
      ["of last year", { closed: { at: "2025-11-22T14:02:48.000Z", as: "healed" } }],
      ["not healed by it", { outcome: {} }],
    ];
    for (const [why, change] of nothing)
      expect(rememberedBy([undone], [incident(change)], NOW), why).toEqual([]);
  });
});

describe("the rehearsal", () => {
  const policy = Policy.parse({ version: 1, services: { quotes: { paths: ["services/quotes/**"] } } });
  const migration = file(
    "@@ -0,0 +1,1 @@\n+ALTER TABLE quotes ADD COLUMN tariff text;",
    "services/quotes/migrations/012_tariff.sql",
    "added",
  );
  const code = file("@@ -1 +1 @@\n-a\n+b");

  it("asks to split a migration from the code", () => {
    expect(rehearsed([migration, code], policy)).toEqual([
      { kind: "not-alone", migration: migration.path, code: PRICE, service: "quotes" },
    ]);
  });

  it("says nothing of either alone, nor of tests and docs beside it", () => {
    const test = file("@@ -1 +1 @@\n-a\n+b", "services/quotes/test/price.test.js");
    const readme = file("@@ -1 +1 @@\n-a\n+b", "services/quotes/README.md");
    const comment = file("@@ -0,0 +1 @@\n+-- nothing yet", migration.path, "added");
    for (const files of [
      [migration],
      [code],
      [migration, test, readme],
      [comment, code],
      [{ ...migration, status: "modified" as const }, code],
    ])
      expect(rehearsed(files, policy)).toEqual([]);
  });
});

describe("the check", () => {
  it("says what is first in its title, and lets names be names", () => {
    const check = beforeMergingCheck(
      [
        {
          kind: "undoes-fix",
          issue: 7,
          service: HOSTILE,
          symptom: "errors",
          pullRequest: 8,
          path: HOSTILE,
          line: 3,
        },
        {
          kind: "touches",
          what: "function",
          name: HOSTILE,
          issue: 5,
          service: "q",
          symptom: "latency",
          path: "a.js",
          line: 9,
        },
        { kind: "not-alone", migration: HOSTILE, code: HOSTILE, service: HOSTILE },
      ],
      quoting([]),
    );
    expect(check).toMatchObject({
      conclusion: "neutral",
      title: "Undoes what healed incident 7, and 2 more",
    });
    expect(check.annotations).toHaveLength(2);
    expect(check.summary).not.toMatch(/<!--|\u202e/);
    expect(check.annotations[0]?.message).not.toMatch(/@\w|#\d/);
  });
});
