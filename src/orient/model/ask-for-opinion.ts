import { randomBytes } from "node:crypto";
import type { Diagnosis } from "../../contracts/diagnosis.ts";
import type { Remembered } from "../../contracts/ports/memory.ts";
import type { RepoReader } from "../../contracts/ports/repo-reader.ts";
import { compileRedaction } from "../../safety/redaction-pattern.ts";
import type { CaseFile } from "../case-file.ts";
import type { Opinions } from "../opinions.ts";
import type { Purse } from "./ask-within-budget.ts";
import { caseText } from "./case-text.ts";
import { checkAnswer } from "./check-answer.ts";
import { checkPatch } from "./check-patch.ts";
import { converse } from "./converse.ts";
import { prompt } from "./prompt.ts";
import { quotation } from "./quotation.ts";
import { subjectsOf } from "./subjects.ts";
import { toolBox } from "./tool-box.ts";
import { type Send, toolsFor } from "./tools-for.ts";
import type { Told } from "./with-second-opinion.ts";

const PROMPT = "diagnose.v1";

export interface Matter {
  file: CaseFile;
  /** What the reasoning made of it without the model. */
  base: Diagnosis;
  /** What else it was reasoned with. */
  opinions: Opinions;
  reader: RepoReader;
  remembered: readonly Remembered[];
}

/** Shows a model the case, as much of it as the policy lets leave, and checks what it says. */
export async function askForOpinion(
  { file, base, reader, remembered }: Matter,
  send: Send,
  purse: Purse,
): Promise<Told> {
  const { guardrails, redact } = file.policy;
  const boundary = randomBytes(16).toString("hex");
  const quote = quotation(redact.map(compileRedaction), boundary);
  const subjects = subjectsOf(base);
  const box = toolBox(
    toolsFor(send, { file, base, subjects, reader, remembered, quote, denyPaths: guardrails.deny_paths }),
    quote,
  );
  // An exact edit can be written only by who sees the file.
  const withPatch = send === "files" && guardrails.remedies.includes("patch");
  const rules = [prompt(PROMPT, { boundary }), ...(withPatch ? [prompt("patch.v1")] : [])].join("\n\n");
  const { outcome, microUsd, seconds } = await converse(
    [
      { role: "system", text: rules },
      { role: "user", text: quote.marked(caseText(file, subjects, send, quote)) },
    ],
    box,
    withPatch,
    purse,
  );
  const told = {
    model: quote.line(purse.model.id, 100),
    prompt: PROMPT,
    usd: purse.model.price ? microUsd / 1e6 : null,
    seconds,
  };
  if ("silent" in outcome) return { ...told, silent: outcome.silent };
  const result = checkAnswer(outcome.answer, subjects, file.evidence, quote);
  if ("refused" in result) return { ...told, silent: `was not heard: it ${result.refused}` };
  const edits = withPatch ? outcome.answer.patch : null;
  const patch = edits ? await checkPatch(edits, file, reader).catch(() => null) : null;
  return { ...told, checked: result.checked, patch };
}
