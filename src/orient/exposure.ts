import type { EvidenceOf } from "../contracts/evidence.ts";
import { isAppliedApart } from "./applied-apart.ts";
import type { Candidate, CaseFile, Deployed } from "./case-file.ts";
import { commitOf } from "./commit-of.ts";
import { carrying } from "./taken-back.ts";
import { type Served, type Timeline, timelineOf } from "./timeline.ts";

/** When a service began to run a commit, as far as it is known. */
export type Exposure =
  | {
      known: "revision" | "deployment" | "commit";
      fromMs: number;
      toMs: number;
      /** Most likely early within that time: nobody said when the deployment was done. */
      open?: boolean;
      /** Telemetry names the revisions of the service, and none that holds it was heard since. */
      unheard?: boolean;
      evidence: readonly string[];
    }
  /** Telemetry names the revisions of the service, and none contains the commit. */
  | { known: "never"; evidence: readonly string[] };

/** Without any deployment on record, a push is taken to be live within this time. */
const PUSH_TO_LIVE_MS = 30 * 60_000;

/** From best to least: the service's own spans, GitHub's deployments, the commit's own date. */
export function exposureOf(
  candidate: Candidate,
  service: string,
  file: CaseFile,
  timeline: Timeline = timelineOf(service, file),
): Exposure {
  const carries = carrying(file);
  const first = timeline.served.findIndex((served) => carries(served.sha ?? "", candidate.sha));
  const before = timeline.served.slice(0, first < 0 ? timeline.served.length : first);
  // A revision that is no known commit may have held it already, if it is young enough.
  const told = before.every(({ sha, firstMs }) => sha !== null || firstMs < candidate.committedMs);
  if (timeline.served.length > 0 && told) {
    const began = timeline.served[first];
    if (
      !began &&
      timeline.served.some(({ sha }) => sha !== null) &&
      !isAppliedApart(candidate) &&
      !diedUnheard(candidate, service, timeline, file)
    ) {
      const unheard = deployedUnheard(candidate, service, file);
      return unheard
        ? {
            known: "deployment",
            fromMs: unheard.beginMs,
            toMs: unheard.endMs,
            ...(unheard.open ? { open: true } : {}),
            unheard: true,
            evidence: timeline.evidence,
          }
        : { known: "never", evidence: timeline.evidence };
    }
    if (began)
      return {
        known: "revision",
        ...(first === 0
          ? sinceBefore(candidate, service, began.firstMs, file)
          : liveAt(firstHeard(began, service, file))),
        evidence: timeline.evidence,
      };
  }
  const brings = (deployed: Deployed) => carries(deployed.sha, candidate.sha);
  const deployment =
    file.deployments.find((one) => (one.service ?? service) === service && brings(one)) ??
    file.deployments.find(brings);
  if (deployment) {
    const start = startAfter(deployment, service, file);
    if (start) return { known: "deployment", ...start };
    // Before the oldest deployment on record there were others: what it holds may have been live for long.
    const oldest = deployment === file.deployments[0];
    const fromMs = oldest ? Math.min(candidate.committedMs, deployment.beginMs) : deployment.beginMs;
    const open = deployment.open === true && !oldest;
    return { known: "deployment", fromMs, toMs: deployment.endMs, ...(open ? { open } : {}), evidence: [] };
  }
  // Deployments are recorded, and none carries it: it waits for the next one.
  if (file.deployments.length > 0) return { known: "never", evidence: [] };
  return {
    known: "commit",
    fromMs: candidate.committedMs,
    toMs: candidate.committedMs + PUSH_TO_LIVE_MS,
    evidence: [],
  };
}

/** What dies at its start is heard of before it serves a request. */
function firstHeard({ sha, firstMs }: Served, service: string, file: CaseFile): number {
  const heard = file.evidence.items.flatMap((item) =>
    item.kind === "change" &&
    item.what === "revision" &&
    item.service === service &&
    item.revision !== undefined &&
    commitOf(item.revision, service, file) === sha
      ? [Date.parse(item.at)]
      : [],
  );
  return Math.min(firstMs, ...heard.filter((atMs) => atMs >= firstMs - STARTS_WITHIN_MS));
}

/** From its first sign to the first request that it serves. */
const STARTS_WITHIN_MS = 10 * 60_000;

const liveAt = (heardMs: number) => ({ fromMs: heardMs - 1000, toMs: heardMs });

