import type { PushSignal } from "../contracts/signal.ts";
import { patchDigest } from "../orient/memory/patch-digest.ts";
import { recollectionOf } from "../orient/memory/recollection-of.ts";
import type { LoopPorts } from "./ports.ts";

/** Incidents of the repository that are looked at, and commits of the push. */
const INCIDENTS = 100;
const COMMITS = 20;

/** As `git revert` writes it (https://git-scm.com/docs/git-revert). */
const REVERTS = /\bThis reverts commit ([0-9a-f]{40}(?:[0-9a-f]{24})?)\b/g;

/**
 * A person who reverts our revert has overruled us, and memory is told. Known by what the message says and by the lines
 * themselves: the one alone proves nothing, and by the other alone the same mistake made twice would count for it. Told
 * again, the same is remembered.
 */
export async function heedPush(push: PushSignal, ports: LoopPorts): Promise<void> {
  if (!push.isDefaultBranch) return;
  const ours = (await ports.store.ofRepository(push.repository, INCIDENTS)).filter(
    ({ remembered, outcome, diagnosis }) =>
      remembered?.patch &&
      outcome.merge &&
      (push.paths.length === 0 ||
        diagnosis?.hypotheses[0]?.commit?.files.some((path) => push.paths.includes(path))),
  );
  if (ours.length === 0) return;
  const reader = ports.reader(push.repository);
  const landed = (await reader.commitsBetween(push.before, push.after)) ?? [];
  for (const { sha } of landed.slice(-COMMITS)) {
    const commit = await reader.commit(sha);
    const patch = commit?.files ? patchDigest(commit.files) : null;
    if (!commit || patch === null) continue;
    const undone = [...commit.message.matchAll(REVERTS)].map(([, named]) => named);
    for (const incident of ours) {
      const { merge, branch } = incident.outcome;
      const again = undone.includes(merge?.sha) || undone.includes(branch?.commit);
      if (!again || incident.remembered?.patch !== patch) continue;
      const { policy } = await ports.policy(push.repository);
      const afterwards = { patch, suspectReverted: false, refused: false, landedAgain: true };
      await ports.memory.remember(recollectionOf(incident, policy, afterwards));
    }
  }
}
