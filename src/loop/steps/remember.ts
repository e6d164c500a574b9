import type { Incident } from "../../contracts/incident.ts";
import { patchDigest } from "../../orient/memory/patch-digest.ts";
import { recollectionOf } from "../../orient/memory/recollection-of.ts";
import { recollectionOfAttempt } from "../../orient/memory/recollection-of-attempt.ts";
import type { LoopPorts, StepResult } from "../ports.ts";

/**
 * What the incident teaches goes to memory, whose journal keeps it from then on. Done again after a crash, it takes
 * the place of what was remembered of the same incident.
 */
export async function remember(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { repository, diagnosis, outcome } = incident;
  // What it teaches, the incident teaches that it goes on in.
  if (incident.closed?.as === "same-cause")
    return { change: { remembered: { at: incident.closed.at, patch: null } }, thoughts: [] };
  const { policy } = await ports.policy(repository);
  // Where nothing of ours came after what was taken back, that is the lesson.
  const tried = outcome.merge ? undefined : incident.attempts.at(-1);
  const suspect = tried ? tried.suspect : diagnosis?.decision === "commit" ? diagnosis.suspect : null;
  const pullRequest = outcome.pullRequest?.number ?? null;
  const [commit, facts] = await Promise.all([
    suspect === null ? null : ports.reader(repository).commit(suspect),
    suspect === null || outcome.merge || tried
      ? null
      : ports.facts(repository).read({ pullRequest, paths: [], base: null, suspect }),
  ]);
  const patch = commit?.files ? patchDigest(commit.files) : null;
  const recollection = tried
    ? recollectionOfAttempt(incident, tried, policy, patch)
    : recollectionOf(incident, policy, {
        patch,
        suspectReverted: facts?.suspectReverted ?? false,
        refused: facts?.pullRequest?.state === "closed" && !facts.pullRequest.merged,
        landedAgain: false,
      });
  await ports.memory.remember(recollection);
  const at = new Date(ports.clock.now()).toISOString();
  return { change: { remembered: { at, patch: recollection.patch } }, thoughts: [] };
}