/**
 * What ran when one began to listen went live earlier than it was heard: its deployment knows when, or else it was some time
 * since it was written.
 */
function sinceBefore(
  candidate: Candidate,
  service: string,
  heardMs: number,
  file: CaseFile,
): { fromMs: number; toMs: number } {
  const carries = carrying(file);
  const deployed = file.deployments.find(
    (one) => (one.service ?? service) === service && carries(one.sha, candidate.sha),
  );
  if (deployed) {
    if (deployed.beginMs >= heardMs - 1000) return liveAt(heardMs);
    return { fromMs: deployed.beginMs, toMs: Math.min(deployed.endMs, heardMs) };
  }
  return candidate.committedMs < heardMs - 1000
    ? { fromMs: candidate.committedMs, toMs: heardMs }
    : liveAt(heardMs);
}

/** A process that starts anew may do so a little before the clock of whoever deployed it says. */
const CLOCKS_MS = 5_000;
const BATCH_MS = 5_000;

/**
 * A revision that the service began to serve within a deployment, or else new processes of it: that is when it went live, where
 * nothing says so of its requests.
 */
function startAfter(
  deployment: Deployed,
  service: string,
  file: CaseFile,
): { fromMs: number; toMs: number; evidence: string[] } | null {
  const carries = carrying(file);
  const starts = file.evidence.items
    .filter((item): item is EvidenceOf<"change"> => item.kind === "change" && item.service === service)
    .filter(({ at }) => {
      const atMs = Date.parse(at);
      return atMs >= deployment.beginMs - CLOCKS_MS && atMs <= deployment.endMs;
    })
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const revision = starts.find(({ what, revision: named }) => {
    if (what !== "revision" || !named) return false;
    const sha = commitOf(named, service, file);
    return sha === null || carries(sha, deployment.sha);
  });
  const item = revision ?? starts.find(({ what }) => what === "restart");
  if (!item) return null;
  const toMs = Date.parse(item.at);
  // Where another revision that holds it was heard first, its own came and went unheard in between.
  const sha = revision?.revision ? commitOf(revision.revision, service, file) : null;
  const own = sha === null || sha === deployment.sha;
  return { fromMs: own ? toMs - BATCH_MS : Math.min(deployment.beginMs, toMs), toMs, evidence: [item.id] };
}

/** A process may take so long to be replaced, and its telemetry so long to arrive. */
const REPLACED_MS = 90_000;
/** So long a silence of a service that was heard before is one. */
const SILENT_MS = 20_000;

/**
 * Whether the service fell silent when a deployment carried the commit to it: what dies at its start sends nothing, and
 * that its revision was never heard is then no alibi.
 */
function diedUnheard(candidate: Candidate, service: string, { served }: Timeline, file: CaseFile): boolean {
  const carries = carrying(file);
  const heardMs = Math.max(...served.map(({ lastMs }) => lastMs));
  if (heardMs > Date.parse(file.evidence.collectedAt) - SILENT_MS) return false;
  // Where nobody records deployments, what landed shortly before may be what went out.
  if (file.deployments.length === 0)
    return (
      candidate.committedMs <= heardMs + REPLACED_MS && candidate.committedMs >= heardMs - PUSH_TO_LIVE_MS
    );
  return file.deployments.some(
    (one) =>
      (one.service ?? service) === service &&
      carries(one.sha, candidate.sha) &&
      one.beginMs >= heardMs - REPLACED_MS &&
      one.beginMs <= heardMs + REPLACED_MS,
  );
}

/** So long before the onset may such a deployment lie, and so long must there have been time to hear of it. */
const UNHEARD_MS = 15 * 60_000;
const TIME_TO_HEAR_MS = 30_000;

/**
 * The deployment of this very service that carried the commit around the onset, though no process of it was ever heard:
 * new processes may die at their start while old ones serve on.
 */
function deployedUnheard(candidate: Candidate, service: string, file: CaseFile): Deployed | null {
  const carries = carrying(file);
  const { earliest, latest } = file.anomaly.onset;
  return (
    file.deployments.find(
      (one) =>
        one.service === service &&
        carries(one.sha, candidate.sha) &&
        one.beginMs >= Date.parse(earliest) - UNHEARD_MS &&
        one.beginMs <= Date.parse(latest) + TIME_TO_HEAR_MS &&
        one.beginMs <= Date.parse(file.evidence.collectedAt) - TIME_TO_HEAR_MS,
    ) ?? null
  );
}
