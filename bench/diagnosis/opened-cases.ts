import { basename, join } from "node:path";
import { buildCases as buildFirst } from "../unseen/build.ts";
import { buildCases as buildSecondA } from "../unseen2a/build.ts";
import { buildCases as buildSecondB } from "../unseen2b/build.ts";
import { buildCases as buildThird } from "../unseen3/build.ts";
import { buildCases as buildFourth } from "../unseen4/build.ts";
import { buildCases as buildFifth } from "../unseen5/build.ts";
import { buildCases as buildSixth } from "../unseen6/build.ts";
import { buildCases as buildSeventh } from "../unseen7/build.ts";
import { buildCases as buildEighth } from "../unseen8/build.ts";
import type { Case } from "./case.ts";

/** The newest first: it has most to tell. */
const SETS = [
  { part: "opened 8", folder: "8", build: buildEighth },
  { part: "opened 7", folder: "7", build: buildSeventh },
  { part: "opened 6", folder: "6", build: buildSixth },
  { part: "opened 5", folder: "5", build: buildFifth },
  { part: "opened 4", folder: "4", build: buildFourth },
  { part: "opened 3", folder: "3", build: buildThird },
  { part: "opened 2b", folder: "2b", build: buildSecondB },
  { part: "opened 2a", folder: "2a", build: buildSecondA },
  { part: "opened", folder: "", build: buildFirst },
] as const;

/**
 * Judging sets that were opened for training, each built into a folder when its turn comes: the first and part B of the
 * second after two looks, part A of the second, and the third to the eighth after one.
 * @param wanted whether a part is asked for
 */
export async function* openedCases(
  folder: string,
  wanted: (part: Case["part"]) => boolean = () => true,
): AsyncGenerator<Case[]> {
  for (const { part, folder: below, build } of SETS) {
    if (!wanted(part)) continue;
    const cases = await build(join(folder, below));
    yield cases.map(({ bundle, truth }) => ({ name: basename(bundle), part, from: { bundle, truth } }));
  }
}
