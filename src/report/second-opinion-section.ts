import type { Diagnosis, SecondOpinion } from "../contracts/diagnosis.ts";
import { commitLink } from "./commit-link.ts";
import { fold } from "./fold.ts";
import type { ReportContext } from "./report-context.ts";

const MOST_STATEMENTS = 6;

/**
 * What a model made of the same evidence, marked as its words. On a public repository they are not shown: nobody can say
 * of free text that it quotes no telemetry. What came of it is told in ours.
 */
export function secondOpinionSection(
  diagnosis: Diagnosis,
  isPublic: boolean,
  context: ReportContext,
): string {
  const { secondOpinion, tokens } = diagnosis;
  if (!secondOpinion) return "";
  const { quote } = context;
  const parts = [quote.inline(secondOpinion.note, 300)];
  if (!isPublic && secondOpinion.explanation !== "")
    parts.push(`A model wrote:\n\n> ${quote.inline(secondOpinion.explanation, 1200)}`);
  const lines = statements(secondOpinion, isPublic, context);
  if (lines.length > 0) parts.push(lines.join("\n"));
  if (secondOpinion.patch)
    parts.push(
      `It proposes a change of ${[...new Set(secondOpinion.patch.map(({ path }) => quote.code(path, 120)))].join(", ")}, which is on record and is not acted on.`,
    );
  const cost =
    secondOpinion.usd === null
      ? "its price is not known, so tokens alone are counted"
      : `${secondOpinion.usd.toFixed(3)} USD`;
  parts.push(
    `<sub>It read the evidence and decided nothing. ${tokens} tokens for this incident so far; for this answer, ${cost}. Prompt ${quote.inline(secondOpinion.prompt, 40)}.</sub>`,
  );
  return fold("Second opinion, by a model", parts.join("\n\n"));
}

function statements({ claims, doubts }: SecondOpinion, isPublic: boolean, context: ReportContext): string[] {
  const { quote } = context;
  const all = [
    ...doubts.map((doubt) => ({ ...doubt, word: "doubts" })),
    ...claims.map((claim) => ({ ...claim, word: claim.favours ? "for" : "against" })),
  ].slice(0, MOST_STATEMENTS);
  return all.map(({ word, suspect, mechanism, text, evidence }) => {
    const about = suspect ? commitLink(suspect, context) : `no commit (${quote.inline(mechanism, 80)})`;
    const said = isPublic ? "" : `: ${quote.inline(text, 300)}`;
    return `- ${word} ${about}${said} _(${evidence.map((id) => quote.inline(id, 8)).join(", ")})_`;
  });
}
