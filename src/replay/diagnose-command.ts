import colors from "picocolors";
import type { BundleProblem } from "../contracts/bundle.ts";
import { complain, print, printJson } from "../safety/print.ts";
import { compileRedaction } from "../safety/redaction-pattern.ts";
import { sanitise } from "../safety/sanitise.ts";
import { diagnoseBundle } from "./diagnose-bundle.ts";
import { diagnosisJson } from "./diagnosis-json.ts";
import { diagnosisText } from "./diagnosis-text.ts";
import { readBundle } from "./read-bundle.ts";

/**
 * `sre-space diagnose BUNDLE`: the answer on stdout, what could not be used of the bundle on stderr.
 * @throws NoBundle
 */
export async function diagnoseCommand(path: string, options: { json: boolean }): Promise<void> {
  const bundle = await readBundle(path);
  const found = await diagnoseBundle(bundle);
  for (const problem of bundle.problems) complain(colors.dim(problemText(problem)));
  const patterns = (bundle.policy?.redact ?? []).map(compileRedaction);
  if (options.json) printJson(diagnosisJson(found, patterns));
  else print(diagnosisText(found, patterns));
}

function problemText({ file, line, message, hint }: BundleProblem): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return sanitise(`${place} ${message}. ${hint}`, 500);
}
