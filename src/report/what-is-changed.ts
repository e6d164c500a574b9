import type { Incident } from "../contracts/incident.ts";
import { commitLink } from "./commit-link.ts";
import type { ReportContext } from "./report-context.ts";

/**
 * Why a change is made and which, as two parts of a sentence: "`a1b2c3d` did it", "undoing it"; "no commit did it, and a
 * runbook of yours fits", "setting `replicas` in `deploy/quotes.yml`".
 */
export function whatIsChanged(
  { diagnosis, plan }: Incident,
  context: ReportContext,
): { why: string; doing: string } {
  const { quote } = context;
  const remedy = diagnosis?.remedy;
  const suspect = diagnosis?.suspect ?? null;
  const kind = plan?.kind === "planned" ? plan.remedy : remedy?.kind;
  const files = plan?.kind === "planned" ? plan.files : [];
  const where = files[0] && files.length === 1 ? ` in ${quote.code(files[0].path)}` : "";
  const why = suspect ? `${commitLink(suspect, context)} did it` : "No commit did it";
  switch (kind) {
    case "revert":
    case "redeploy":
      return {
        why,
        doing: kind === "redeploy" && suspect ? `undoing ${commitLink(suspect, context)}` : "undoing it",
      };
    case "restore-config":
      return {
        why: remedy?.setting ? `${why}, by one value` : why,
        doing: `putting ${remedy?.setting ? quote.code(remedy.setting.name, 80) : "that value"}${where} back, and leaving the rest of it,`,
      };
    case "runbook":
      return {
        why: "No commit did it, and a runbook of yours fits",
        doing: `setting ${remedy?.runbook ? quote.code(remedy.runbook.path, 120) : "what it says"}${where}`,
      };
    case "replay":
      return {
        why: `${why}, and the same was healed before`,
        doing: "doing again what healed it",
      };
    case "patch":
      return { why, doing: `making the change that a model proposes${where}` };
    case "none":
    case undefined:
      return { why, doing: "making a change" };
  }
}
