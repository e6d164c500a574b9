import type { LocalGitHub } from "./start-local-github.ts";
import type { Say } from "./start-world.ts";
import type { IncidentWatch } from "./watch-incidents.ts";

/** How long a colleague takes to read it, in milliseconds. */
const READING = 5_000;
const LOOK_EVERY = 250;

/**
 * Plays the colleague who reviews what SRE-Space proposes: approves each of its pull requests a while after an issue has
 * begun to wait for that, and none before.
 */
export function reviewProposals(
  github: LocalGitHub,
  watch: IncidentWatch,
  say: Say,
): { approved(): number[]; stop(): void } {
  const since = new Map<number, number>();
  const approved: number[] = [];
  const timer = setInterval(() => {
    const waits = watch.issues().some(({ labels }) => labels.includes("sre-space:awaiting-approval"));
    for (const { number, merged } of watch.pulls()) {
      if (merged || !waits || approved.includes(number)) continue;
      const from = since.get(number) ?? Date.now();
      since.set(number, from);
      if (Date.now() - from < READING) continue;
      approved.push(number);
      github.approvePull(number).then(
        () => say(`a person approved pull request #${number}`),
        (error: Error) => say(error.message),
      );
    }
  }, LOOK_EVERY);
  return { approved: () => approved, stop: () => clearInterval(timer) };
}
