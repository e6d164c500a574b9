import { describe, expect, test } from "vitest";
import { readHunks } from "../../../src/orient/changes/changed-lines.ts";
import { fileKind } from "../../../src/orient/changes/file-kind.ts";
import { understood } from "../../../src/orient/changes/read-change.ts";

const classes = (path: string, patch: string) =>
  understood(path, fileKind(path), readHunks(`@@ -1,9 +1,9 @@\n${patch}`), false).classes.map(
    (one) => one.change,
  );

describe("what a diff does, by its text", () => {
  test.each([
    ["guard removed", "a.ts", "-  if (!policy) return null;\n   return policy.risk;"],
    ["guard removed", "a.ts", "-  const n = rows[0]?.count ?? 0;\n+  const n = rows[0].count;"],
    ["guard added", "a.ts", "+  if (!policy) return null;\n   return policy.risk;"],
    ["error raised", "a.ts", '+  throw new Error("no");'],
    ["operation that can fail", "a.ts", "-  return Math.max(0, ...all);\n+  return all.reduce(later);"],
    ["operation that can fail", "a.ts", "-  const first = all[0];\n+  const first = all[0].name;"],
    ["value or shape changed", "a.ts", "-  return quote.premium;\n+  return quote.total;"],
    [
      "query inside a loop",
      "a.ts",
      "+  for (const policy of policies) {\n+    const { rows } = await pool.query<Row>(sql, [policy]);\n+  }",
    ],
    [
      "query inside a loop",
      "a.ts",
      "   for (const policy of policies) {\n+    const late = await loadLate(pool, policy);\n   }",
    ],
    ["query changed", "a.ts", "-      where number = $1\n+      where upper(number) = $1"],
    ["loop added", "a.ts", "+  while (next()) step();"],
    ["wait added", "a.ts", "+  await sleep(500);"],
    ["more work per request", "a.ts", "-  return copy;\n+  return structuredClone(all);"],
    ["limit lowered", "config/a.yml", "-pool_max: 10\n+pool_max: 1"],
    ["timeout lowered", "a.ts", "-const timeoutMs = 3000;\n+const timeoutMs = 30;"],
    ["number changed", "a.ts", "-const scale = [0, 0.1];\n+const scale = [0, 0.1, 0.2];"],
    ["number changed", "config/a.yml", "-valid_days: 14\n+valid_days: 21"],
    ["text changed", "a.ts", '-const title = "Hello there";\n+const title = "Good morning";'],
    [
      "state that outlives the request",
      "a.ts",
      "+const seen = new Map<string, Row[]>();\n+seen.set(key, rows);",
    ],
    ["eviction removed", "a.ts", "-  if (known.size > 100) known.delete(oldest);"],
    ["listener or timer added", "a.ts", '+  emitter.on("quote", () => keep(request));'],
    ["index removed", "db/migrations/5.sql", "+drop index claims_by_policy;"],
    ["dependency major changed", "package.json", '-    "pg": "8.11.0",\n+    "pg": "9.0.0",'],
    ["dependency changed", "package.json", '-    "pg": "8.11.0",\n+    "pg": "8.12.1",'],
    ["logging changed", "a.ts", '-  log.info("quoted");\n+  log.info("quoted", { id });'],
    ["regular expression changed", "a.ts", "-const shape = /^[A-Z]+$/;\n+const shape = /^([A-Z]+)+$/;"],
    ["type declarations only", "a.ts", "+export type Offer = { carrier: string };"],
    ["other code changed", "a.ts", "-  const pence = base * loading;\n+  const pence = loading * base;"],
  ] as const)("%s: %s %s", (expected, path, patch) => expect(classes(path, patch)).toContain(expected));

  test.each([
    ["a key that is looked up", "a.ts", '-const kind = row["renewal"];\n+const kind = row["new business"];'],
    ["a path", "a.ts", '-const at = "/v1/quotes";\n+const at = "/v2/quotes";'],
    ["a name", "a.ts", '-const event = "quoted";\n+const event = "priced";'],
  ])("%s is not mere text", (_, path, patch) => expect(classes(path, patch)).not.toContain("text changed"));

  test("is quick on lines that no person wrote", () => {
    const long = `+${"f(a,b)=>[x]".repeat(20_000)}`;
    expect(classes("a.ts", long).length).toBeGreaterThan(0);
  });
});
