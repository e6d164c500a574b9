import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { applyEnvironment } from "./apply-environment.ts";
import { changePolicy } from "./change-policy.ts";
import type { EnvironmentAction, Fault } from "./fault-catalogue.ts";
import { findRevertedPatches } from "./find-reverted-patches.ts";
import { injectCommits } from "./inject-commits.ts";
import { judgeOutcome } from "./judge-outcome.ts";
import type { Outcome } from "./outcome.ts";
import { plantMemory } from "./plant-memory.ts";
import { type Probing, probeMarketplace } from "./probe-marketplace.ts";
import type { Pushed } from "./push-commits.ts";
import { reviewProposals } from "./review-proposals.ts";
import { type Random, seededRandom } from "./seeded-random.ts";
import type { Say, World } from "./start-world.ts";
import { waitForBaseline } from "./wait-for-baseline.ts";
import { type IncidentWatch, type SeenIssue, watchIncidents } from "./watch-incidents.ts";

/** After the fault shows, how long an incident may take to settle, in milliseconds. */
const SETTLE = 180_000;
/** How long the demo itself probes for health after a merge, or after settling without one. */
const PROBE_AFTER_MERGE = 60_000;
const PROBE_WITHOUT_MERGE = 25_000;
/**
 * Where nothing was changed, health is no accident of the probes: for so long before a streak's end nobody else failed
 * either, as a fault may meet one customer in two hundred. Milliseconds.
 */
const QUIET_WITHOUT_MERGE = 20_000;
const AWAITING_APPROVAL = "sre-space:awaiting-approval";
/** What no other customer may wait for during a streak, in milliseconds: the storefront's own objective. */
const SLOWEST_FOR_OTHERS = 800;

/**
 * Does one fault to a world and waits until what came of it has settled: pushes its commits or breaks its surroundings,
 * starts the clock when the fault is in force, probes, and compares with what was expected.
 *
 * @param onBroken is given what lifts an environment fault before its time, once that is in force.
 */
export async function runFault(
  world: World,
  fault: Fault,
  say: Say,
  onBroken: (lift: () => Promise<void>) => void = () => {},
): Promise<Outcome> {
  const random = seededRandom(world.seed * 7_919 + 17);
  await prepare(world, fault, say);
  // A world may see several faults, one after the other: only what is opened from here on is this one's.
  const watch = watchIncidents(world.github.serviceBot, () => {});
  const unsubscribe = world.github.onDelivery((delivery) => watch.see(delivery));
  const writesBefore = world.github.writesOfService();
  const reviews = fault.reviewed ? reviewProposals(world.github, watch, say) : undefined;
  let lift: (() => Promise<void>) | undefined;
  let expiry: NodeJS.Timeout | undefined;
  try {
    const { pushed, inForce, culprits } = injectCommits(world, fault, random, say);
    let clock: number;
    if (fault.kind === "change") {
      // A push that fails ends the run; one that succeeds has nothing to say here.
      clock = await Promise.race([inForce, pushed.then(() => inForce)]);
      for (const service of world.services.values()) service.rollOutIn(fault.rollout);
    } else {
      const commits = await pushed;
      await world.deployer.until(commits.map(({ sha }) => sha));
      if (commits.length > 0) await sleep(fault.onset);
      lift = once(await applyEnvironment(world, fault.environment as EnvironmentAction, random));
      clock = Date.now();
      say(`${fault.environment?.action} ${fault.environment?.target ?? ""} is in force`);
      onBroken(lift);
      const duration = fault.environment?.for;
      if (duration !== undefined) expiry = setTimeout(lift, duration);
    }
    const deadline = clock + fault.onset + SETTLE;
    // What was opened before anything was broken is a false alarm, unless it turns to the culprit later.
    const incidents = () =>
      watch
        .issues()
        .filter((issue) => issue.openedAt >= clock || culprits.has(issue.summary?.diagnosis?.suspect ?? ""));
    const settled = () => {
      const mine = incidents();
      return (
        mine.length > 0 &&
        mine.every((issue) => issue.settledAt !== undefined) &&
        // Where somebody is about to give the review that is waited for, it goes on.
        !(reviews && mine.some((issue) => issue.labels.includes(AWAITING_APPROVAL)))
      );
    };
    const merged = () => watch.pulls().some((pull) => pull.merged);
    await watch.until(() => merged() || settled(), deadline);
    const probing = probe({ world, watch, random, over: () => settled() || Date.now() > deadline, say });
    if (!(await watch.until(settled, deadline))) say(`not settled after ${SETTLE / 1_000} s`);
    const rolling = [...world.services.values()].some((service) => service.isRolling());
    const [probed, commits] = await Promise.all([probing, pushed]);
    await world.deployer.idle();
    return await describe({
      world,
      watch,
      issues: incidents(),
      fault,
      pushed: commits,
      clock,
      probed,
      rolling,
      approved: reviews?.approved() ?? [],
      writesBefore,
      say,
    });
  } finally {
    reviews?.stop();
    clearTimeout(expiry);
    unsubscribe();
    await lift?.();
    for (const service of world.services.values()) service.rollOutIn(0);
  }
}

