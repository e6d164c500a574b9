import type { Diagnosis, Remedy, RemedyKind } from "../../contracts/diagnosis.ts";
import type { Runbook } from "../../contracts/policy.ts";
import { sanitise } from "../../safety/sanitise.ts";
import type { CaseFile } from "../case-file.ts";
import { type GuiltySetting, guiltySetting } from "./guilty-setting.ts";
import { healedBefore } from "./healed-before.ts";
import { matchingRunbook } from "./matching-runbook.ts";

/** What there is to choose by. */
interface Grounds {
  decision: Diagnosis["decision"];
  suspect: string | null;
  /** The last healthy revision, where it is a commit, and where the policy says how to bring it out. */
  revision: string | null;
  setting: GuiltySetting | null;
  runbook: Runbook | null;
  past: Remedy["past"] | null;
  edits: Remedy["edits"] | null;
}

interface Choice {
  kind: RemedyKind;
  /** The remedy with what its kind needs, where the grounds are there. */
  from(grounds: Grounds): Omit<Remedy, "kind"> | null;
}

const short = (sha: string | null | undefined) => (sha ?? "").slice(0, 7);
const told = (text: string) => sanitise(text, 200);

/**
 * Which remedy for which diagnosis, the best first: what takes effect at once and takes nothing innocent along, then the
 * smallest change that undoes the cause, then what was written for this very failure by people, then what helped before,
 * and a model's own words last.
 */
export const CHOICES: Readonly<Record<"commit" | "none", readonly Choice[]>> = {
  commit: [
    { kind: "redeploy", from: redeploy },
    // The rest of the commit is innocent, and stays.
    { kind: "restore-config", from: (grounds) => (grounds.setting?.alone ? null : restore(grounds)) },
    {
      kind: "revert",
      from: ({ suspect }) => ({
        summary: `Revert ${short(suspect)} and keep everything that landed after it.`,
      }),
    },
    // The commit is that one value: the same change, and where its lines changed since it needs no lines.
    { kind: "restore-config", from: (grounds) => (grounds.setting?.alone ? restore(grounds) : null) },
    { kind: "patch", from: patch },
  ],
  none: [
    { kind: "runbook", from: runbook },
    { kind: "replay", from: replay },
    { kind: "patch", from: patch },
  ],
};

/** No more are tried: what comes after these is a person's matter. */
const MOST = 4;

/**
 * The diagnosis with the remedy that fits it and that the policy allows, and with what is tried where that cannot be
 * planned. While nobody knows what did it nothing is done. Pure.
 */
export function chooseRemedy(diagnosis: Diagnosis, file: CaseFile): Diagnosis {
  const { decision, suspect } = diagnosis;
  if (decision === "unknown" || (decision === "commit" && suspect === null)) return diagnosis;
  const allowed = new Set(file.policy.guardrails.remedies);
  const grounds = groundsOf(diagnosis, file);
  const found = CHOICES[decision].flatMap(({ kind, from }): Remedy[] => {
    const rest = from(grounds);
    return rest ? [{ kind, ...rest }] : [];
  });
  const chosen = found.filter(({ kind }) => allowed.has(kind)).slice(0, MOST);
  const [remedy = notAllowed(found, diagnosis.remedy), ...otherwise] = chosen;
  return { ...diagnosis, remedy, ...(otherwise.length > 0 ? { otherwise } : {}) };
}

/** A revert is still what would be done: it is told, and Guardrail lets it go no further. Of others it is told that they fit. */
function notAllowed([first, ...rest]: readonly Remedy[], none: Remedy): Remedy {
  const revert = [first, ...rest].find((one) => one?.kind === "revert");
  if (revert || !first) return revert ?? none;
  return {
    ...none,
    summary: `${none.summary} A ${first.kind} fits, and the policy's guardrails.remedies does not name it: ${first.summary}`,
  };
}

function groundsOf(diagnosis: Diagnosis, file: CaseFile): Grounds {
  const { decision, suspect, revisions, secondOpinion, service } = diagnosis;
  const { policy, evidence } = file;
  const { healthy } = revisions;
  const isCommit = healthy !== null && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(healthy);
  return {
    decision,
    suspect,
    revision: isCommit && policy.deploy.redeploy ? healthy : null,
    setting: decision === "commit" && suspect !== null ? guiltySetting(suspect, file) : null,
    runbook: matchingRunbook(policy, evidence, service) ?? null,
    past: healedBefore(diagnosis),
    edits: secondOpinion?.heard && secondOpinion.patch?.length ? secondOpinion.patch : null,
  };
}

function redeploy({ revision, suspect }: Grounds): Omit<Remedy, "kind"> | null {
  if (revision === null) return null;
  const summary = `Bring ${short(revision)}, the last healthy revision, out again at once, and revert ${short(suspect)}.`;
  return { revision, summary };
}

function restore({ setting, suspect }: Grounds): Omit<Remedy, "kind"> | null {
  if (!setting) return null;
  const { path, name } = setting.setting;
  const summary = `Put ${told(name)} in ${told(path)} back to what it was before ${short(suspect)}, and keep the rest of it.`;
  return { setting: setting.setting, summary };
}

function runbook({ runbook: one }: Grounds): Omit<Remedy, "kind"> | null {
  if (!one) return null;
  const { file, path } = one.set;
  const summary = `Set ${told(path)} in ${told(file)}, as the policy's runbook for "${told(one.when.error)}" says.`;
  return { runbook: { error: one.when.error, file, path }, summary };
}

function replay({ past }: Grounds): Omit<Remedy, "kind"> | null {
  if (!past) return null;
  const where = past.issue === null ? "before" : `in #${past.issue}`;
  return { past, summary: `Do again what healed the same ${where}.` };
}

function patch({ edits }: Grounds): Omit<Remedy, "kind"> | null {
  if (!edits) return null;
  const paths = [...new Set(edits.map(({ path }) => told(path)))].join(", ");
  return { edits, summary: `Change ${paths} as a model proposes.` };
}
