import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, parse, validate } from "graphql";
import { expect, it } from "vitest";
import { issueMutation } from "../../src/github/reporter/update-issue.ts";

const SCHEMA = new URL("../../node_modules/@octokit/graphql-schema/schema.graphql", import.meta.url);

/** Every document of src/github that stands there as a whole. */
function written(): string[] {
  const root = new URL("../../src/github", import.meta.url).pathname;
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => [...readFileSync(join(root, name), "utf8").matchAll(/`((?:query|mutation)\b[^`]*)`/g)])
    .flatMap(([, text]) => (text && !text.includes("${") ? [text] : []));
}

it("asks nothing by GraphQL that GitHub's own schema does not know", () => {
  const schema = buildSchema(readFileSync(SCHEMA, "utf8"), { assumeValid: true });
  const fields = ["add", "edit", "change", "on", "off"] as const;
  const subsets = Array.from({ length: 31 }, (_, bits) => fields.filter((_, at) => ((bits + 1) >> at) & 1));
  const found = written();
  expect(found.length).toBeGreaterThanOrEqual(4);
  for (const document of [...found, ...subsets.map(issueMutation)])
    expect(validate(schema, parse(document)), document).toEqual([]);
  expect(validate(schema, parse("mutation ($a: ID!) { closeIt(input: { id: $a }) { id } }"))).not.toEqual([]);
});