/** What a fault brings along besides what it breaks: how the team works and samples, and false memories of SRE-Space's. */
async function prepare(world: World, fault: Fault, say: Say): Promise<void> {
  const { policy, memory } = fault;
  if (fault.reviewed) {
    world.github.requireReview();
    say("main asks for the review of a person");
  }
  if (policy) {
    const sha = await changePolicy(world.committer.directory, policy);
    await world.deployer.until([sha]);
    say(`the team has changed its policy in ${sha.slice(0, 7)}`);
  }
  if (fault.tail_sampled !== undefined) {
    world.collector.sampleTraces(fault.tail_sampled);
    say(`the collector keeps failing and slow traces, and one in ${fault.tail_sampled} of the others`);
    await waitForBaseline(world, say);
  }
  if (memory.length === 0) return;
  if (!world.service) throw new Error("There is no SRE-Space in this world whose memory could be wrong.");
  plantMemory(world.service.dataDirectory, world.github.repository, memory, Date.now());
  say(`SRE-Space remembers ${memory.length} incident${memory.length === 1 ? "" : "s"} that never happened`);
}

/**
 * Probes from the first merge on, or from settling without one. No streak counts while what was merged is not deployed,
 * nor where another customer fails or waits too long within it.
 */
async function probe(probing: {
  world: World;
  watch: IncidentWatch;
  random: Random;
  /** The incident has settled, or will not. */
  over(): boolean;
  say: Say;
}): Promise<Probing> {
  const { world, watch, random, over, say } = probing;
  const from = Date.now();
  const merged = () => watch.pulls().filter((pull) => pull.merged);
  const probed = await probeMarketplace({
    baseUrl: `http://127.0.0.1:${world.front.port}`,
    random,
    giveUp: () =>
      over() && Date.now() > from + (merged().length > 0 ? PROBE_AFTER_MERGE : PROBE_WITHOUT_MERGE),
    alsoGood(since) {
      if (!merged().every((pull) => world.deployed.has(pull.mergeSha ?? ""))) return false;
      const quiet = merged().length > 0 ? since : Math.min(since, Date.now() - QUIET_WITHOUT_MERGE);
      const { failed, slowest } = world.traffic.since(quiet);
      return failed === 0 && slowest <= SLOWEST_FOR_OTHERS;
    },
  });
  if (probed.healthySince === undefined) say(`not healed: ${probed.bad} of ${probed.probes} probes were bad`);
  else say(`healed: 20 good probes in a row, after ${probed.bad} bad ones`, probed.healthySince);
  return probed;
}

async function describe(found: {
  world: World;
  watch: IncidentWatch;
  issues: SeenIssue[];
  fault: Fault;
  pushed: Pushed[];
  clock: number;
  probed: Probing;
  /** A deployment was still on its way to everybody when it settled. */
  rolling: boolean;
  /** Pull requests that a person approved while SRE-Space waited for it. */
  approved: number[];
  writesBefore: number;
  say: Say;
}): Promise<Outcome> {
  const { world, watch, issues, fault, pushed, clock, probed } = found;
  const pulls = watch.pulls();
  const issue = issues.find((each) => each.summary?.diagnosis?.decision === "commit") ?? issues[0];
  // What healed came last, where something was taken back before it.
  const pull = pulls.findLast((each) => each.merged && !each.branch.endsWith("-rollback")) ?? pulls[0];
  await world.committer.refresh();
  const innocent = pushed.filter((commit) => !commit.culprit).map((commit) => commit.patch);
  const reverted = await findRevertedPatches(world.committer.directory, innocent);
  for (const patch of reverted) found.say(`the innocent ${patch} no longer stands in main`);
  const { summary } = issue ?? {};
  const between = (from: number | undefined, to: number | undefined) =>
    from === undefined || to === undefined ? null : Math.round(to - from) / 1_000;
  const outcome: Omit<Outcome, "correct" | "problems"> = {
    fault: fault.id,
    kind: fault.kind,
    culprits: pushed.filter((commit) => commit.culprit).map((commit) => commit.sha),
    decoys: pushed.filter((commit) => !commit.culprit).map((commit) => commit.sha),
    diagnosis: summary?.diagnosis ?? null,
    verdict: summary?.verdict ?? null,
    issue: issue ? { number: issue.number, state: issue.state } : null,
    pull_request: pull ? { number: pull.number, merged: pull.merged } : null,
    recovery: summary?.recovery ?? (issue?.labels.includes("sre-space:healed") ? "healed" : null),
    healed: probed.healthySince !== undefined,
    innocent_reverted: reverted.length > 0,
    approved: pull !== undefined && found.approved.includes(pull.number),
    taken_back: pulls.some((each) => each.merged && each.branch.endsWith("-rollback")),
    closed_before_rollout: found.rolling && issue?.state === "closed",
    seconds: {
      fault_to_anomaly: between(clock, issue?.openedAt),
      anomaly_to_diagnosis: between(issue?.openedAt, issue?.diagnosedAt),
      diagnosis_to_merge: between(issue?.diagnosedAt, pull?.mergedAt),
      fault_to_healed: between(clock, probed.healthySince),
    },
    github_writes: world.github.writesOfService() - found.writesBefore,
    tokens: summary?.tokens ?? 0,
    seed: world.seed,
    intake: world.intake,
    false_alarms: world.watch
      .issues()
      .flatMap(({ number }) => (issues.some((each) => each.number === number) ? [] : [number])),
    logs: join(world.logs),
  };
  const problems = judgeOutcome(fault.expect, outcome);
  return { ...outcome, correct: problems.length === 0, problems };
}

/** The same function, done once however often it is called. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
