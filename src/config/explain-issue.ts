import type { z } from "zod";
import { closest } from "./closest.ts";
import type { JsonSchema } from "./schema.ts";
import { schemaAt, wholeSchema } from "./schema-at.ts";

export type PolicyPath = readonly (string | number)[];

export interface Explained {
  path: PolicyPath;
  message: string;
  hint?: string;
  /** It is the key that is wrong, and not its value. */
  ofKey?: true;
}

/** `guardrails.freeze[0].cron`. */
export function pathText(path: PolicyPath): string {
  return path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : text === "" ? part : `${text}.${part}`),
    "",
  );
}

/** Of one mapping, so many unknown keys are named. */
const MOST_KEYS = 50;

const KINDS: Readonly<Record<string, string>> = {
  object: "keys with values",
  record: "keys with values",
  array: "a list",
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

/** What the schema found, in the words of somebody who edits the file; with what to write instead. */
export function explainIssue(issue: z.core.$ZodIssue, file: unknown): Explained[] {
  const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
  const value = valueAt(file, path);
  const schema = schemaAt(path);
  const about = schema?.description;
  const units = /\(([a-zA-Z]+(?:\|[a-zA-Z]+)+)\)\$$/.exec(schema?.pattern ?? "")?.[1];
  const explained = (message: string, hint = about): Explained[] => [
    { path, message, ...(hint ? { hint } : {}) },
  ];

  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.slice(0, MOST_KEYS).map((key) => ({
        path: [...path, key],
        ...explainUnknownKey(key, path),
        ofKey: true as const,
      }));
    case "invalid_type":
      return value === undefined
        ? explained("is missing", hintForMissing(path) ?? about)
        : typeof value === "number" && units !== undefined
          ? explained(
              `must have a unit (${units.replaceAll("|", ", ")}), and is ${value}`,
              `Write ${units
                .split("|")
                .map((unit) => `${value}${unit}`)
                .join(" or ")}.`,
            )
          : explained(`must be ${KINDS[issue.expected] ?? issue.expected}, and is ${shown(value)}`);
    case "invalid_value": {
      const choices = issue.values.map(String);
      if (value === undefined) return explained("is missing", hintForMissing(path) ?? about);
      const meant = closest(String(value), choices);
      const message = `must be ${choices.length > 1 ? "one of " : ""}${choices.join(", ")}, and is ${shown(value)}`;
      return explained(message, meant === null ? about : `Did you mean ${meant}?`);
    }
    case "too_big":
    case "too_small": {
      const bound = issue.code === "too_big" ? "at most" : "at least";
      const limit = issue.code === "too_big" ? issue.maximum : issue.minimum;
      const strictly =
        issue.inclusive === false ? (issue.code === "too_big" ? "less than" : "more than") : bound;
      const unit = issue.origin === "array" ? " entries" : issue.origin === "string" ? " characters" : "";
      return explained(`must be ${strictly} ${limit}${unit}, and is ${shown(value)}`);
    }
    case "invalid_union":
      return explained(`is ${shown(value)}, which is not understood`);
    case "invalid_format":
      return explained(`${issue.message}, and is ${shown(value)}`);
    default:
      return explained(issue.message);
  }
}

function explainUnknownKey(key: string, parent: PolicyPath): { message: string; hint?: string } {
  const known = Object.keys(schemaAt(parent)?.properties ?? {});
  const message = parent.length === 0 ? "is no key of this file" : `is no key of ${pathText(parent)}`;
  const elsewhere = homeOf(key).find((path) => pathText(path) !== pathText(parent));
  const meant = closest(key, known);
  if (elsewhere)
    return {
      message,
      hint: `It belongs under ${pathText(elsewhere) || "no other key, at the left margin"}.`,
    };
  if (meant !== null) return { message, hint: `Did you mean ${meant}?` };
  return known.length > 0 ? { message, hint: `Known here: ${known.join(", ")}.` } : { message };
}

function hintForMissing(path: PolicyPath): string | undefined {
  return pathText(path) === "version" ? "Write version: 1 on the first line." : undefined;
}

/** Whatever keys hold that name, anywhere that has a fixed place in the file. */
function homeOf(key: string, schema: JsonSchema = wholeSchema(), path: PolicyPath = []): PolicyPath[] {
  const here = schema.properties && Object.hasOwn(schema.properties, key) ? [path] : [];
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
    homeOf(key, inner, [...path, name]),
  );
  return [...here, ...below];
}

function valueAt(file: unknown, path: PolicyPath): unknown {
  let value = file;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

function shown(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  switch (typeof value) {
    case "object":
      return "keys with values";
    case "string":
      return value.length > 60 ? `a text of ${value.length} characters` : JSON.stringify(value);
    default:
      return String(value);
  }
}
