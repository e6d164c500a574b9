import { type Commit, history, type PlannedChange } from "./history.ts";
import { furniture, innocents } from "./innocents.ts";
import type { Random } from "./random.ts";
import type { Deployment } from "./rollout.ts";
import type { Change, Scenario, World } from "./scenario.ts";

/** Where the files and commits come from that every repository has: a part of the set may bring its own. */
export interface Everyday {
  furniture(world: World): Record<string, string>;
  innocents(world: World, random: Random, count: number): Change[];
}

export interface Plan {
  onset: number;
  start: number;
  end: number;
  /** Files before all commits in play. */
  base: Map<string, string>;
  commits: Commit[];
  deployments: Deployment[];
  /** Deployments are of everything at once, and name no service. */
  whole: boolean;
  culprit: number | null;
  /** Indices of commits that a hasty reader would blame. */
  decoys: number[];
  rolloutLag: number;
  stagger: number;
}

const people = [
  ["Ines Okafor", "iokafor"],
  ["Tomasz Brandt", "tbrandt"],
  ["Mei-Lin Haas", "mlhaas"],
  ["Paulo Reyes", "preyes"],
  ["Sunniva Dahl", "sdahl"],
  ["Ravi Menon", "rmenon"],
  ["Claire Dubois", "cdubois"],
  ["dependabot[bot]", "dependabot[bot]"],
] as const;

