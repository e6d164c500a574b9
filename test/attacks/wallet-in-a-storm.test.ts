import { afterEach, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { startScriptedOpenAi } from "../model/scripted-openai.ts";
import { type AttackedWorld, REPOSITORY, startAttackedWorld } from "./attacked-world.ts";
import { diagnosedIncident } from "./diagnosed-incident.ts";
import { until } from "./until.ts";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

const SERVICES = ["cart", "login", "search", "stock", "taxes", "video"];
const policy = `version: 1
mode: propose
services:
${SERVICES.map((one) => `  ${one}: {paths: [services/${one}/**], slo: {availability: 99.5%}}`).join("\n")}
budget: {tokens_per_incident: 60000, usd_per_day: 0.1}
`;
const NOTHING_TO_SAY = {
  leading: null,
  ranking: [],
  claims: [],
  doubts: [],
  new_cause: null,
  explanation: "I cannot tell.",
};

/** Six services in trouble at once, none of them diagnosed. */
function storm(suspect: string): Incident[] {
  return SERVICES.map((service, index) => ({
    ...diagnosedIncident({
      repository: REPOSITORY,
      suspect,
      paths: [`services/${service}/main.ts`],
      fingerprint: `${index}`.repeat(12),
      service,
    }),
    diagnosis: null,
    looks: 9,
  }));
}

it("a storm of incidents spends the day's budget and no more, whatever the model charges, and over a restart", async () => {
  const model = await startScriptedOpenAi(() => ({
    say: NOTHING_TO_SAY,
    usage: { prompt_tokens: 60_000, completion_tokens: 20_000 },
  }));
  stops.push(model.stop);
  const world: AttackedWorld = await startAttackedWorld({
    without: true,
    policy,
    model: { baseUrl: model.baseUrl, apiKey: "a-key-of-this-test", model: "gpt-4.1" },
  });
  stops.push(world.stop);
  const incidents = storm(world.suspect);
  const now = () => Promise.all(incidents.map(({ id }) => world.incident(id)));
  const diagnosed = () => until(async () => (await now()).every(({ diagnosis }) => diagnosis?.secondOpinion));
  await world.takeAll(incidents);
  await diagnosed();
  // The most that one may cost is booked before it is asked, and two would be over the budget.
  expect(model.asked).toHaveLength(1);
  const unheard = (await now()).filter(({ diagnosis }) => diagnosis?.secondOpinion?.heard === false);
  expect(unheard.length).toBeGreaterThanOrEqual(SERVICES.length - 1);
  expect(JSON.stringify(unheard.map(({ diagnosis }) => diagnosis?.secondOpinion))).toContain(
    "the budget of 0.1 USD a day",
  );
  await world.takeAll(incidents);
  await diagnosed();
  expect(model.asked).toHaveLength(1);
}, 240_000);
