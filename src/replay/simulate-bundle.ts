import type { ChangeSet } from "../contracts/change-set.ts";
import type { Diagnosis } from "../contracts/diagnosis.ts";
import { type JudgedPlan, Judgement } from "../contracts/judgement.ts";
import type { Policy } from "../contracts/policy.ts";
import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import type { Verdict } from "../contracts/verdict.ts";
import { judge } from "../decide/judge/judge.ts";
import { planRemedy } from "../decide/plan/plan.ts";
import { readAftermath } from "../decide/plan/read-aftermath.ts";
import { diagnoseBundle } from "./diagnose-bundle.ts";
import type { Bundle } from "./read-bundle.ts";
import { readerOf } from "./reader-of.ts";
import { type OtherTerms, replayJudgement } from "./replay-judgement.ts";

export interface Simulation {
  /** What is broken, in one sentence. */
  summary: string;
  service: string;
  suspect: string | null;
  verdict: Verdict;
  /** What was decided at the time; null where the bundle does not say. */
  was: Verdict["decision"] | null;
  /** What the bundle does not hold, and was taken to be so. */
  assumed: string[];
}

const ASSUMED = [
  "Nothing was recorded of the repository's state: no open work, no pause and no rule of the branch is taken to stand against it, and its checks to succeed.",
  "Nothing was recorded of earlier fixes: this is taken to be the first.",
];

/**
 * What would have been decided about the incident of a bundle under that policy, without any person. Where the
 * service wrote the bundle, it is judged on exactly what was known at the time; else on what the bundle holds.
 * Without another policy, the verdict of that time is made again, or the bundle's own policy is taken.
 * Null where there is no policy to go by.
 */
export async function simulateBundle(bundle: Bundle, other: OtherTerms | null): Promise<Simulation | null> {
  const kept = Judgement.safeParse(bundle.judgement).data ?? null;
  const was = kept && replayJudgement(bundle.judgement);
  const replayed = kept && replayJudgement(bundle.judgement, other);
  if (kept && replayed)
    return {
      summary: kept.anomaly.summary,
      service: kept.anomaly.service,
      suspect: kept.diagnosis.suspect,
      verdict: replayed,
      was: was?.decision ?? null,
      assumed: [],
    };
  const own = bundle.policy && { policy: bundle.policy, source: { path: "policy.yml", blob: "" } };
  const terms = other ?? own;
  return terms && { ...(await afresh(bundle, terms)), was: was?.decision ?? null };
}

async function afresh(bundle: Bundle, { policy, source }: OtherTerms): Promise<Omit<Simulation, "was">> {
  const { diagnosis, anomaly, evidence, now } = await diagnoseBundle({ ...bundle, policy });
  const at = new Date(now).toISOString();
  const reader = await readerOf(bundle);
  const head = await headAt(reader, at);
  const plan =
    head === null ? unplanned(diagnosis) : await planOf(diagnosis, reader, policy, bundle.clone === null);
  const aftermath =
    diagnosis.suspect === null || head === null
      ? null
      : await readAftermath(reader, {
          suspect: diagnosis.suspect,
          head,
          paths: plan.kind === "planned" ? plan.files.map(({ path }) => path) : [],
          environment: bundle.environment,
          nowMs: now,
        });
  const verdict = judge({
    policy,
    policySource: source,
    policyProblems: 0,
    anomaly,
    diagnosis,
    plan,
    facts:
      head === null
        ? null
        : {
            at,
            defaultBranch: "main",
            head,
            archived: false,
            public: false,
            rules: {
              requiredChecks: [],
              requiredApprovals: 0,
              codeOwners: false,
              mergeQueue: false,
              signedCommits: false,
              unread: null,
            },
            pullRequest: null,
            openWork: [],
            movedPaths: [],
            suspectReverted: false,
            suspectRelanded: false,
          },
    aftermath,
    serving: evidence.items.filter((item) => item.kind === "revisions"),
    approvals: [],
    held: null,
    history: { merges: [], inFlight: [], openFixes: [], failingElsewhere: 0, paused: false },
    recovery: null,
    now: at,
    stage: "before-branch",
    made: null,
  });
  const { summary, service } = anomaly;
  return { summary, service, suspect: diagnosis.suspect, verdict, assumed: ASSUMED };
}

/** The newest commit that the bundle knows of at that time; null where it knows of none. */
async function headAt(reader: RepoReader, at: string): Promise<string | null> {
  const commits = await reader.commitsSince(new Date(Date.parse(at) - 30 * 86_400_000).toISOString(), 250);
  return commits.find(({ committedAt }) => committedAt <= at)?.sha ?? null;
}

/** As the service would plan it; where the bundle has no files to plan on, as far as the commit itself tells. */
async function planOf(
  diagnosis: Diagnosis,
  reader: RepoReader,
  policy: Policy,
  listed: boolean,
): Promise<JudgedPlan> {
  const plan = await planRemedy({ diagnosis, reader, policy });
  const commit = diagnosis.suspect === null ? null : await reader.commit(diagnosis.suspect);
  if (plan.kind === "planned" || plan.conflicts.length > 0 || diagnosis.remedy.kind !== "revert") return plan;
  if (!listed || !commit?.files || commit.files.length === 0) return plan;
  const files: Omit<ChangeSet["files"][number], "before" | "after">[] = commit.files.map((file) => ({
    path: file.path,
    mode: "100644",
    added: file.deletions,
    removed: file.additions,
  }));
  return {
    kind: "planned",
    remedy: "revert",
    base: commit.sha,
    reverts: [commit.sha],
    files,
    title: "Revert",
    summary: "By the lines of the commit: the bundle holds no files to plan on.",
  };
}

function unplanned({ remedy }: Diagnosis): JudgedPlan {
  return {
    kind: "unplanned",
    remedy: remedy.kind,
    reason: "The bundle holds no commits to plan on.",
    conflicts: [],
  };
}