/** Lays out when what was merged, deployed and broken. Deterministic for the random state. */
export function plan(
  scenario: Scenario,
  random: Random,
  everyday: Everyday = { furniture, innocents },
): Plan {
  const { world } = scenario;
  const day = Date.UTC(2026, random.integer(1, 9), random.integer(1, 28));
  const second = random.integer(7 * 3600, 21 * 3600);
  const onset =
    day + (scenario.atFullHour ? second - (second % 3600) + 2 : second) * 1000 + random.integer(0, 999);
  const start = onset - random.between(6, 10) * 60_000;
  const end = onset + (scenario.minutes ?? random.between(3, 6)) * 60_000;
  const rolloutLag = random.chance(0.3) ? random.integer(60, 150) * 1000 : random.integer(8, 45) * 1000;
  const slow = random.chance(0.3);
  const stagger = (slow ? random.integer(45, 80) : random.integer(2, 20)) * 1000;

  // What is in play: the scenario's own, some of the world's, and the everyday.
  const total = random.chance(0.06) ? random.integer(45, 52) : random.integer(3, 12);
  const before = { ...everyday.furniture(world), ...world.files, ...scenario.files };
  const regions = (change: Change) =>
    change.edits.flatMap((edit) => {
      const at = "from" in edit ? (before[edit.file]?.indexOf(edit.from) ?? -1) : 0;
      return [{ file: edit.file, from: at, to: "from" in edit ? at + edit.from.length : Infinity }];
    });
  const taken = scenario.changes.flatMap(regions);
  const free = world.extras.filter((extra) =>
    regions(extra).every((r) => !taken.some((t) => t.file === r.file && t.from <= r.to && r.from <= t.to)),
  );
  const extras = random.shuffle(free).slice(0, random.integer(1, 4));
  const own = [...scenario.changes, ...extras];
  const usual = everyday.innocents(world, random, Math.max(total - own.length, random.integer(1, 3)));
  const timed: { change: Change; deploy: number; decoy: boolean }[] = own.map((change) => {
    // A decoy keeps its awkward time in most variants, so that the last deployment is now wrong and now right.
    const kept = random.chance(0.6) ? change.at : undefined;
    const lag = change.role === "culprit" ? -(scenario.lag ?? 0) : scenario.thin ? change.at : kept;
    const deploy =
      change.role === "culprit"
        ? onset + lag! * 1000 - rolloutLag
        : lag !== undefined
          ? onset + lag * 1000
          : onset - random.integer(4 * 60, 150 * 60) * 1000;
    return { change, deploy, decoy: change.role === "decoy" };
  });
  for (const change of usual)
    timed.push({ change, deploy: onset - random.integer(5 * 60, 240 * 60) * 1000, decoy: false });
  // Innocents at the onset, before and after it, so that "the last deployment" is a poor answer.
  const movable = timed.filter(({ change }) => change.role === "innocent" && change.at === undefined);
  const near = random.shuffle(movable).slice(0, random.integer(0, 2));
  for (const item of near) {
    item.deploy = onset + random.integer(-rolloutLag / 1000 - 20, 15) * 1000;
    item.decoy = true;
  }
  // And now and then one that comes when it is too late to have done it.
  const late = timed.find(
    ({ change, decoy }) => !decoy && change.role === "innocent" && change.at === undefined,
  );
  if (late && random.chance(0.2)) {
    late.deploy = onset + random.integer(60, 150) * 1000;
    late.decoy = true;
  }
  timed.sort((a, b) => a.deploy - b.deploy);

  // From the merge to the deployment: the build.
  const pipeline = random.integer(70, 280) * 1000;
  let last = 0;
  const changes: PlannedChange[] = timed.map(({ change, deploy }) => {
    const [name, login] = random.pick(people);
    const committedAt = Math.max(
      deploy - pipeline - random.integer(0, 40) * 1000,
      last + random.integer(4000, 30_000),
    );
    last = committedAt;
    return {
      ...change,
      committedAt,
      author: { name, login, email: `${login.replace("[bot]", "")}@users.noreply.github.com` },
    };
  });
  const commits = history(world.repository, before, changes);

  const affected = (index: number) =>
    world.services
      .filter((service) =>
        service.paths.some((path) => commits[index]!.paths.some((file) => file.startsWith(path))),
      )
      .map((service) => service.name);
  const whole = random.chance(0.22);
  const everything = world.services
    .filter((service) => service.paths.length > 0)
    .map((service) => service.name);
  const culprit = commits.findIndex(({ change }) => change.role === "culprit");
  const deployments: Deployment[] = [];
  let waiting: string[] = [];
  timed.forEach(({ deploy, change }, index) => {
    const services = [...new Set([...waiting, ...(whole ? everything : affected(index))])];
    const at = Math.max(deploy, changes[index]!.committedAt + 20_000);
    // Now and then two commits go out in one deployment; never one that has a time of its own.
    const next = timed[index + 1];
    const rides =
      next !== undefined &&
      change.role !== "culprit" &&
      change.at === undefined &&
      next.deploy - deploy < 20 * 60_000 &&
      random.chance(0.3);
    if (rides) {
      waiting = services;
      return;
    }
    waiting = [];
    const slots = change.role === "culprit" && scenario.slotsReached ? { slots: scenario.slotsReached } : {};
    if (services.length || change.role === "culprit") deployments.push({ at, services, index, ...slots });
  });
  // The culprit's deployment may name a later commit that went out with it.
  const mine = deployments.find((deployment) => deployment.index === culprit);
  if (mine && culprit + 1 < commits.length && random.chance(0.25)) {
    const next = deployments.find((deployment) => deployment.index === culprit + 1);
    const follower = timed[culprit + 1]!;
    const early = changes[culprit + 1]!.committedAt + 15_000 < mine.at;
    if (early && follower.change.role === "innocent" && follower.change.at === undefined) {
      for (const service of next ? next.services : affected(culprit + 1))
        if (!mine.services.includes(service)) mine.services.push(service);
      mine.index = culprit + 1;
      if (next) deployments.splice(deployments.indexOf(next), 1);
    }
  }
  return {
    onset,
    start,
    end,
    base: new Map(Object.entries(before)),
    commits,
    deployments,
    whole,
    culprit: culprit < 0 ? null : culprit,
    decoys: timed.flatMap(({ decoy }, index) => (decoy ? [index] : [])),
    rolloutLag,
    stagger,
  };
}
