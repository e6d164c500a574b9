import { basename, join } from "node:path";
import { buildCases as buildFirst } from "../unseen/build.ts";
import { buildCases as buildSecondA } from "../unseen2a/build.ts";
import type { Case } from "./case.ts";

/**
 * Judging sets that were opened for training, built into a folder: the first after its second look, part A of the second
 * after its first.
 */
export async function openedCases(folder: string): Promise<Case[]> {
  const [first, second] = [await buildFirst(folder), await buildSecondA(join(folder, "2a"))];
  return [
    ...first.map((built) => ({ built, part: "opened" as const })),
    ...second.map((built) => ({ built, part: "opened 2a" as const })),
  ].map(({ built: { bundle, truth }, part }) => ({ name: basename(bundle), part, from: { bundle, truth } }));
}
