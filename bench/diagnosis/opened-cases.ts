import { basename } from "node:path";
import { buildCases } from "../unseen/build.ts";
import type { Case } from "./case.ts";

/** The first judging set, which was opened for training after its second look, built into a folder. */
export async function openedCases(folder: string): Promise<Case[]> {
  return (await buildCases(folder)).map(({ bundle, truth }) => ({
    name: basename(bundle),
    part: "opened",
    from: { bundle, truth },
  }));
}
