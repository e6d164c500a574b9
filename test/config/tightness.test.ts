import fc from "fast-check";
import { expect, test } from "vitest";
import { isAsTight } from "../../src/config/is-as-tight.ts";
import { type JsonSchema, policySchema } from "../../src/config/schema.ts";
import { settingsOf } from "../../src/config/settings-of.ts";
import { writtenPolicy } from "../../src/config/written-policy.ts";
import { Policy } from "../../src/contracts/policy.ts";
import { TIGHTNESS } from "../../src/contracts/tightness.ts";
import { anyPolicyFile } from "./any-policy-file.ts";

/** Settings of the schema: whatever is no section. */
function settings(schema: JsonSchema, path: string[] = []): string[] {
  if (schema.properties)
    return Object.entries(schema.properties).flatMap(([key, one]) => settings(one, [...path, key]));
  return typeof schema.additionalProperties === "object"
    ? settings(schema.additionalProperties, [...path, "*"])
    : [path.join(".")];
}

test("the table says of every setting of the schema what is tighter, and of no other", () => {
  expect(Object.keys(TIGHTNESS).sort()).toEqual(settings(policySchema()).sort());
});

test("a policy that is written out means what it meant", () => {
  fc.assert(
    fc.property(anyPolicyFile, (file) => {
      const policy = Policy.parse(file);
      expect(Policy.parse(writtenPolicy(policy))).toEqual(policy);
    }),
  );
});

test("as tight: everything as itself; and what is as tight as what is as tight", () => {
  fc.assert(
    fc.property(anyPolicyFile, anyPolicyFile, anyPolicyFile, (...files) => {
      const [a, b, c] = files.map((file) => settingsOf(Policy.parse(file)));
      for (const { path, tightness, value } of a ?? []) {
        const [other, third] = [b, c].map(
          (all) => all?.find((one) => one.path.join() === path.join())?.value,
        );
        expect(isAsTight(tightness, value, value)).toBe(true);
        if (isAsTight(tightness, value, other) && isAsTight(tightness, other, third))
          expect(isAsTight(tightness, value, third)).toBe(true);
      }
    }),
  );
});
