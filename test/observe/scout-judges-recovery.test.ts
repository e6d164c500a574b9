import { describe, expect, it } from "vitest";
import type { Anomaly } from "../../src/contracts/anomaly.ts";
import { Recovery } from "../../src/contracts/recovery.ts";
import { type Behaviour, ordinaryMemory, ShopWorld } from "./shop-world.ts";

const BAD = "b".repeat(40);
const GOOD = "c".repeat(40);
const ERROR = { type: "Error", message: "no rate", file: "/srv/shop/price.ts", line: 3 };
type Symptom = "errors" | "latency" | "memory";

/** A world in which revision b of quotes is bad in that way, found, and still bad. */
function broken(symptom: Symptom, bad: (revision: string, atMs: number) => number, rate = 12) {
  const world = new ShopWorld({
    seed: 21,
    rate,
    behave: (process, operation, at, random): Behaviour => {
      if (operation !== "POST /quotes" || random() >= bad(process.revision, at)) return {};
      return symptom === "errors" ? { error: ERROR } : symptom === "latency" ? { slowMs: 700 } : {};
    },
    memory: (process, age, random) =>
      Object.fromEntries(
        Object.entries(ordinaryMemory(process, age, random)).map(([name, bytes]) => [
          name,
          bytes +
            (symptom === "memory" && process.service === "quotes"
              ? 8e6 * age * bad(process.revision, process.startMs + age * 1000)
              : 0),
        ]),
      ),
  });
  world.run(90);
  world.deploy("quotes", BAD);
  world.run(60, () => world.anomalies.length > 0);
  expect(world.anomalies[0]?.symptom).toBe(symptom);
  world.run(5);
  const anomaly = world.anomalies[0] as Anomaly;
  const ask = (since: number, remedied = true, revision: string | null = GOOD) =>
    Recovery.parse(
      world.scout.recovery({ anomaly, since: new Date(since).toISOString(), revision, remedied }),
    );
  return { world, anomaly, ask };
}

/** Asks twice a second until the state is another than unknown. */
function wait(world: ShopWorld, ask: () => Recovery, patience = 60): { recovery: Recovery; seconds: number } {
  let recovery = ask();
  const seconds = world.run(patience, () => {
    if (world.now % 500 === 0) recovery = ask();
    return recovery.state !== "unknown";
  });
  return { recovery, seconds };
}

