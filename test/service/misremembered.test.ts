import { afterEach, expect, it } from "vitest";
import { plantMemory } from "../../marketplace-demo/world/plant-memory.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { baseline } from "./baseline.ts";
import { type ClosedLoop, REPOSITORY, startClosedLoop } from "./closed-loop.ts";

const PATIENT = { timeout: 400_000, interval: 200 };
const PRICE = "services/quotes/price.ts";
const TABLES = "services/quotes/tables.ts";
const BAR = 0.52;
/** What the memory of a change of that kind in that file may add, in logarithms of odds. */
const REMEMBERED = 1.1 * 0.8;
const POLICY = `version: 1
mode: merge
services:
  quotes: {paths: [services/quotes/**], slo: {availability: 99.5%}}
guardrails:
  min_confidence: ${BAR}
  required_checks: [ci]
  max_merges: {per_hour: 10, per_day: 10}
  cool_down: 1s
verify: {window: 8s}
`;
const price = (days: string) => `import { tables } from "./tables.ts";

export function price(request) {
  const table = tables[request.kind];
  const days = ${days};
  const share = days / 365;
  return share * table.base * request.factor;
}
`;
const tables = (young: "young" | null) =>
  [
    "export const tables = {",
    "  standard: { base: 100 },",
    ...(young ? [`  ${young}: { base: 140 },`] : []),
    "  senior: { base: 120 },",
    "};",
    "",
  ].join("\n");

let world: ClosedLoop | undefined;
afterEach(() => world?.stop());

it("a wrong memory tips the scale: what it merges does not heal, is taken back, and the guilty one follows", async () => {
  world = await startClosedLoop({}, POLICY, {
    files: { [PRICE]: price("request.days ?? 365"), [TABLES]: tables("young") },
    defect: { path: TABLES, lacks: "young:" },
  });
  await world.start();
  await baseline(world);
  const memory = { service: "quotes", operation: "POST /quotes", symptom: "errors" as const };
  const kind = { mechanism: "unit or rounding changed", files: [PRICE] };
  plantMemory(world.data, REPOSITORY, [{ ...memory, ...kind }], Date.now());

  // One deployment brings both. It throws in the function that the innocent one changed, for want of what the other took away.
  world.frame = "price (/srv/app/services/quotes/price.ts:7:24)";
  const rounded = price("Math.round(request.days ?? 365)");
  const [innocent, culprit] = await world.push([
    { files: { [PRICE]: rounded }, message: "quotes: whole days", author: "pricing" },
    { files: { [TABLES]: tables(null) }, message: "quotes: one table fewer", author: "lin" },
  ]);
  const newest = async () => (await world?.incidents())?.[0];
  const told = (incident: Incident | undefined) =>
    [
      ...(incident?.diagnosis?.hypotheses ?? []).map(({ probability, suspect, mechanism, reasons }) =>
        [
          `${probability.toFixed(3)} ${suspect ?? ""} ${mechanism}`,
          ...reasons.map(({ text }) => `  ${text}`),
        ].join("\n"),
      ),
      ...(incident?.thoughts ?? []).map(({ at, agent, text }) => `${at} ${agent}: ${text}`),
    ].join("\n");
  await expect
    .poll(async () => {
      const incident = await newest();
      const over = incident?.closed && incident.issue?.state === "closed" && incident.remembered;
      return Boolean(over || incident?.needsHuman);
    }, PATIENT)
    .toBe(true);
  const incident = await newest();
  expect(incident, told(incident)).toMatchObject({
    closed: { as: "healed" },
    diagnosis: { suspect: culprit },
    attempts: [
      {
        ended: "not-healed",
        suspect: innocent,
        outcome: { merge: { ours: true } },
        rollback: { merge: { ours: true }, deployment: { state: "success" } },
      },
    ],
  });
  // The evidence alone had not reached the bar: it was the memory that carried it there.
  const said = incident?.thoughts.find(({ text }) => text.startsWith(`${innocent?.slice(0, 7)} did it, `));
  const sure = Number(/did it, ([\d.]+)% sure/.exec(said?.text ?? "")?.[1]) / 100;
  const odds = (sure / (1 - sure)) * Math.exp(-REMEMBERED);
  expect(sure).toBeGreaterThanOrEqual(BAR);
  expect(odds / (1 + odds), said?.text).toBeLessThan(BAR);

  // What is innocent stands, and the guilty one is out.
  expect(await world.file(PRICE)).toBe(rounded.trim());
  expect(await world.file(TABLES)).toBe(tables("young").trim());
  const repository = world.github.state.repositories.get(REPOSITORY);
  const all = [...(repository?.issues.values() ?? [])];
  expect(all.filter((one) => one.pull).map(({ pull }) => pull?.merged)).toEqual([true, true, true]);
  const [issue, ...others] = all.filter((one) => !one.pull);
  expect(others).toEqual([]);
  const [fix, back, heals] = all.filter((one) => one.pull).map(({ number }) => number);
  expect(issue?.body).toContain(`Healed by #${heals}`);
  expect(issue?.body).toContain(`#${fix} did not help and was taken back by #${back}.`);
}, 900_000);
