import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { policyPage } from "../../docs/policy-page.ts";
import { parsePolicy } from "../../src/config/policy-file.ts";
import { RULES } from "../../src/decide/judge/rules.ts";

const page = readFileSync(new URL("../../docs/policy.md", import.meta.url), "utf8");

test("docs/policy.md is what schema and rules say today; run `node docs/write-policy.ts` where it is not", () => {
  expect(page).toBe(policyPage());
});

test("every policy that it shows is valid", () => {
  const shown = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text ?? "");
  expect(shown).toHaveLength(3);
  for (const text of shown) expect(parsePolicy(text).problems).toEqual([]);
});

test("every setting says what it is, and every rule what it is for", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  for (const row of rows) expect(row.replace(/ \|$/, "").split(" | ")[1], row).toMatch(/\w.*\.$/);
  for (const { name } of RULES) expect(rows.some((row) => row.startsWith(`| \`${name}\` | `))).toBe(true);
});
