import { describeAction } from "./describe-action.ts";
import type { EnvironmentAction, Fault } from "./fault-catalogue.ts";
import type { Outcome } from "./outcome.ts";

/** One thing that a person broke, and what became of it; times are epoch milliseconds. */
export type Break = {
  id: number;
  title: string;
  how: "commit" | "world";
  /** `npm run break -- …` that does the same. */
  command: string;
  since: number;
  until: number | undefined;
  state: "under way" | "in force" | "lifted" | "over" | "failed";
  /** What there is to say of the state; empty where there is nothing. */
  words: string;
  /** Mends it by hand: lifts an action, or reverts the culprit as a developer would; undefined where nothing is left to mend. */
  lift: (() => Promise<void>) | undefined;
  outcome: Outcome | undefined;
};

type Lift = () => Promise<void>;

/** What was asked for cannot be done now; the message says why. */
export class Refused extends Error {
  readonly status: 404 | 409 | 422;
  constructor(status: 404 | 409 | 422, message: string) {
    super(message);
    this.status = status;
  }
}

export type BreakLedger = {
  /** Newest first. */
  breaks(): readonly Break[];
  /** Does a fault and follows it to its end; throws {@link Refused} while another one is under way. */
  fault(fault: Fault, title: string, command: string): { entry: Break; ended: Promise<Outcome> };
  /** Does an environment action; throws {@link Refused} where the same is in force already or cannot be done. */
  action(action: EnvironmentAction, title?: string): Promise<Break>;
  /** Resolves when it is mended. */
  lift(id: number): Promise<Break>;
};

const KEPT = 30;

/**
 * What a person breaks, one entry a press. Faults of the catalogue are done one at a time, because each is watched until it
 * has settled; environment actions as many as one likes, but none twice.
 */
export function createBreakLedger(does: {
  /** Runs a fault to its end. */
  inject(fault: Fault, onBroken: (lift: Lift) => void): Promise<Outcome>;
  /** Does an environment action and returns what undoes it. */
  apply(action: EnvironmentAction): Promise<Lift>;
  /** Takes commits back as a developer would. */
  revert(shas: string[]): Promise<void>;
  now(): number;
}): BreakLedger {
  const breaks: Break[] = [];
  const inForce = new Set<string>();
  let next = 1;
  let running: string | undefined;

  function enter(title: string, how: Break["how"], command: string): Break {
    const entry: Break = {
      id: next++,
      title,
      how,
      command,
      since: does.now(),
      until: undefined,
      state: "under way",
      words: "",
      lift: undefined,
      outcome: undefined,
    };
    breaks.unshift(entry);
    // What can still be lifted is never forgotten.
    for (let index = breaks.length - 1; breaks.length > KEPT && index > 0; index--)
      if (breaks[index]?.lift === undefined) breaks.splice(index, 1);
    return entry;
  }

  /** What `lift` does at most once, and is forgotten afterwards. */
  function liftable(entry: Break, work: Lift, then: () => void): Lift {
    return async () => {
      entry.lift = undefined;
      try {
        await work();
      } catch (error) {
        entry.words = `It could not be lifted: ${(error as Error).message}`;
        throw error;
      }
      then();
    };
  }

  function end(entry: Break, state: Break["state"], words: string): void {
    entry.state = state;
    entry.words = words;
    entry.until = does.now();
    entry.lift = undefined;
  }

  return {
    breaks: () => breaks,
    fault(fault, title, command) {
      if (running !== undefined)
        throw new Refused(
          409,
          `${running} is under way. Wait until it has settled, or do something to the world.`,
        );
      running = fault.id;
      const entry = enter(title, fault.kind === "change" ? "commit" : "world", command);
      entry.words =
        fault.kind === "change"
          ? "its commits go out one after the other; it is watched until it has settled"
          : "";
      const ended = does
        .inject(fault, (lift) => {
          entry.state = "in force";
          entry.lift = liftable(entry, lift, () => {
            entry.words = "lifted by hand; it is watched until it has settled";
          });
        })
        .finally(() => {
          running = undefined;
        });
      ended.then(
        (outcome) => {
          entry.outcome = outcome;
          end(entry, "over", wordsOf(outcome));
          if (outcome.healed || outcome.culprits.length === 0) return;
          entry.lift = liftable(
            entry,
            () => does.revert(outcome.culprits),
            () => end(entry, "lifted", "reverted by hand"),
          );
        },
        (error: Error) => end(entry, "failed", error.message),
      );
      return { entry, ended };
    },
    async action(action, title = describeAction(action)) {
      const key = keyOf(action);
      if (inForce.has(key)) throw new Refused(409, `Of that kind one is in force already: lift it first.`);
      inForce.add(key);
      let undo: Lift;
      try {
        undo = await does.apply(action);
      } catch (error) {
        inForce.delete(key);
        throw new Refused(422, (error as Error).message);
      }
      const entry = enter(title, "world", commandOf(action));
      entry.state = "in force";
      const lift = liftable(entry, undo, () => {
        inForce.delete(key);
        end(entry, "lifted", "");
      });
      entry.lift = lift;
      if (action.for !== undefined) setTimeout(() => void entry.lift?.().catch(() => {}), action.for).unref();
      return entry;
    },
    async lift(id) {
      const entry = breaks.find((one) => one.id === id);
      if (!entry) throw new Refused(404, `There is no number ${id}.`);
      if (!entry.lift) throw new Refused(409, `${entry.title}: there is nothing to lift.`);
      await entry.lift();
      return entry;
    },
  };
}

/** What two actions may not do side by side: each switch of a service holds one interference. */
function keyOf({ action, target = "", name = "", table = "" }: EnvironmentAction): string {
  const kind = action === "slow" || action === "errors" ? "interfere" : action;
  return [kind, target, name, table].join(" ");
}

function commandOf({ action, target, ...rest }: EnvironmentAction): string {
  const options = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `--${name} ${name === "for" ? `${Number(value) / 1_000}s` : String(value)}`);
  return ["do", action, ...(target ? [target] : []), ...options].join(" ");
}

function wordsOf(outcome: Outcome): string {
  const seconds = outcome.seconds.fault_to_healed;
  const healed = outcome.healed
    ? `healed${seconds === null ? "" : ` after ${seconds.toFixed(1)} s`}`
    : "not healed";
  const judged = outcome.correct ? "as expected" : `not as expected: ${outcome.problems.join("; ")}`;
  return `${healed}, verdict ${outcome.verdict ?? "none"}; ${judged}`;
}
