import type { Diagnosis, PatchEdit, SecondOpinion } from "../../contracts/diagnosis.ts";
import type { CaseFile } from "../case-file.ts";
import type { Opinions } from "../opinions.ts";
import { reason } from "../reason.ts";
import type { Checked, Statement } from "./check-answer.ts";
import { heldToEvidence } from "./held-to-evidence.ts";
import { opinionsOf } from "./opinions-of.ts";

/** What one conversation came to: an answer that was checked, or why there is none. */
export type Told = {
  model: string;
  prompt: string;
  usd: number | null;
  seconds: number;
} & ({ checked: Checked; patch: PatchEdit[] | null } | { silent: string });

/**
 * The diagnosis with what a model said, or with the line that says why it said nothing.
 * @param base the same case by the same opinions of others, without the model
 */
export function withSecondOpinion(
  told: Told,
  file: CaseFile,
  base: Diagnosis,
  opinions: Opinions,
): Diagnosis {
  const { model, prompt, usd, seconds } = told;
  const common = { model, prompt, usd, seconds };
  if ("silent" in told)
    return {
      ...base,
      secondOpinion: {
        ...common,
        heard: false,
        agreed: null,
        note: `${model} ${told.silent}. The reasoning stands without it.`.slice(0, 300),
        explanation: "",
        claims: [],
        doubts: [],
        patch: null,
      },
    };
  const { checked, patch } = told;
  const heard = opinionsOf(checked, base);
  const moved = reason(file, { ...opinions, ...heard.opinions });
  const held = heldToEvidence(base, moved, file.policy.guardrails.min_confidence);
  const secondOpinion: SecondOpinion = {
    ...common,
    heard: true,
    agreed: heard.agreed,
    note: [
      `${model} ${whatItSays(checked, heard.agreed)}.`,
      ...(held ? [] : ["Its word would have decided over the evidence, and was left out."]),
      ...(checked.dropped > 0
        ? [`${checked.dropped} of its claims rested on nothing and were dropped.`]
        : []),
    ]
      .join(" ")
      .slice(0, 300),
    explanation: checked.explanation,
    claims: checked.claims.map((claim) => ({ ...statementOf(claim, checked), favours: claim.favours })),
    doubts: checked.doubts.map((doubt) => statementOf(doubt, checked)),
    patch,
  };
  const seen = base.seenBefore ? { seenBefore: base.seenBefore } : {};
  return { ...(held ? { ...moved, ...seen } : base), secondOpinion };
}

function whatItSays({ leading, cause, doubts }: Checked, agreed: boolean): string {
  const from =
    doubts.length > 0 ? `, and raises ${doubts.length === 1 ? "a doubt" : `${doubts.length} doubts`}` : "";
  if (leading === "unknown") return `cannot tell${from}`;
  const name =
    leading === "new"
      ? `no commit but ${cause?.mechanism ?? "another cause"}`
      : (leading.suspect?.slice(0, 7) ?? `no commit but ${leading.mechanism}`);
  return `${agreed ? "came to the same answer" : "does not agree"}: it holds ${name} for the likeliest${from}`;
}

function statementOf({ about, text, evidence }: Statement, { cause }: Checked) {
  return about === "new"
    ? { suspect: null, mechanism: cause?.mechanism ?? "", text, evidence }
    : { suspect: about.suspect, mechanism: about.mechanism, text, evidence };
}
