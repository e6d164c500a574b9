import { normalTail } from "../statistics/normal-tail.ts";
import type { Item } from "./assign-blame.ts";
import type { Side } from "./ledger.ts";
import { Patience, wayOf } from "./patience.ts";
import type { Told } from "./structure-blame.ts";
import type { Call, Visit } from "./visit.ts";

interface Vote {
  counts: [number, number];
  traces: [number, number];
  item: Omit<Item, "weight">;
  /** Of calls that failed though they were answered: who made them, and whom. */
  given?: { way: string; caller: string };
}

interface Failure extends Pick<Vote, "item" | "given"> {
  key: string;
}

/** What is left to whom somebody asks who no longer waits for the answer. */
const IMPATIENT = 0.1;
/** How likely it is by chance that failures of one kind became as frequent as they did. */
const CHANCE = 1e-3;

/**
 * Where failures began, trace by trace: a visit that failed with no failing call below it, a call that failed though
 * its answer did not, or that got none. A trace has one vote, divided among the places where it began to fail.
 */
export class FailureTally {
  private readonly votes = new Map<string, Vote>();
  private readonly traces: [number, number] = [0, 0];
  private readonly patience = new Patience();

  add(visits: readonly Visit[], side: Side): void {
    this.traces[side]++;
    let origins: Failure[] | null = null;
    for (const visit of visits) {
      let inherited = false;
      for (const call of visit.calls) {
        this.patience.add(visit, call, side);
        if (!call.failed || call.detached) continue;
        inherited = true;
        if (call.answer?.failed) continue;
        origins ??= [];
        origins.push(this.failedCall(visit, call));
      }
      if (visit.failed && !inherited) {
        origins ??= [];
        origins.push(this.failedVisit(visit));
      }
    }
    for (const { key, item, given } of origins ?? []) {
      let vote = this.votes.get(key);
      if (!vote) {
        vote = { counts: [0, 0], traces: [0, 0], item, ...(given ? { given } : {}) };
        this.votes.set(key, vote);
      }
      vote.counts[side] += 1 / (origins as unknown[]).length;
      vote.traces[side]++;
    }
  }

  /** What fails more often than before, in traces of all traces. */
  items(): Told[] {
    const [before, now] = this.traces;
    const found: Told[] = [];
    for (const { counts, traces, item, given } of this.votes.values()) {
      const rate = counts[1] / Math.max(1, now);
      const was = counts[0] / Math.max(1, before);
      const pooled = (traces[0] + traces[1] + 0.5) / (now + before + 1);
      const z =
        (traces[1] / Math.max(1, now) - (traces[0] + 0.5) / (before + 1)) /
        Math.sqrt(pooled * (1 - pooled) * (1 / Math.max(1, now) + 1 / (before + 1)));
      // Where nothing is known of before, that it fails at all is what there is to go by.
      if (rate <= was || traces[1] < 2 || (before > 0 && normalTail(z) > CHANCE)) continue;
      const percent = (share: number) => `${Number((100 * share).toPrecision(2))}%`;
      const told = before > 0 ? `, before in ${percent(was)}` : "";
      const because = `${item.because} in ${percent(rate)} of the traces${told}`;
      const [of] = item.candidates;
      if (!of) continue;
      const impatient = given && this.patience.hasShrunk(given.way);
      const candidates = impatient
        ? item.candidates.map((one) => ({ ...one, prior: one.service === given.caller ? 1 : IMPATIENT }))
        : item.candidates;
      const why = impatient ? `${because}: ${given.caller} gives up earlier than it used to` : because;
      found.push({ of, item: { ...item, candidates, weight: rate - was, because: why } });
    }
    return found;
  }

  private failedVisit(visit: Visit): Failure {
    const { service, operation } = visit;
    const last = visit.threw ? undefined : visit.calls.findLast((call) => call.answer && !call.detached);
    return {
      key: `visit\0${service}\0${operation}\0${last?.target ?? ""}`,
      item: {
        candidates: [
          { service, operation, prior: 1 },
          // What it was told last may have been wrong: an error of the one who answered that only this one notices.
          ...(last && last.target !== service
            ? [{ service: last.target, operation: last.operation, prior: 0.35 }]
            : []),
        ],
        because: `${operation} fails and nothing that it calls does`,
      },
    };
  }

  private failedCall(visit: Visit, call: Call): Failure {
    const { service, operation } = visit;
    const target = call.target || service;
    const priors = call.refused ? [1, 0.7] : call.answer ? [0.5, 1] : [0.1, 1];
    return {
      ...(call.answer && !call.refused && target !== service
        ? { given: { way: wayOf(visit, call), caller: service } }
        : {}),
      key: `call\0${service}\0${operation}\0${call.target}\0${call.operation}\0${call.answer !== null}\0${call.refused}\0${call.brokeDown}`,
      item: {
        candidates:
          target === service
            ? [{ service, operation, prior: 1 }]
            : [
                { service, operation, prior: priors[0] as number },
                { service: target, operation: call.operation, prior: priors[1] as number },
              ],
        because: call.refused
          ? `calls of ${service} to ${target} are refused`
          : call.answer
            ? `calls of ${service} to ${target} fail though ${target} answers`
            : call.brokeDown
              ? `calls of ${service} to ${target} are answered with an error of its own`
              : `calls of ${service} to ${target} fail without an answer`,
        ...(call.outside ? { watcher: { service, operation } } : {}),
      },
    };
  }
}
