import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { policySchema } from "../../src/config/schema.ts";
import { Policy } from "../../src/contracts/policy.ts";

const committed = JSON.parse(readFileSync(new URL("../../schema.json", import.meta.url), "utf8"));
const ajv = new Ajv({ strict: true, allowUnionTypes: true });
formats.default(ajv);
const valid = ajv.compile(committed);

test("schema.json is what the schema says today; run `node src/config/write-schema.ts` where it is not", () => {
  expect(committed).toEqual(JSON.parse(JSON.stringify(policySchema())));
});

test("an editor accepts what people write, with units and with nothing but a version", () => {
  const file = parse(
    readFileSync(new URL("../../marketplace-demo/shop/.sre-space.yml", import.meta.url), "utf8"),
  );
  expect(valid(file), JSON.stringify(valid.errors)).toBe(true);
  expect(valid({ version: 1 })).toBe(true);
});

test.each([
  ["a misspelt key", { version: 1, gaurdrails: {} }],
  ["a mode that is none", { version: 1, mode: "marge" }],
  ["a duration without a unit", { version: 1, verify: { window: 2 } }],
  ["a unit that is none", { version: 1, verify: { window: "2x" } }],
  ["no version", { mode: "merge" }],
])("an editor and the service both refuse %s", (_, file) => {
  expect(valid(file)).toBe(false);
  expect(Policy.safeParse(file).success).toBe(false);
});

test("every key that a person may write is described or holds keys that are", () => {
  expect(Object.keys(policySchema().properties ?? {})).toContain("guardrails");
  expect(policySchema().properties?.mode?.description).toMatch(/most that it may do/);
});
