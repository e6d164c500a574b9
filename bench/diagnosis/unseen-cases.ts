import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { Case } from "./case.ts";

interface BuiltCase {
  bundle: string;
  truth: { culprit: string | null; kind: string; service: string; decoys: string[]; group: string };
}

const BUILDER = new URL("../unseen/build.ts", import.meta.url);

/**
 * The cases of those who have not seen the engine, built into a folder. Only their builder is called; nothing here reads
 * what they are made of.
 */
export async function unseenCases(folder: string): Promise<Case[]> {
  if (!existsSync(BUILDER))
    throw new Error("There is no bench/unseen/build.ts to build the unseen cases: leave --unseen away.");
  const { buildCases }: { buildCases: (dir: string) => Promise<BuiltCase[]> } = await import(BUILDER.href);
  return (await buildCases(folder)).map(({ bundle, truth }) => ({
    name: basename(bundle),
    part: "unseen",
    from: { bundle, truth },
  }));
}
