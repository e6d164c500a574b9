import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { chromaKilled } from "./disturbances/chroma-killed.ts";
import { clockJumps } from "./disturbances/clock-jumps.ts";
import { diskFull } from "./disturbances/disk-full.ts";
import { kafkaAway } from "./disturbances/kafka-away.ts";
import { killed } from "./disturbances/killed.ts";
import { postgresRestarted } from "./disturbances/postgres-restarted.ts";
import { redisAway } from "./disturbances/redis-away.ts";
import type { EndState } from "./end-state.ts";
import { incidentUnder } from "./incident-under.ts";
import { limitFiles } from "./limit-files.ts";
import { seeded } from "./seeded.ts";
import { smallDisk } from "./small-disk.ts";

const absent = (process.env.SRE_SPACE_ABSENT ?? "").split(",");
const SEED = Number(process.env.CHAOS_SEED ?? "") || Math.floor(Math.random() * 2 ** 31);

/** Longer than any wait within it has patience, so that what it was waiting for is told. */
const PATIENT = { timeout: 600_000 };

let undisturbed: EndState;
beforeAll(async () => {
  undisturbed = await incidentUnder(async () => {});
}, PATIENT.timeout);

it("is a whole incident, from its alert to its closed issue, where nothing disturbs it", () => {
  const { issues, log } = undisturbed.github;
  expect(issues.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    "issue closed",
    "pull request closed",
  ]);
  expect(log).toHaveLength(4);
  expect(undisturbed.incidents).toMatchObject([
    { decision: "commit", verdict: "merge", ours: true, deployed: "success", closed: "healed" },
  ]);
});

// Side by side: each waits most of its time. Longer times away: `npm run bench -- chaos`.
describe.concurrent("an incident ends exactly as without it", PATIENT, () => {
  it.skipIf(absent.includes("redis-server"))("while Redis is stopped and started", async ({ expect }) => {
    expect(await redisAway(1_000)).toEqual(undisturbed);
  });

  // Longer than a group's session (6 s), and than a request with its repetitions takes to fail.
  it.skipIf(absent.includes("kcat"))("while Kafka's broker is gone", async ({ expect }) => {
    expect(await kafkaAway(12_000)).toEqual(undisturbed);
  });

  it("while PostgreSQL is restarted", async ({ expect }) => {
    expect(await postgresRestarted(1_000)).toEqual(undisturbed);
  });

  it("while Chroma is killed", async ({ expect }) => {
    expect(await chromaKilled()).toEqual(undisturbed);
  });

  it("while the disk is full", async ({ expect, skip }) => {
    const disk = smallDisk();
    if (disk === null) return skip("This user may mount no small disk; a limit on files stands for it.");
    onTestFinished(() => disk.end());
    expect(await diskFull(disk, `${disk.directory}/data`, 2_000)).toEqual(undisturbed);
  });

  it("while no file may grow", async ({ expect }) => {
    expect(await diskFull(limitFiles, undefined, 2_000)).toEqual(undisturbed);
  });

  // Longer than it takes until checks that have said nothing are looked at again (10 s).
  it.each([1, -1])("while the clock jumps by %i hour, and back", async (hours) => {
    expect(await clockJumps(hours, 11_000)).toEqual(undisturbed);
  });
});

describe.concurrent("an incident ends exactly as without it, killed at random moments", PATIENT, () => {
  it.each([0, 1, 2, 3, 4])(`ten times, by seed ${SEED} and %i`, async (nth) => {
    expect(await killed(10, seeded(SEED + nth))).toEqual(undisturbed);
  });
});
