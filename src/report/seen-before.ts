import type { Diagnosis, SeenBefore } from "../contracts/diagnosis.ts";

/** What memory knows of the same failure, in a sentence for each time; empty where it knows nothing. */
export function seenBefore(diagnosis: Pick<Diagnosis, "seenBefore" | "secondOpinion">): string {
  const times = diagnosis.seenBefore ?? [];
  if (times.length === 0) return "";
  const answered = times.some(({ answers }) => answers) && diagnosis.secondOpinion === undefined;
  return `${times.map(once).join(" ")}${answered ? " The evidence of today points at the same, so no model was asked." : ""}`;
}

function once({ issue, pullRequest, ending, person }: SeenBefore): string {
  const seen = issue === null ? "Seen before" : `Seen before in #${issue}`;
  const by = pullRequest === null ? "" : ` by #${pullRequest}`;
  switch (person) {
    case "reverted-it-too":
      return `${seen}, and taken back by a person.`;
    case "resolved-otherwise":
      return `${seen}, and resolved by a person in another way.`;
    case "refused-the-change":
      return `${seen}, where a person refused the fix.`;
    case "landed-it-again":
      return `${seen}, where a person landed again what was undone${by}.`;
  }
  return {
    healed: `${seen}, healed${by}.`,
    "not-healed": `${seen}; what was done${by} did not heal it.`,
    unexplained: `${seen}; it passed, and nobody knows why.`,
  }[ending];
}
