import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import type { BundleProblem } from "../contracts/bundle.ts";

const MAX_BYTES = 256 * 1024 * 1024;
const MAX_PROBLEMS = 20;

/** The JSON of one file of a bundle; undefined where it is absent or no JSON, which is then one of `problems`. */
export async function readJsonFile(
  folder: string,
  file: string,
  problems: BundleProblem[],
): Promise<{ json: unknown; text: string } | undefined> {
  const path = join(folder, file);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return undefined;
  if (found.size > MAX_BYTES) {
    const message = `is ${Math.ceil(found.size / 2 ** 20)} MB long, and ${MAX_BYTES / 2 ** 20} MB is the most`;
    problems.push({ file, message, hint: "Leave out what is older than a day before the incident." });
    return undefined;
  }
  let text: string;
  try {
    text = (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
  } catch (error) {
    const message = `cannot be read: ${(error as Error).message}`;
    problems.push({ file, message, hint: "Check its permissions." });
    return undefined;
  }
  try {
    return { json: JSON.parse(text), text };
  } catch (error) {
    // V8 names the line, but for a text that ends too early.
    const line = Number(/line (\d+)/.exec((error as Error).message)?.[1] ?? text.split("\n").length);
    problems.push({ file, line, message: "is not valid JSON", hint: `Check it with: jq . ${file}` });
    return undefined;
  }
}

/** The value by its schema; undefined where it does not fit. */
export async function checkObject<T extends z.ZodType>(
  schema: T,
  { json, text }: { json: unknown; text: string },
  file: string,
  problems: BundleProblem[],
): Promise<z.output<T> | undefined> {
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  await report(read.error, [], file, text, problems);
  return undefined;
}

/** Those entries of an array that fit the schema; each of the others is a problem. */
export async function checkList<T extends z.ZodType>(
  schema: T,
  { json, text }: { json: unknown; text: string },
  file: string,
  problems: BundleProblem[],
): Promise<z.output<T>[]> {
  if (!Array.isArray(json)) {
    problems.push({ file, line: 1, message: "must be an array", hint: "Write [ … ], one object for each." });
    return [];
  }
  const good: z.output<T>[] = [];
  for (const [index, entry] of json.entries()) {
    const read = schema.safeParse(entry);
    if (read.success) good.push(read.data);
    else await report(read.error, [index], file, text, problems);
  }
  return good;
}

async function report(
  error: z.ZodError,
  at: (string | number)[],
  file: string,
  text: string,
  problems: BundleProblem[],
): Promise<void> {
  if (problems.filter((problem) => problem.file === file).length >= MAX_PROBLEMS) return;
  const [issue] = error.issues;
  const path = [...at, ...((issue?.path ?? []) as (string | number)[])];
  const where = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
  // Most bundles are right, and need no parser that knows places.
  const { placeInJson } = await import("./place-in-json.ts");
  problems.push({
    file,
    ...placeInJson(text, path),
    message: `${where.replace(/^\./, "") || "it"}: ${issue?.message ?? "is not what it must be"}`,
    hint: "It is left out; the format is in docs/bundles.md.",
  });
}
