import { afterEach, expect, it } from "vitest";
import { type AlertWorld, startAlertWorld } from "./alert-world.ts";

const PATIENT = { timeout: 240_000, interval: 100 };
const SENDERS = 100;
let world: AlertWorld | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

const NAMES = ["ErrorsHigh", "ErrorBudgetBurn", "AvailabilityLow", "PodFailing"];
const SERVICES = ["storefront", "quotes", "policies"];

/** One of ten thousand that one cause sets off: each of its own pod, of several rules, of several services. */
const alertOf = (n: number, firedAt: string) => ({
  service: SERVICES[n % SERVICES.length],
  summary: `${NAMES[n % NAMES.length]}: 31% of requests fail`,
  metric: NAMES[n % NAMES.length],
  value: 0.31,
  threshold: 0.01,
  fired_at: firedAt,
  labels: { pod: `pod-${n}`, instance: `10.0.${n >> 8}.${n & 255}:8080` },
});

async function sendAll(to: AlertWorld, bodies: readonly object[]): Promise<void> {
  let next = 0;
  const sender = async () => {
    for (let n = next++; n < bodies.length; n = next++)
      expect(await to.worker.send(bodies[n] as object)).toBe(202);
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
}

it("ten thousand alerts of one cause are one incident, one issue and a handful of writes", async () => {
  world = await startAlertWorld();
  const { worker, github } = world;
  const before = github.writes().length;
  const at = world.iso();
  const bodies = Array.from({ length: 10_000 }, (_, n) => alertOf(n, at));
  await sendAll(world, bodies);
  await expect.poll(async () => (await worker.wired.store.pending()).length, PATIENT).toBe(0);
  await expect
    .poll(async () => (await worker.incidents()).every((one) => one.needsHuman), PATIENT)
    .toBe(true);
  const [incident, ...others] = await worker.incidents();
  expect(others).toEqual([]);
  expect(incident?.anomaly.service).toBe("quotes");
  expect(incident?.anomaly.alerts.length).toBeLessThan(100);
  expect(world.issues()).toHaveLength(1);

  // All but one resolve: it is not over. Then the last.
  const over = (body: object) => ({ ...body, status: "resolved", resolved_at: world?.iso() });
  await sendAll(world, bodies.slice(1).map(over));
  await expect.poll(async () => (await worker.wired.store.pending()).length, PATIENT).toBe(0);
  const until = world.clock.now() + 60_000;
  await expect.poll(() => (world?.clock.now() ?? 0) > until, PATIENT).toBe(true);
  expect((await worker.incidents())[0]).toMatchObject({ closed: null });
  await sendAll(world, bodies.slice(0, 1).map(over));
  await expect
    .poll(async () => (await worker.incidents())[0]?.closed?.as, PATIENT)
    .toBe("recovered-unexplained");
  await expect.poll(() => world?.issues().map(({ state }) => state), PATIENT).toEqual(["closed"]);
  expect((await worker.incidents())[0]?.thoughts.length).toBeLessThanOrEqual(100);
  expect(github.writes().length - before).toBeLessThan(25);
}, 600_000);
