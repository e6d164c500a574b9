import { afterEach, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { type AttackedWorld, REPOSITORY, startAttackedWorld } from "./attacked-world.ts";
import { diagnosedIncident } from "./diagnosed-incident.ts";
import { until } from "./until.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

const SERVICES = ["cart", "login", "search", "stock", "taxes"];
const fileOf = (service: string) => `services/${service}/main.ts`;
const text = (service: string, what: string) => `export const ${service} = ${what};\n`;
const policy = (perHour: number) =>
  `version: 1
mode: merge
services:
${SERVICES.map((one) => `  ${one}: {paths: [services/${one}/**], slo: {availability: 99.5%}}`).join("\n")}
guardrails:
  required_checks: [ci]
  max_merges: {per_hour: ${perHour}, per_day: 10}
`;

/** Five services break in one minute, each by a commit of its own of which Brain is sure. */
async function storm(perHour: number): Promise<Incident[]> {
  world = await startAttackedWorld({
    without: true,
    policy: policy(perHour),
    files: Object.fromEntries(SERVICES.map((one) => [fileOf(one), text(one, "1")])),
  });
  const incidents: Incident[] = [];
  for (const [index, service] of SERVICES.entries()) {
    world.write({ [fileOf(service)]: text(service, "null") });
    const suspect = await world.commit(`refactor: ${service}`, "eve@acme.test");
    incidents.push(
      diagnosedIncident({
        repository: REPOSITORY,
        suspect,
        paths: [fileOf(service)],
        fingerprint: `${index}`.repeat(12),
        service,
      }),
    );
  }
  await world.git("push", "-q", "origin", "HEAD:main");
  await world.deploy(await world.git("rev-parse", "HEAD"));
  return incidents;
}
const merged = () => world.held().filter(({ pull }) => pull?.merged).length;
async function judged(incidents: readonly Incident[]): Promise<Incident[]> {
  return Promise.all(incidents.map(({ id }) => world.incident(id)));
}
async function settled(incidents: readonly Incident[], perHour: number): Promise<void> {
  await until(
    async () => {
      const now = await judged(incidents);
      const over = now.filter(({ verdict }) =>
        verdict?.rules.some(({ rule, answer }) => rule === "merge-budget" && answer === "fail"),
      );
      return merged() >= perHour && over.length >= SERVICES.length - perHour;
    },
    async () =>
      JSON.stringify((await judged(incidents)).map(({ verdict, outcome }) => [verdict?.decision, outcome])),
  );
  await world.quiet();
}

it("holds where many are sure at once, and over a restart", async () => {
  const incidents = await storm(2);
  await world.takeAll(incidents);
  await settled(incidents, 2);
  expect(merged()).toBe(2);
  await world.restart();
  await settled(incidents, 2);
  expect(merged()).toBe(2);
  expect(world.merges().filter(({ status }) => status === 200)).toHaveLength(2);
}, 240_000);

it("holds while GitHub takes its time to answer a merge, for those that are judged meanwhile", async () => {
  const incidents = await storm(1);
  const others = async () =>
    (await judged(incidents)).filter(({ verdict, outcome }) => verdict?.judged.head && !outcome.asked);
  const forget = world.github.onRequest(async ({ phase, method, path }) => {
    if (phase !== "after" || method !== "PUT" || !/\/merge$/.test(path)) return;
    const asked = new Date().toISOString();
    // Each is judged with the answer still out, or stands behind it, sure of its merge.
    await until(async () =>
      (await others()).every(({ verdict }) => verdict?.decision === "merge" || (verdict?.at ?? "") > asked),
    );
  });
  await world.takeAll(incidents);
  await settled(incidents, 1);
  forget();
  expect(merged()).toBe(1);
}, 240_000);

it("holds where the process died between a merge and its record", async () => {
  const incidents = await storm(1);
  const [first] = incidents as [Incident, ...Incident[]];
  let before: Incident | undefined;
  const forget = world.github.onRequest(async ({ phase, method, path }) => {
    if (phase === "before" && method === "PUT" && /\/merge$/.test(path)) before ??= await world.incident();
  });
  await world.takeAll([first]);
  await until(() => merged() === 1);
  forget();
  await world.quiet();
  // As the crash left it: asked of GitHub, and nothing known of the answer.
  if (!before?.outcome.asked) throw new Error("that a merge was asked for was not on record");
  await world.takeAll([{ ...before, version: 0 }, ...incidents.slice(1)]);
  await settled(incidents, 1);
  expect(merged()).toBe(1);
}, 240_000);

it("is not forgotten behind hundreds of incidents that nothing is done about", async () => {
  const incidents = await storm(1);
  const [first, ...rest] = incidents as [Incident, ...Incident[]];
  await world.takeAll([first]);
  await until(() => merged() === 1);
  // What a flood of alerts leaves: newer than the merge, each of another cause.
  const flood = Array.from({ length: 300 }, (_, index) => {
    const of = diagnosedIncident({
      repository: REPOSITORY,
      suspect: first.diagnosis?.suspect ?? "",
      paths: [],
      fingerprint: index.toString(16).padStart(12, "f"),
      service: `flood-${index}`,
    });
    const at = new Date(Date.parse(of.openedAt) + 1000).toISOString();
    return {
      ...of,
      openedAt: at,
      remembered: { at, patch: null },
      issue: {
        number: 900 + index,
        url: "",
        body: "",
        label: "",
        state: "closed" as const,
        comment: null,
        checkRuns: {},
      },
      closed: { at, as: "resolved-by-person" as const },
    };
  });
  await world.takeAll([
    ...flood.map((one) => ({ ...one, remembered: { at: one.openedAt, patch: null } })),
    ...rest,
  ]);
  await settled(rest, 1);
  expect(merged()).toBe(1);
}, 240_000);
