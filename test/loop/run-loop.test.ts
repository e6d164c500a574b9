import type { MemorySaver } from "@langchain/langgraph";
import { afterEach, expect, it, vi } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import type { CommandSignal } from "../../src/contracts/signal.ts";
import { LatestCheckpoint } from "../../src/loop/latest-checkpoint.ts";
import { runLoop } from "../../src/loop/run-loop.ts";
import { aDiagnosis, anAnomaly, anIncident, at, aVerdict, evidence, plan } from "./an-incident.ts";
import { portsOf } from "./ports-of.ts";

const issue = {
  number: 7,
  url: "http://127.0.0.1/acme/marketplace/issues/7",
  body: "",
  label: "",
  state: "open" as const,
  comment: null,
  checkRuns: {},
};
const asked = anIncident({
  evidence,
  looks: 1,
  diagnosis: aDiagnosis(),
  plan,
  verdict: aVerdict("report"),
  issue,
  needsHuman: { since: at(4000), reason: "A person is needed." },
});
const approve: CommandSignal = {
  kind: "command",
  repository: "acme/marketplace",
  receivedAt: at(4500),
  issue: 7,
  comment: 70,
  actor: "ada",
  command: "approve",
};
const failed = (_: Incident, error: unknown) => {
  throw error;
};

afterEach(() => {
  vi.restoreAllMocks();
});

it("keeps no more of a long wait in memory than its last look, and nothing of what has ended", async () => {
  const savers = new Set<MemorySaver>();
  const put = LatestCheckpoint.prototype.put;
  let checkpoints = 0;
  let writes = 0;
  let texts = 0;
  vi.spyOn(LatestCheckpoint.prototype, "put").mockImplementation(async function (
    this: LatestCheckpoint,
    ...given
  ) {
    savers.add(this);
    const stored = await put.apply(this, given);
    const held = Object.values(this.storage).flatMap((spaces) =>
      Object.values(spaces).flatMap(Object.values),
    );
    checkpoints = Math.max(checkpoints, held.length);
    writes = Math.max(writes, Object.keys(this.writes).length);
    texts += held.filter(([checkpoint]) => checkpoint instanceof Uint8Array).length;
    return stored;
  });
  let looks = 0;
  let threads = 0;
  const ports = portsOf();
  await ports.store.put(asked);
  const ended = new Promise<void>((done) => {
    const loop = runLoop(
      {
        ...ports,
        clock: {
          now: ports.clock.now,
          after: (_, callback) => {
            const soon = setImmediate(callback);
            return () => clearImmediate(soon);
          },
        },
        observer: {
          ...ports.observer,
          recovery: ({ since }) => {
            const [saver] = savers;
            threads = Math.max(threads, Object.keys(saver?.storage ?? {}).length);
            const state = ++looks < 50 ? "unknown" : "recovered-unexplained";
            return { at: at(5000), since, state, summary: "s" };
          },
        },
      },
      ({ closed }) => {
        if (closed) void loop.stop().then(done);
      },
      failed,
    );
    void loop.resume();
  });
  await ended;
  expect(looks).toBe(50);
  expect(threads).toBe(1);
  // Of one incident, however often it has looked: where it stands, and that as it is.
  expect([checkpoints, writes, texts]).toEqual([1, 1, 0]);
  expect(savers.size).toBe(1);
  for (const saver of savers) expect([saver.storage, saver.writes]).toEqual([{}, {}]);
});

it("hears nothing that it has not acted on when it is stopped, and waits for no next look", async () => {
  const step = Promise.withResolvers<void>();
  const entered = Promise.withResolvers<void>();
  const ports = portsOf({
    publish: async (incident) => {
      entered.resolve();
      await step.promise;
      return incident.issue;
    },
  });
  await ports.store.put(asked);
  const loop = runLoop(ports, () => {}, failed);
  await loop.resume();
  await entered.promise;
  let heard = false;
  void loop.hear(approve).then(() => {
    heard = true;
  });
  const stopped = loop.stop();
  step.resolve();
  // The clock of this test stands still: a wait that had to run out would never end.
  await stopped;
  await new Promise((soon) => setImmediate(soon));
  expect((await ports.store.get(asked.id))?.approvals).toEqual([]);
  expect(heard).toBe(false);
});

it("opens the incidents of one repository where another's policy cannot be read", async () => {
  const ports = portsOf();
  const policy: typeof ports.policy = async (repository) => {
    if (repository === "acme/gone") throw new Error("404");
    return ports.policy(repository);
  };
  const loop = runLoop(
    { ...ports, policy },
    () => {},
    () => {},
  );
  const anomalies = ["acme/gone", "acme/marketplace"].map((repository) => anAnomaly({ repository }));
  await expect(loop.admit(anomalies)).rejects.toThrow("404");
  await expect(loop.admit(anomalies)).rejects.toThrow("404");
  expect((await ports.store.recent(9)).map(({ repository }) => repository)).toEqual(["acme/marketplace"]);
  await loop.stop();
});

it("goes on after a step that failed where the store cannot be read at that moment either", async () => {
  const ports = portsOf();
  await ports.store.put(asked);
  let away = false;
  const wait = ports.policy;
  let asks = 0;
  const ended = new Promise<void>((done) => {
    const loop = runLoop(
      {
        ...ports,
        clock: {
          now: ports.clock.now,
          after: (_, callback) => {
            const soon = setImmediate(callback);
            return () => clearImmediate(soon);
          },
        },
        policy: async (repository) => {
          away = ++asks === 1;
          if (away) throw new Error("away");
          return wait(repository);
        },
        store: {
          ...ports.store,
          get: async (id) => {
            if (away) throw new Error("away as well");
            return ports.store.get(id);
          },
        },
        observer: {
          ...ports.observer,
          recovery: ({ since }) => ({ at: at(5000), since, state: "recovered-unexplained", summary: "s" }),
        },
      },
      ({ closed }) => {
        if (closed) void loop.stop().then(done);
      },
      () => {},
    );
    void loop.resume();
  });
  await ended;
  expect(asks).toBeGreaterThan(1);
});
