import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CaseFile } from "../../src/orient/case-file.ts";
import { gather } from "../../src/orient/gather.ts";
import { diagnosisInput } from "../../src/replay/diagnosis-input.ts";
import { readBundle } from "../../src/replay/read-bundle.ts";
import { recall } from "../../src/replay/recorded-evidence.ts";
import type { Truth } from "../diagnosis/kept-case.ts";

/**
 * A kept case as Brain reasons over it, and what is true of it. Throws where Scout's word was not kept.
 * @param gatherAs how another version of Brain reads its case together
 */
export async function readCase(
  folder: string,
  gatherAs: typeof gather = gather,
): Promise<{ file: CaseFile; truth: Truth }> {
  const bundle = await readBundle(folder);
  if (!bundle.recorded) throw new Error(`${folder} holds no evidence.json: run bench/diagnosis/keep.ts`);
  return {
    file: await gatherAs(await diagnosisInput(bundle, recall(bundle.recorded))),
    truth: JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as Truth,
  };
}
