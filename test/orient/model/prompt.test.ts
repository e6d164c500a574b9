import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answerSchema } from "../../../src/orient/model/answer.ts";
import { prompt } from "../../../src/orient/model/prompt.ts";

const folder = new URL("../../../src/orient/prompts/", import.meta.url);
/** Answers are kept under the name of the prompt: whoever wants another text makes another version. */
const SHIPPED: Record<string, string> = {
  "again.v1.md": "25c4375e3e0ec794",
  "diagnose.v1.md": "ab5409952c094fbf",
  "patch.v1.md": "39386890c2ec8999",
};

describe("prompts", () => {
  it("are versioned, and not changed under their version", () => {
    const files = readdirSync(folder);
    expect(files.toSorted()).toEqual(Object.keys(SHIPPED));
    for (const file of files) {
      expect(file).toMatch(/^[a-z]+\.v\d+\.md$/);
      const digest = createHash("sha256")
        .update(readFileSync(new URL(file, folder)))
        .digest("hex")
        .slice(0, 16);
      expect({ [file]: digest }).toEqual({ [file]: SHIPPED[file] });
    }
  });

  it("are filled whole, with nothing left over", () => {
    expect(prompt("diagnose.v1", { boundary: "b0undary" })).not.toMatch(/\{\{|\}\}/);
    expect(prompt("diagnose.v1", { boundary: "b0undary" }).split("b0undary")).toHaveLength(3);
    expect(() => prompt("diagnose.v1")).toThrow(/boundary/);
    expect(() => prompt("patch.v1", { boundary: "x" })).toThrow(/boundary/);
    // What fills a hole is not filled again.
    expect(prompt("again.v1", { problem: "{{problem}} $& $1" })).toContain("{{problem}} $& $1");
  });

  it("speak of the keys that the answer has", () => {
    const keys = Object.keys(answerSchema(true).properties as object);
    const named = ["diagnose.v1.md", "patch.v1.md"].flatMap((file) => [
      ...readFileSync(new URL(file, folder), "utf8").matchAll(
        /`(new_cause|explanation|patch|leading|claims|doubts)`/g,
      ),
    ]);
    for (const [, key] of named) expect(keys).toContain(key);
    expect(keys).not.toContain("confidence");
  });
});

describe("the schema of the answer", () => {
  it("is one that strict mode accepts: closed objects, every key required, no bounds", () => {
    const look = (schema: unknown): void => {
      if (Array.isArray(schema)) for (const one of schema) look(one);
      if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return;
      const object = schema as Record<string, unknown>;
      if (object.type === "object") {
        expect(object.additionalProperties).toBe(false);
        expect((object.required as string[]).toSorted()).toEqual(
          Object.keys(object.properties as object).toSorted(),
        );
      }
      for (const bound of ["maxLength", "minLength", "maxItems", "minItems", "$schema"])
        if (bound in object && typeof object[bound] !== "object") expect.fail(bound);
      for (const one of Object.values(object)) look(one);
    };
    look(answerSchema(true));
    expect(answerSchema(false).properties).not.toHaveProperty("patch");
  });
});
