import { existsSync, readFileSync } from "node:fs";
import type { Answer } from "./answer.ts";

export const ANSWERS = new URL("answers.jsonl", import.meta.url);

/** The answers that are kept, one a line. */
export function readAnswers(): Answer[] {
  if (!existsSync(ANSWERS)) return [];
  const lines = readFileSync(ANSWERS, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Answer);
}
