import { readFileSync } from "node:fs";

export type PromptName = "diagnose.v1" | "patch.v1" | "again.v1";

const HOLE = /\{\{(\w+)\}\}/g;
const read = new Map<PromptName, string>();

/**
 * A prompt from src/orient/prompts/, its holes filled. One that has shipped is never edited, since answers are kept under
 * its name: a better one is a new version.
 * @throws Error where a hole is not filled, or is filled that does not exist
 */
export function prompt(name: PromptName, values: Readonly<Record<string, string>> = {}): string {
  let text = read.get(name);
  if (text === undefined) {
    text = readFileSync(new URL(`../prompts/${name}.md`, import.meta.url), "utf8").trim();
    read.set(name, text);
  }
  const holes = new Set([...text.matchAll(HOLE)].map((hole) => hole[1] ?? ""));
  const wrong = [...holes].filter((hole) => !Object.hasOwn(values, hole));
  wrong.push(...Object.keys(values).filter((value) => !holes.has(value)));
  if (wrong.length > 0)
    throw new Error(`Prompt ${name} and what it is filled with differ in: ${wrong.join(", ")}.`);
  return text.replace(HOLE, (_, hole: string) => values[hole] ?? "");
}
