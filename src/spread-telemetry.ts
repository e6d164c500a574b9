import { createHash, randomBytes } from "node:crypto";
import type { Logger } from "pino";
import type { HandedBatch } from "./contracts/handed-batch.ts";
import type { Bus, Delivery } from "./contracts/ports/bus.ts";
import type { Clock } from "./contracts/ports/clock.ts";
import type { Watchers } from "./contracts/ports/watchers.ts";
import type { Windows } from "./contracts/ports/windows.ts";
import type { RepositoryName } from "./contracts/repository.ts";
import type { TelemetrySignal } from "./contracts/signal.ts";
import type { HandOver } from "./edge/otlp/receive.ts";
import { takeHanded } from "./edge/otlp/take-handed.ts";
import { mailboxes } from "./mailboxes.ts";
import type { Scout } from "./observe/scout.ts";
import { openBatch, sealBatch } from "./sealed-batch.ts";
import { watchRepositories } from "./watch-repositories.ts";

const RENEW_MS = 1_000;
/** What waits for one worker: at forty batches a second, ten seconds' worth. */
const MOST_WAITING = 400;
const LATER_MS = 250;

/**
 * Telemetry that may come to any worker: each batch is looked at by the one that watches what its credential names. Whoever
 * receives it checks it, and answers the sender once it is in the windows here, or lies on the bus.
 *
 * @param ports.openBox the bus to the box of that name
 * @param ports.mostBytes of one message on that bus
 * @param ports.secret of ingest tokens, which all workers have
 * @param ports.mayTakeIn whether there is memory for telemetry
 */
export function spreadTelemetry(ports: {
  worker: string;
  watchers: Watchers;
  windows: Windows;
  scout: Pick<Scout, "restore" | "forget" | "snapshotOf" | "windowsOf" | "interest">;
  openBox(name: string, mostWaiting: number): Promise<Bus>;
  mostBytes: number;
  secret: string;
  mayTakeIn(): boolean;
  accept(signal: TelemetrySignal): "accepted" | "overloaded";
  clock: Clock;
  log: Logger;
}) {
  const { worker, clock, log } = ports;
  let stopping = false;
  let renewing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  /** One batch is unfolded at a time, however many keys they come by. */
  let last: Promise<void> = Promise.resolve();

  const watched = watchRepositories({
    ...ports,
    left: (of) => boxes.empty(of),
    changed: (repository, isOurs) =>
      log.info(
        { repository },
        isOurs ? "Watches this repository from now on." : "Another worker watches this repository.",
      ),
  });
  const boxes = mailboxes({
    worker,
    open: (of) => ports.openBox(createHash("sha256").update(of).digest("hex").slice(0, 16), MOST_WAITING),
    handle(delivery) {
      const turn = last.then(() => handle(delivery));
      last = turn.catch(() => {});
      return turn;
    },
    clock,
    failed: (of, error) => log.warn({ err: error, of }, "What others hand over cannot be read yet."),
  });

  function readBatch({ id, body }: Delivery): HandedBatch | null {
    try {
      return openBatch(body, ports.secret);
    } catch (error) {
      log.error({ err: error, batch: id }, "A batch of telemetry that was handed over is none.");
      return null;
    }
  }

  /** Passes a batch on where another worker looks at it by now; false where this one does. */
  async function passOn({ repositories }: HandedBatch, { id, key, body }: Delivery): Promise<boolean> {
    if ((await watched.watcherOf(repositories)) === worker) return false;
    // It may have become ours, or that one may have gone, since we asked.
    await watched.renew();
    const watcher = await watched.watcherOf(repositories);
    if (watcher === worker) return false;
    if ((await boxes.post(watcher, { id, key, body })) === "accepted") return true;
    throw new Error(`${watcher} takes no more telemetry at the moment.`);
  }

  async function handle(delivery: Delivery): Promise<void> {
    const batch = readBatch(delivery);
    if (batch === null) return;
    // What waits for this fills the box, and then senders are told to come again. It is nobody's dead letter.
    for (;;) {
      if (stopping) throw new Error("This worker stops: who takes over reads it.");
      const isPassedOn = ports.mayTakeIn() ? await passOn(batch, delivery).catch(() => null) : null;
      if (isPassedOn === true) return;
      if (isPassedOn === false) break;
      await new Promise<void>((later) => clock.after(LATER_MS, later));
    }
    const { id } = delivery;
    if (!watched.isNew(batch.repositories, id)) return;
    await takeHanded(batch, { accept: ports.accept, interest: ports.scout.interest }).catch(
      (error: unknown) =>
        log.error({ err: error, batch: id }, "A batch of telemetry that was handed over is left out."),
    );
  }

  const handOverTo =
    (watcher: string): HandOver =>
    async (batch) => {
      const body = sealBatch(batch, ports.secret);
      if (body.length > ports.mostBytes) return "too-large";
      const id = randomBytes(9).toString("base64url");
      return boxes.post(watcher, { id, key: batch.repositories.join(" "), body });
    };

  const unknown: HandOver = async () => "overloaded";

  return {
    windows: watched.windows,
    watched,
    /** What hands a batch over; null where it is this worker that looks at what those repositories send. */
    elsewhere(repositories: readonly RepositoryName[]): HandOver | null | Promise<HandOver | null> {
      const watcher = watched.watcherOf(repositories);
      if (typeof watcher === "string") return watcher === worker ? null : handOverTo(watcher);
      return watcher.then(
        (found) => (found === worker ? null : handOverTo(found)),
        (error: unknown) => {
          log.warn({ err: error }, "Whose telemetry is whose cannot be found out: it is answered 503.");
          return unknown;
        },
      );
    },
    /** Whether it is this worker still that looks at what those repositories send. */
    isHere: watched.isHere,
    async start(): Promise<void> {
      await watched.renew();
      boxes.start();
      timer ??= setInterval(() => {
        renewing = watched.renew().catch((error: unknown) => {
          log.warn({ err: error }, "This worker could not say that it is there.");
        });
      }, RENEW_MS).unref();
    },
    /** Takes in no more of what others hand over. */
    async stop(): Promise<void> {
      stopping = true;
      clearInterval(timer);
      await renewing;
      await boxes.stop();
    },
    /** To be called behind the last save: whoever wants it watches what was watched here. */
    leave: (): Promise<void> => watched.stop(),
  };
}
