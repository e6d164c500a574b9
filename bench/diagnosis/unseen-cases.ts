import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Case } from "./case.ts";
import { JUDGING } from "./judging.ts";

interface BuiltCase {
  bundle: string;
  truth: { culprit: string | null; kind: string; service: string; decoys: string[]; group: string };
}

/**
 * The cases of those who have not seen the engine, built into a folder. Only their builders are called; nothing here reads
 * what they are made of.
 */
export async function unseenCases(folder: string): Promise<Case[]> {
  const cases: Case[] = [];
  for (const part of JUDGING) {
    if (!existsSync(new URL(`../${part}/build.ts`, import.meta.url))) continue;
    const { buildCases }: { buildCases: (dir: string) => Promise<BuiltCase[]> } = await import(
      new URL(`../${part}/build.ts`, import.meta.url).href
    );
    for (const { bundle, truth } of await buildCases(join(folder, part)))
      cases.push({
        name: `${part.slice("unseen".length)}/${basename(bundle)}`,
        part: "unseen",
        from: { bundle, truth },
      });
  }
  return cases;
}
