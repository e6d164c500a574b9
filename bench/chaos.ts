import { isDeepStrictEqual } from "node:util";
import { createTwoFilesPatch } from "diff";
import { chromaKilled } from "../test/chaos/disturbances/chroma-killed.ts";
import { clockJumps } from "../test/chaos/disturbances/clock-jumps.ts";
import { diskFull } from "../test/chaos/disturbances/disk-full.ts";
import { kafkaAway } from "../test/chaos/disturbances/kafka-away.ts";
import { killed } from "../test/chaos/disturbances/killed.ts";
import { postgresRestarted } from "../test/chaos/disturbances/postgres-restarted.ts";
import { redisAway } from "../test/chaos/disturbances/redis-away.ts";
import type { EndState } from "../test/chaos/end-state.ts";
import { incidentUnder } from "../test/chaos/incident-under.ts";
import { limitFiles } from "../test/chaos/limit-files.ts";
import { seeded } from "../test/chaos/seeded.ts";
import { smallDisk } from "../test/chaos/small-disk.ts";
import type { Benchmark, Row } from "./benchmark.ts";

/** How long what is taken away stays away. */
const AWAY_SECONDS = 30;
const KILLS = 50;
const KILLS_OF_AN_INCIDENT = 10;

/** A disturbance by name; null where it cannot be made here. */
type Disturbance = readonly [string, () => Promise<EndState | null>];

/**
 * Whole incidents under what goes wrong around them, one after the other and at full length, each with the service in a process
 * of its own: GitHub and the store must hold the same as after an incident that nothing disturbed.
 */
export const chaos: Benchmark = async ({ progress, seconds }) => {
  const away = (seconds ?? AWAY_SECONDS) * 1_000;
  const seed = Number(process.env.CHAOS_SEED ?? "") || Math.floor(Math.random() * 2 ** 31);
  const disturbances: Disturbance[] = [
    ["nothing, again", () => incidentUnder(async () => {})],
    ["Redis stopped and started", () => redisAway(away)],
    ["Kafka's broker gone", () => kafkaAway(away)],
    ["PostgreSQL restarted, twice", () => postgresRestarted(away)],
    ["Chroma killed", () => chromaKilled()],
    ["the disk full, twice", () => onSmallDisk(away)],
    ["no file may grow, twice", () => diskFull(limitFiles, undefined, away)],
    ["the clock an hour ahead, and back", () => clockJumps(1, away)],
    ["the clock an hour behind, and back", () => clockJumps(-1, away)],
    ...Array.from(
      { length: KILLS / KILLS_OF_AN_INCIDENT },
      (_, nth): Disturbance => [
        `kill -9, ${KILLS_OF_AN_INCIDENT} times (CHAOS_SEED=${seed}, ${nth + 1})`,
        () => killed(KILLS_OF_AN_INCIDENT, seeded(seed + nth)),
      ],
    ),
  ];
  progress("undisturbed", 0);
  const undisturbed = await incidentUnder(async () => {});
  const rows: Row[] = [];
  const notes: string[] = [];
  for (const [index, [what, run]] of disturbances.entries()) {
    progress(what, index / disturbances.length);
    const began = performance.now();
    const ended = await run().catch((error: unknown) => error as Error);
    const took = `${((performance.now() - began) / 1_000).toFixed(0)} s`;
    if (ended === null) {
      rows.push({ what, measured: "not tried: this user may mount no disk" });
      continue;
    }
    const same = isDeepStrictEqual(ended, undisturbed);
    if (ended instanceof Error) notes.push(`${what}: ${ended.message}`);
    else if (!same) notes.push(`${what}:\n${differenceOf(undisturbed, ended)}`);
    const measured = ended instanceof Error ? "did not end" : same ? "the same" : "another end";
    rows.push({ what, measured: `${measured}, after ${took}`, wanted: "the same", met: same });
  }
  const outcomes = Object.fromEntries(rows.map(({ what, measured }) => [what, measured]));
  return { section: { away_seconds: away / 1_000, kills: KILLS, seed, outcomes }, rows, notes };
};

/** Line by line, what the one end has and the other has not. */
function differenceOf(undisturbed: EndState, ended: EndState): string {
  const [before, after] = [undisturbed, ended].map((end) => JSON.stringify(end, null, 1));
  return createTwoFilesPatch("undisturbed", "disturbed", `${before}\n`, `${after}\n`, "", "", { context: 2 });
}

async function onSmallDisk(awayMs: number): Promise<EndState | null> {
  const disk = smallDisk();
  if (disk === null) return null;
  try {
    return await diskFull(disk, `${disk.directory}/data`, awayMs);
  } finally {
    disk.end();
  }
}