describe("after a remedy", () => {
  it.each([
    ["errors", 6],
    ["latency", 9],
    ["memory", 20],
  ] as const)("%s that are gone are healed, within %i s", (symptom, within) => {
    const { world, ask } = broken(symptom, (revision) => (revision === BAD ? 0.6 : 0));
    world.deploy("quotes", GOOD);
    const since = world.now;
    expect(ask(since).state).toBe("unknown");
    const { recovery, seconds } = wait(world, () => ask(since));
    expect(recovery).toMatchObject({ state: "healed", revision: GOOD });
    expect(seconds).toBeLessThanOrEqual(within);
    expect(recovery.measured?.samples).toBeGreaterThanOrEqual(symptom === "memory" ? 5 : 20);
  });

  it.each(["errors", "latency", "memory"] as const)("%s that go on are not healed", (symptom) => {
    const { world, ask } = broken(symptom, (revision) => (revision === "a".repeat(40) ? 0 : 0.6));
    world.deploy("quotes", GOOD);
    const since = world.now;
    expect(wait(world, () => ask(since)).recovery.state).toBe("not-healed");
    world.run(20);
    expect(ask(since).state).toBe("not-healed");
  });

  it("errors that are rarer, and still too many, are not healed", () => {
    const { world, ask } = broken("errors", (revision) =>
      revision === BAD ? 0.6 : revision === GOOD ? 0.25 : 0,
    );
    world.deploy("quotes", GOOD);
    const since = world.now;
    const { recovery } = wait(world, () => ask(since), 120);
    expect(recovery.state).toBe("not-healed");
  });

  it("more errors than before are worse", () => {
    const { world, ask } = broken("errors", (revision) =>
      revision === BAD ? 0.2 : revision === GOOD ? 0.9 : 0,
    );
    world.run(20);
    world.deploy("quotes", GOOD);
    const since = world.now;
    world.run(15);
    expect(ask(since).state).toBe("worse");
  });

  it("needs more requests the rarer the failure was", () => {
    const { world, ask } = broken("errors", (revision) => (revision === BAD ? 0.06 : 0), 30);
    world.deploy("quotes", GOOD);
    const since = world.now;
    const { recovery } = wait(world, () => ask(since));
    expect(recovery.state).toBe("healed");
    expect(recovery.measured?.samples).toBeGreaterThanOrEqual(30);
  });

  it("requests of the old process do not speak for the new one, which heals nothing that had passed before it", () => {
    const { world, ask } = broken("errors", (revision, at) => (at > world0 || revision !== BAD ? 0 : 0.6));
    const since = world.now;
    world.run(30);
    expect(ask(since).state).toBe("unknown");
    world.deploy("quotes", GOOD);
    const { recovery } = wait(world, () => ask(since));
    expect(recovery.state).toBe("recovered-unexplained");
    expect(recovery.summary).toContain("before the remedy served its first request");
  });

  it("a few good requests just before the remedy are no recovery of their own", () => {
    const { world, ask } = broken("errors", (revision, at) => (at > world0 || revision !== BAD ? 0 : 0.6));
    world.run(0.3);
    const since = world.now;
    world.deploy("quotes", GOOD);
    expect(wait(world, () => ask(since)).recovery.state).toBe("healed");
  });

  it("a remedy whose rollout shows the old revision still ill beside it is healed by it", () => {
    const { world, ask } = broken("errors", (revision) => (revision === BAD ? 0.6 : 0));
    world.beside.set("quotes", world.processes.get("quotes") as never);
    world.deploy("quotes", GOOD);
    const { recovery } = wait(world, () => ask(world0));
    expect(recovery.state).toBe("healed");
    expect(recovery.summary).toMatch(/in the same seconds [1-9]\d* of \d+ .* old revision .* and 0 of/);
  });

  it("is not what healed it where the old revision is well again beside it", () => {
    const { world, ask } = broken("errors", (revision, at) => (at > world0 || revision !== BAD ? 0 : 0.6));
    world.run(20);
    const since = world.now;
    world.beside.set("quotes", world.processes.get("quotes") as never);
    world.deploy("quotes", GOOD);
    world.run(40);
    expect(ask(since).state).toBe("recovered-unexplained");
  });

  it("a later revision on top of the remedy may speak as well", () => {
    const { world, ask } = broken("errors", (revision) => (revision === BAD ? 0.6 : 0));
    world.deploy("quotes", GOOD);
    const since = world.now;
    world.run(2);
    world.deploy("quotes", "d".repeat(40));
    expect(wait(world, () => ask(since)).recovery.state).toBe("healed");
  });

  it("is not healed while another operation that broke with it goes on failing", () => {
    let spread = false;
    let mended = false;
    const world = new ShopWorld({
      seed: 22,
      rate: 30,
      behave: ({ service, revision }, operation, _, random): Behaviour => {
        if (service !== "quotes" || revision === "a".repeat(40) || random() >= 0.6) return {};
        if (operation !== "POST /quotes") return spread && !mended ? { error: ERROR } : {};
        return revision === BAD ? { error: ERROR } : {};
      },
    });
    world.run(90);
    world.deploy("quotes", BAD);
    world.run(60, () => world.anomalies.length > 0);
    const [anomaly] = world.anomalies as [Anomaly];
    expect(anomaly).toMatchObject({ service: "quotes", operation: "POST /quotes", symptom: "errors" });
    spread = true;
    world.run(20);
    expect(world.anomalies).toHaveLength(1);
    world.deploy("quotes", GOOD);
    const since = new Date(world.now).toISOString();
    const ask = () => world.scout.recovery({ anomaly, since, revision: GOOD, remedied: true });
    world.run(40, () => {
      expect(ask().state).not.toBe("healed");
      return false;
    });
    expect(ask().summary).toMatch(
      /^Healed: .* But not all that broke with it: Not healed: .* GET \/quotes\/:id/,
    );
    mended = true;
    // What failed since the change is not forgotten: the share of it must come down.
    expect(wait(world, ask, 600).recovery.state).toBe("healed");
  });

  it("silence heals nothing", () => {
    const { world, ask } = broken("errors", (revision) => (revision === BAD ? 0.6 : 0));
    world.options.rate = 0;
    world.deploy("quotes", GOOD);
    const since = world.now;
    world.run(600);
    expect(ask(since).state).toBe("unknown");
  });
});

const world0 = Date.parse("2026-03-02T09:01:40.000Z");

describe("when nothing was done", () => {
  it("what passes by itself, and stays away for half a minute, recovered unexplained", () => {
    let ill = true;
    const { world, anomaly, ask } = broken("errors", (revision) => (ill && revision === BAD ? 0.6 : 0));
    const onset = Date.parse(anomaly.onset.at);
    expect(ask(onset, false, null).state).toBe("not-healed");
    ill = false;
    world.run(15);
    expect(ask(onset, false, null).state).not.toBe("recovered-unexplained");
    world.run(25);
    expect(ask(onset, false, null).state).toBe("recovered-unexplained");
  });

  it("what was well for a while and breaks again is told again, with the same fingerprint", () => {
    let ill = true;
    const { world } = broken("errors", (revision) => (ill && revision === BAD ? 0.6 : 0));
    ill = false;
    world.run(60);
    expect(world.anomalies).toHaveLength(1);
    ill = true;
    world.run(15);
    expect(world.anomalies).toHaveLength(2);
    expect(world.anomalies[1]?.fingerprint).toBe(world.anomalies[0]?.fingerprint);
  });

  it.each(["errors", "latency"] as const)(
    "%s that come back after the incident was closed are told",
    (symptom) => {
      let ill = true;
      const { world, anomaly } = broken(symptom, (revision) => (ill && revision === BAD ? 0.6 : 0));
      ill = false;
      world.run(8);
      world.scout.closed(anomaly);
      world.run(8);
      expect(world.anomalies).toHaveLength(1);
      ill = true;
      const back = world.now;
      const seconds = world.run(30, () => world.anomalies.length > 1);
      expect(world.anomalies[1]).toMatchObject({ fingerprint: anomaly.fingerprint });
      expect(Date.parse(world.anomalies[1]?.onset.earliest ?? "")).toBeGreaterThan(back - 10_000);
      expect(seconds).toBeLessThan(15);
    },
  );

  it("what goes on for five minutes is told once", () => {
    const { world } = broken("errors", (revision) => (revision === BAD ? 0.6 : 0));
    world.run(300);
    expect(world.anomalies).toHaveLength(1);
  });
});
