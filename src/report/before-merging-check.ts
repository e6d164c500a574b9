import type { Symptom } from "../contracts/signal.ts";
import type { Quote } from "./quoting.ts";

export const BEFORE_MERGING_CHECK = "SRE-Space / before merging";

/** Something that a reviewer would want to know before this is merged. Names and paths are the repository's own. */
export type Remark =
  | {
      kind: "undoes-fix";
      issue: number;
      service: string;
      symptom: Symptom;
      pullRequest: number | null;
      path: string;
      line: number;
    }
  | {
      kind: "touches";
      what: "line" | "key" | "function";
      /** Of the key or the function. */
      name: string | null;
      issue: number;
      service: string;
      symptom: Symptom;
      path: string;
      line: number;
    }
  | { kind: "not-alone"; migration: string; code: string; service: string };

const SYMPTOM: Record<Symptom, string> = {
  errors: "failed",
  latency: "was slow",
  memory: "leaked memory",
  traffic: "got no requests",
  saturation: "ran out of room",
};

/** The check run on a pull request of which there is something to say; `neutral`, for it fails nobody's build. */
export function beforeMergingCheck(remarks: readonly Remark[], quote: Quote) {
  const [first] = remarks;
  if (!first) throw new Error("A check without a remark is noise.");
  const more = remarks.length - 1;
  return {
    conclusion: "neutral" as const,
    title: `${titleOf(first)}${more > 0 ? `, and ${more} more` : ""}`,
    summary: `${remarks.map((remark) => `- ${words(remark, quote)}`).join("\n")}\n\nThis fails nothing and asks nothing: it is what I would want to know before merging.`,
    annotations: remarks.flatMap((remark) =>
      remark.kind === "not-alone"
        ? []
        : [
            {
              path: remark.path,
              line: remark.line,
              title: titleOf(remark),
              message: `${quote.plain(remark.service, 80)} ${SYMPTOM[remark.symptom]} by this in incident #\u200b${remark.issue}.`,
            },
          ],
    ),
  };
}

function titleOf(remark: Remark): string {
  switch (remark.kind) {
    case "undoes-fix":
      return `Undoes what healed incident ${remark.issue}`;
    case "touches":
      return `Touches the ${remark.what} behind incident ${remark.issue}`;
    case "not-alone":
      return "Could not be undone alone";
  }
}

function words(remark: Remark, quote: Quote): string {
  const where = "path" in remark ? quote.code(`${remark.path}:${remark.line}`) : "";
  switch (remark.kind) {
    case "undoes-fix": {
      const by = remark.pullRequest === null ? "" : ` by #${remark.pullRequest}`;
      return `**This brings back what #${remark.issue} took out${by}** (${where}): ${quote.code(remark.service)} ${SYMPTOM[remark.symptom]} with it. If it is meant to land again, the post-mortem there says what it needs first.`;
    }
    case "touches": {
      const name = remark.name === null ? "" : ` ${quote.code(remark.name)}`;
      return `This changes the ${remark.what}${name} (${where}) behind #${remark.issue}, in which ${quote.code(remark.service)} ${SYMPTOM[remark.symptom]}.`;
    }
    case "not-alone":
      return `**Split the migration from the code.** ${quote.code(remark.migration)} changes tables and ${quote.code(remark.code)} of ${quote.code(remark.service)} may rest on that: were the code to break something, neither could be undone alone. As two pull requests, the migration first, the second can be.`;
  }
}
