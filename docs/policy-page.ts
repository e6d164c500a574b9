import { readFileSync } from "node:fs";
import { type JsonSchema, policySchema } from "../src/config/schema.ts";
import { TIGHTNESS, type Tightness } from "../src/contracts/tightness.ts";
import { RULES } from "../src/decide/judge/rules.ts";

/** The parts of the page that people write; the tables come from the schema, the table of tightness and the rules. */
const INTRODUCTION = readFileSync(new URL("policy-introduction.md", import.meta.url), "utf8");

/** The reference page of `.sre-space.yml`, docs/policy.md: nothing in its tables is written twice. */
export function policyPage(): string {
  const schema = policySchema();
  const top: [string, JsonSchema][] = [];
  const sections: [string, JsonSchema][] = [];
  for (const [key, one] of Object.entries(schema.properties ?? {}))
    (one.properties || typeof one.additionalProperties === "object" ? sections : top).push([key, one]);
  return [
    INTRODUCTION.trimEnd(),
    "## Settings",
    "The last column says which way a setting is tighter: that is what an organisation's lock holds, and what a change of the file is marked by. **Tightening never lets through what was refused.**",
    table(top.flatMap(([key, one]) => rows(key, one))),
    ...sections.flatMap(([key, one]) => [
      `### \`${key}\``,
      ...(one.description ? [one.description] : []),
      table(rows(key, one).filter(([name]) => name !== key)),
    ]),
    "## Rules",
    "All of them answer each time, so that every reason is seen at once, and the strictest of those that fail decides: `report`, `hold`, `propose`, `merge`. The files are in `src/decide/judge/rules/`.",
    ["| rule | what it is for |", "| --- | --- |", ...RULES.map(({ name }) => `| \`${name}\` | ${purpose(name)} |`)].join("\n"),
    "",
  ].join("\n\n");
}

type Row = [name: string, about: string, value: string, standing: string, tighter: string];

function table(all: readonly Row[]): string {
  const lines = all.map(([name, ...rest]) => `| \`${name}\` | ${rest.map(inCell).join(" | ")} |`);
  return ["| setting | what it says | value | default | tighter |", "| --- | --- | --- | --- | --- |", ...lines].join("\n");
}

/** Settings of a section, and the keys of a list's entries below the list. */
function rows(path: string, schema: JsonSchema): Row[] {
  if (schema.properties)
    return Object.entries(schema.properties).flatMap(([key, one]) => rows(`${path}.${key}`, one));
  if (typeof schema.additionalProperties === "object") return rows(`${path}.*`, schema.additionalProperties);
  const items = schema.items?.properties ? rows(`${path}[]`, schema.items).map((row): Row => row) : [];
  const required = items.length > 0 ? "a list of these" : valueOf(schema);
  const about = schema.description ?? "";
  const tightness = TIGHTNESS[path];
  return [[path, about, required, defaultOf(schema), tightness ? tighterOf(tightness) : ""], ...items];
}

function valueOf(schema: JsonSchema): string {
  const any = schema.anyOf as JsonSchema[] | undefined;
  if (any) return [...new Set(any.map(valueOf))].join(" or ");
  const choices = schema.enum as unknown[] | undefined;
  if (choices) return choices.map((one) => `\`${one}\``).join(", ");
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.type === "array") return `list of ${valueOf(schema.items ?? {})}`;
  const units = /\(([a-zA-Z]+(?:\|[a-zA-Z]+)+)\)\$$/.exec(schema.pattern ?? "")?.[1];
  if (units) return `number with ${units.split("|").join(", ")}`;
  if (schema.pattern?.endsWith("%$")) return "percentage";
  if (Array.isArray(schema.type)) return schema.type.map((type) => valueOf({ type })).join(" or ");
  const [least, most] = [schema.minimum ?? schema.exclusiveMinimum, schema.maximum ?? schema.exclusiveMaximum];
  const range =
    typeof least === "number" && typeof most === "number" && most < Number.MAX_SAFE_INTEGER ? `, ${least} to ${most}` : "";
  const names: Record<string, string> = { integer: "whole number", number: "number", boolean: "true or false", string: "text" };
  return `${names[schema.type ?? ""] ?? "anything"}${range}`;
}

function defaultOf(schema: JsonSchema): string {
  if (schema.default === undefined) return "";
  return `\`${typeof schema.default === "string" ? schema.default : JSON.stringify(schema.default)}\``;
}

function tighterOf(tightness: Tightness): string {
  switch (tightness.tighter) {
    case "first":
      return `tightest first: ${tightness.of.map((one) => `\`${one}\``).join(", ")}`;
    case "some":
      return "fewer, but not none";
    case "none":
      return "";
    default:
      return tightness.tighter;
  }
}

/** The sentence above a rule's code: it is told once, where it is kept. */
function purpose(rule: string): string {
  const source = readFileSync(new URL(`../src/decide/judge/rules/${rule}.ts`, import.meta.url), "utf8");
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const \w+: Rule/.exec(source)?.[1];
  if (comment === undefined) throw new Error(`The rule ${rule} has no comment that says what it is for.`);
  return inCell(comment.replace(/^\s*\*? ?/gm, " ").replace(/\s+/g, " ").trim());
}

const inCell = (text: string) => text.replaceAll("|", "\\|");
