import { afterEach, describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import type { TelemetrySignal } from "../../src/contracts/signal.ts";
import { type AlertWorld, REPOSITORY, startAlertWorld } from "./alert-world.ts";

let world: AlertWorld | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

const PATIENT = { timeout: 120_000, interval: 50 };
type Worker = AlertWorld["worker"];

/** One alert with a life of its own. */
function alertOf(at: AlertWorld, id: string, change: object = {}) {
  let firedAt = at.iso();
  const body = () => ({
    id,
    service: "quotes",
    operation: "POST /quotes",
    summary: `${id}: 31% of requests fail`,
    metric: id,
    value: 0.31,
    threshold: 0.01,
    fired_at: firedAt,
    ...change,
  });
  return {
    fire(worker: Worker = at.worker) {
      firedAt = at.iso();
      return worker.send(body());
    },
    /** Another delivery about the episode that is on, or was. */
    repeat: (more: object = {}, worker: Worker = at.worker) => worker.send({ ...body(), ...more }),
    resolve: (worker: Worker = at.worker) =>
      worker.send({ ...body(), status: "resolved", resolved_at: at.iso() }),
  };
}

/** One request that went well. */
function requestTo(service: string, now: number, n: number): TelemetrySignal {
  const span = {
    traceId: n.toString(16).padStart(32, "a"),
    spanId: n.toString(16).padStart(16, "b"),
    name: "POST /quotes",
    kind: "server" as const,
    startMs: now - 20,
    endMs: now,
    status: "unset" as const,
    attributes: {},
    events: [],
    resource: { service, environment: "production", attributes: {} },
  };
  return {
    kind: "telemetry",
    repositories: [REPOSITORY],
    receivedAt: new Date(now).toISOString(),
    telemetry: { spans: [span], points: [], logs: [] },
  };
}

const texts = (incident: Incident | undefined) => (incident?.thoughts ?? []).map(({ text }) => text);
const state = async (worker: Worker) =>
  (await worker.incidents()).map(({ closed, issue }) =>
    closed && issue?.state === "closed" ? closed.as : "open",
  );
const settled = (worker: Worker) =>
  expect.poll(
    async () => (await worker.incidents()).every(({ needsHuman, closed }) => needsHuman ?? closed),
    PATIENT,
  );

describe("an incident by alerts alone", () => {
  it("opens when one fires, joins what fires with it, and closes when the last has resolved and stayed so", async () => {
    world = await startAlertWorld();
    const { worker } = world;
    const [one, two] = [alertOf(world, "ErrorsHigh"), alertOf(world, "BurnRateHigh")];
    expect(await one.fire()).toBe(202);
    await expect.poll(() => state(worker), PATIENT).toEqual(["open"]);
    await two.fire();
    await settled(worker).toBe(true);
    await one.resolve();
    await expect
      .poll(async () => texts((await worker.incidents())[0]), PATIENT)
      .toContain("Alert ErrorsHigh resolved.");
    // Longer than an alert must stay quiet, and than any wait for the next look.
    const until = world.clock.now() + 60_000;
    await expect.poll(() => (world?.clock.now() ?? 0) > until, PATIENT).toBe(true);
    const [open] = await worker.incidents();
    expect(open).toMatchObject({ closed: null, recovery: { summary: "Still firing: BurnRateHigh." } });
    await two.resolve();
    await expect.poll(() => state(worker), PATIENT).toEqual(["recovered-unexplained"]);
    expect(world.issues().map(({ state }) => state)).toEqual(["closed"]);
  }, 300_000);

  it("that fires again before it is over is the same incident, and says so", async () => {
    world = await startAlertWorld();
    const { worker } = world;
    const [one, other] = [alertOf(world, "ErrorsHigh"), alertOf(world, "BurnRateHigh")];
    await other.fire();
    await one.fire();
    await settled(worker).toBe(true);
    await one.resolve();
    await expect
      .poll(async () => texts((await worker.incidents())[0]), PATIENT)
      .toContain("Alert ErrorsHigh resolved.");
    await one.fire();
    await expect
      .poll(async () => texts((await worker.incidents())[0]), PATIENT)
      .toContain("Alert ErrorsHigh fires again.");
    await other.resolve();
    await expect
      .poll(async () => texts((await worker.incidents())[0]), PATIENT)
      .toContain("Alert BurnRateHigh resolved.");
    expect(await state(worker)).toEqual(["open"]);
    expect(world.issues()).toHaveLength(1);
  }, 300_000);

  it("is not opened once more by a late word of it, and is by what began after its end", async () => {
    world = await startAlertWorld();
    const { worker } = world;
    const one = alertOf(world, "ErrorsHigh");
    const late = alertOf(world, "BurnRateHigh", { fired_at: world.iso() });
    await one.fire();
    await expect.poll(() => state(worker), PATIENT).toEqual(["open"]);
    await one.resolve();
    await expect.poll(() => state(worker), PATIENT).toEqual(["recovered-unexplained"]);
    const [first] = await worker.incidents();
    // Told again as firing, by a delivery that the resolution has overtaken; and by a slower rule, for the first time.
    await one.repeat({ resolved_at: world.iso() });
    await late.repeat();
    await expect.poll(async () => (await worker.wired.store.pending()).length, PATIENT).toBe(0);
    expect(await state(worker)).toEqual(["recovered-unexplained"]);
    await one.fire();
    await expect.poll(() => state(worker), PATIENT).toEqual(["recovered-unexplained", "open"]);
    const [, second] = await worker.incidents();
    expect(second?.anomaly.fingerprint).toBe(first?.anomaly.fingerprint);
    expect(Date.parse(second?.anomaly.onset.at ?? "")).toBeGreaterThan(Date.parse(first?.closed?.at ?? ""));
    await expect.poll(() => world?.issues().length, PATIENT).toBe(2);
  }, 300_000);

  it("opens though the power went out while its alert was held for what the traffic might say", async () => {
    world = await startAlertWorld(1);
    const { worker } = world;
    // Every tick the service is seen to answer, so that the alert waits for more.
    let healthy = 0;
    const traffic = setInterval(() => {
      if (world) worker.wired.acceptTelemetry(requestTo("quotes", world.clock.now(), healthy++));
    }, 100);
    await expect.poll(() => worker.wired.source.services().length, PATIENT).toBe(1);
    expect(await alertOf(world, "ErrorsHigh").fire()).toBe(202);
    // Held still: what is on the disk now is what the second finds.
    expect(await worker.incidents()).toEqual([]);
    const successor = await world.startFromDiskOf(worker.dataDir);
    await worker.stop();
    clearInterval(traffic);
    expect(healthy).toBeGreaterThan(0);
    await expect.poll(() => state(successor), PATIENT).toEqual(["open"]);
    await expect.poll(async () => (await successor.wired.store.pending()).length, PATIENT).toBe(0);
    expect(await state(successor)).toEqual(["open"]);
  }, 300_000);

  it("closes though the power went out right after its alert had resolved", async () => {
    world = await startAlertWorld();
    const { worker } = world;
    const one = alertOf(world, "ErrorsHigh");
    await one.fire();
    await settled(worker).toBe(true);
    // Nothing is done before Scout's memory of it is on the disk.
    await expect.poll(async () => (await worker.wired.store.pending()).length, PATIENT).toBe(0);
    expect(await one.resolve()).toBe(202);
    const successor = await world.startFromDiskOf(worker.dataDir);
    await worker.stop();
    await expect.poll(() => state(successor), PATIENT).toEqual(["recovered-unexplained"]);
  }, 300_000);
});
