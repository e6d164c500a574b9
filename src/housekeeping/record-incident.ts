import type { FileChange } from "../contracts/change-set.ts";
import type { Incident } from "../contracts/incident.ts";
import { incidentRecord } from "../report/incident-record.ts";
import { INCIDENT_LABEL } from "../report/labels.ts";
import type { EndedPorts } from "./ended-ports.ts";
import { mayBeWritten } from "./may-be-written.ts";

/**
 * Proposes the post-mortem of an incident that is over as a file of the repository, where the policy asks. Once: not
 * again where it was proposed before, whatever became of that. Throws what GitHub throws.
 */
export async function recordIncident(
  incident: Incident,
  { policy, reader, facts, proposer, context }: EndedPorts,
): Promise<"proposed" | "not asked for" | "proposed before" | "refused"> {
  const folder = policy.notify.record;
  const { issue, closed } = incident;
  if (folder === undefined || !issue || !closed || !incident.diagnosis) return "not asked for";
  const branch = `sre-space/record-${issue.number}`;
  if ((await proposer.findPullRequest(branch)) !== null) return "proposed before";
  const { name, content, title, body, message } = incidentRecord(incident, context);
  const file: FileChange = {
    path: `${folder}/${name}`,
    mode: "100644",
    before: null,
    after: { content },
    added: content.trimEnd().split("\n").length,
    removed: 0,
  };
  if (!mayBeWritten([file], policy)) return "refused";
  const { head, defaultBranch, archived, rules } = await facts.read({
    pullRequest: null,
    paths: [],
    base: null,
    suspect: null,
  });
  if (archived || (await reader.file(file.path, head)) !== null) return "proposed before";
  const made = await proposer.ensureBranch({
    name: branch,
    base: head,
    files: [file],
    message,
    date: closed.at,
    signed: rules.signedCommits,
  });
  // Made before a crash, on the head of then; or somebody else's, which has no pull request of ours.
  if ("conflict" in made && (await reader.commit(made.conflict))?.message.trimEnd() !== message)
    return "refused";
  const labels = [INCIDENT_LABEL];
  await proposer.ensurePullRequest({ branch, base: defaultBranch, title, body, draft: false, labels });
  return "proposed";
}
