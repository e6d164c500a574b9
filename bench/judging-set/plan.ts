import { history, type PlannedChange } from "../unseen/history.ts";
import type { Plan } from "../unseen/plan.ts";
import type { Random } from "../unseen/random.ts";
import type { Deployment } from "../unseen/rollout.ts";
import type { Change } from "../unseen/scenario.ts";
import type { JudgingSet } from "./judging-set.ts";
import type { Scenario } from "./scenario.ts";

const touches = (change: Change, before: Record<string, string>) =>
  change.edits.map((edit) => {
    const from = "from" in edit ? (before[edit.file]?.indexOf(edit.from) ?? -1) : 0;
    return { file: edit.file, from, to: "from" in edit ? from + edit.from.length : Number.MAX_SAFE_INTEGER };
  });

/** Merges, builds and deployments around the onset. Deterministic for the random state. */
export function layOut(set: JudgingSet, scenario: Scenario, random: Random): Plan {
  const { world } = scenario;
  // Any day of the week, any hour: some teams deploy at night.
  const midnight = Date.UTC(2026, random.integer(0, 9), random.integer(1, 28));
  const second = random.integer(0, 86_399);
  const onset = scenario.atFullHour
    ? midnight + Math.floor(second / 3600) * 3_600_000 + random.integer(800, 4000)
    : midnight + second * 1000 + random.integer(0, 999);
  const start = onset - random.between(...set.baseline) * 60_000;
  const end = onset + (scenario.minutes ?? random.between(3.5, 7)) * 60_000;
  const rolloutLag =
    random.pick([random.integer(4, 15), random.integer(15, 60), random.integer(60, 200)]) * 1000;
  const stagger = random.pick([random.integer(1, 6), random.integer(10, 30), random.integer(40, 75)]) * 1000;

  const before = { ...set.surroundings(world), ...world.files, ...scenario.files };
  const taken = scenario.changes.flatMap((change) => touches(change, before));
  const clear = world.extras.filter((extra) =>
    touches(extra, before).every(
      (mine) => !taken.some((t) => t.file === mine.file && t.from <= mine.to && mine.from <= t.to),
    ),
  );
  const extras = scenario.thin ? [] : random.shuffle(clear).slice(0, random.integer(1, 3));
  const many = random.integer(...(random.chance(0.08) ? set.filling.crowded : set.filling.usual));
  const filling = set.everyday(world, random, many);

  interface Timed {
    change: Change;
    deploy: number;
    decoy: boolean;
  }
  const timed: Timed[] = [...scenario.changes, ...extras].map((change) => {
    const { role } = change;
    if (role === "culprit")
      return { change, deploy: onset - (scenario.lag ?? 0) * 1000 - rolloutLag, decoy: false };
    if (scenario.oneRelease && change.at !== undefined && change.at > 0 && change.at <= 3) {
      const release = onset - (scenario.lag ?? 0) * 1000 - rolloutLag;
      return { change, deploy: release + change.at * 1000, decoy: true };
    }
    // Where two answers are to be as good as each other, both go out at the same time.
    if (scenario.thin && change.at !== undefined)
      return { change, deploy: onset - rolloutLag + change.at * 1000, decoy: true };
    const keep = change.at !== undefined && random.chance(set.keepsMoment);
    return {
      change,
      deploy: keep ? onset + change.at! * 1000 : onset - random.integer(6, 200) * 60_000,
      decoy: role === "decoy",
    };
  });
  for (const change of filling)
    timed.push({ change, deploy: onset - random.integer(3, 420) * 60_000, decoy: false });
  // What builds up since the culprit's deployment would begin anew where its service is deployed again.
  const cause = scenario.changes.find(({ role }) => role === "culprit");
  const near = world.services.flatMap(({ paths }) =>
    paths.some((path) => cause?.edits.some(({ file }) => file.startsWith(path))) ? paths : [],
  );
  const restarts = ({ edits }: Change) =>
    set.lagUndisturbed &&
    scenario.lag !== undefined &&
    edits.some(({ file }) => near.some((path) => file.startsWith(path)));
  // Something harmless goes out right at the onset more often than not, and sometimes soon after it.
  const loose = random.shuffle(
    timed.filter(({ change }) => change.role === "innocent" && change.at === undefined && !restarts(change)),
  );
  for (const item of loose.slice(0, random.pick([0, 1, 1, 2]))) {
    item.deploy = onset - rolloutLag + random.integer(-45, 30) * 1000;
    item.decoy = true;
  }
  const tardy = loose[3];
  if (tardy && random.chance(0.25)) {
    tardy.deploy = onset + random.integer(45, 180) * 1000;
    tardy.decoy = true;
  }
  timed.sort((a, b) => a.deploy - b.deploy);

  const build = random.integer(100, 700) * 1000;
  let last = 0;
  const changes: PlannedChange[] = timed.map(({ change, deploy }) => {
    const bot = change.message.startsWith("build(deps") || /^bump /i.test(change.message);
    const [name, login] = bot ? (["renovate[bot]", "renovate[bot]"] as const) : random.pick(set.people);
    last = Math.max(deploy - build - random.integer(0, 90) * 1000, last + random.integer(3000, 20_000));
    return {
      ...change,
      committedAt: last,
      author: { name, login, email: `${login.replace("[bot]", "")}@users.noreply.github.com` },
    };
  });
  const commits = history(world.repository, before, changes);

  const whole = !(set.lagUndisturbed && scenario.lag !== undefined) && random.chance(set.wholeDeployments);
  const all = world.services.filter(({ paths }) => paths.length > 0).map(({ name }) => name);
  const affected = (index: number) =>
    world.services
      .filter(({ paths }) =>
        paths.some((path) => commits[index]!.paths.some((file) => file.startsWith(path))),
      )
      .map(({ name }) => name);
  const deployments: Deployment[] = [];
  let riding: string[] = [];
  timed.forEach(({ deploy, change }, index) => {
    const services = [...new Set([...riding, ...(whole ? all : affected(index))])];
    const next = timed[index + 1];
    const together = scenario.oneRelease === true && change.role === "culprit" && next !== undefined;
    const rides =
      together ||
      (next !== undefined &&
        change.role !== "culprit" &&
        change.at === undefined &&
        next.change.role === "innocent" &&
        next.deploy - deploy < 15 * 60_000 &&
        next.deploy < onset - 4 * 60_000 &&
        random.chance(0.35));
    riding = rides ? services : [];
    if (!rides && (services.length > 0 || change.role === "culprit"))
      deployments.push({ at: Math.max(deploy, changes[index]!.committedAt + 15_000), services, index });
  });
  const culprit = commits.findIndex(({ change }) => change.role === "culprit");
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
    stagger: scenario.oneInstance ? 25 * 60_000 : stagger,
  };
}
