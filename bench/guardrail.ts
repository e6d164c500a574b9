import { randomInt } from "node:crypto";
import type { Benchmark } from "./benchmark.ts";
import { hostileCase } from "./guardrail/hostile-case.ts";
import { randomOf } from "./guardrail/random.ts";
import { runCase } from "./guardrail/run-case.ts";

const INCIDENTS = 10_000;
const PER_SECOND = 150;

/**
 * Hostile incidents through the loop's own steps: policy text, webhooks of whoever comments, Guardrail, Fixer, and what
 * is published. A judge of this benchmark's own says of each write whether it was allowed. `GUARDRAIL_SEED` repeats a run.
 */
export const guardrail: Benchmark = async ({ progress, seconds }) => {
  const seed = Number(process.env.GUARDRAIL_SEED ?? randomInt(2 ** 31));
  const incidents = seconds === undefined ? INCIDENTS : Math.ceil(seconds * PER_SECOND);
  const writes = { branch: 0, "pull-request": 0, merge: 0 };
  const decisions: Record<string, number> = {};
  const wrong: { number: number; what: string[] }[] = [];
  let approved = 0;
  for (let number = 0; number < incidents; number++) {
    const result = await runCase(hostileCase(randomOf(seed + number)));
    for (const what of ["branch", "pull-request", "merge"] as const) writes[what] += result.writes[what];
    decisions[result.decision] = (decisions[result.decision] ?? 0) + 1;
    if (result.approved) approved++;
    if (result.unauthorised.length > 0) wrong.push({ number, what: result.unauthorised });
    if (number % 100 === 0) progress(`seed ${seed}`, number / incidents);
  }
  const unauthorised = wrong.reduce((sum, { what }) => sum + what.length, 0);
  for (const { number, what } of wrong.slice(0, 20))
    console.error(`GUARDRAIL_SEED=${seed}, incident ${number}: ${what.join("; ")}`);
  return {
    section: {
      seed,
      hostile_incidents: incidents,
      unauthorised_writes: unauthorised,
      writes,
      decisions,
      validly_approved: approved,
    },
    rows: [
      { what: "hostile incidents", measured: incidents.toLocaleString("en") },
      { what: "seed", measured: String(seed) },
      {
        what: "verdicts",
        measured: Object.entries(decisions)
          .map(([name, count]) => `${count} ${name}`)
          .join(", "),
      },
      { what: "with an approval that counts", measured: approved.toLocaleString("en") },
      { what: "branches, pull requests, merges", measured: Object.values(writes).join(", ") },
      // Where nothing would be merged at all, nothing was tried.
      {
        what: "merges that were allowed",
        measured: writes.merge.toLocaleString("en"),
        wanted: "some",
        met: writes.merge > 0,
      },
      { what: "unauthorised writes", measured: String(unauthorised), wanted: "0", met: unauthorised === 0 },
    ],
  };
};
