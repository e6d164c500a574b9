import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keepOutcomes } from "../../../bench/loop/keep-outcomes.ts";
import type { Outcome } from "../../../marketplace-demo/world/outcome.ts";

const outcome = (fault: string, seed: number) => ({ fault, seed, correct: true }) as Outcome;
let directory: string;
const file = () => join(directory, "bench/loop.jsonl");

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "keep-outcomes-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

it("goes on where a run of the same commit was broken off, even within a line", () => {
  keepOutcomes(file(), "abc").keep(outcome("rush", 1));
  appendFileSync(file(), '{"fault": "quotes-500", "se');
  const again = keepOutcomes(file(), "abc");
  expect(again.resumed).toBe(1);
  expect(again.of("rush", 1)).toMatchObject({ fault: "rush", seed: 1 });
  expect(again.of("rush", 2)).toBeUndefined();
  expect(again.of("quotes-500", 1)).toBeUndefined();
});

it("begins anew for another commit, and when it was whole", () => {
  keepOutcomes(file(), "abc").keep(outcome("rush", 1));
  const other = keepOutcomes(file(), "def");
  expect(other.resumed).toBe(0);
  other.keep(outcome("rush", 1));
  other.finish();
  expect(keepOutcomes(file(), "def").resumed).toBe(0);
});
