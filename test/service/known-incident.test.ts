import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import type { MemoryState } from "../../src/contracts/ports/memory.ts";
import { startChromaProcess } from "../../src/memory/chroma-process.ts";
import { baseline } from "./baseline.ts";
import { type ClosedLoop, REPOSITORY, startClosedLoop } from "./closed-loop.ts";

const PATIENT = { timeout: 240_000, interval: 200 };
const ending: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});

async function memoryOf(world: ClosedLoop): Promise<Partial<MemoryState>> {
  const answer = await fetch(`${world.url}/readyz`).catch(() => null);
  return answer?.ok ? ((await answer.json()) as { memory: MemoryState }).memory : {};
}

it("the same fault the second time is known, although memory was away when it was learnt", async () => {
  const data = mkdtempSync(join(tmpdir(), "sre-space-chroma-"));
  ending.push(() => rmSync(data, { recursive: true, force: true }));
  let chroma = await startChromaProcess(data);
  ending.push(() => chroma.stop());
  const world = await startClosedLoop({ CHROMA_URL: chroma.url });
  ending.push(() => world.stop());
  await world.start();
  await baseline(world);
  await chroma.stop();

  // Without memory Brain reasons, and what was learnt waits.
  const first = await world.breakIt();
  await expect.poll(async () => (await world.incidents())[0]?.closed?.as, PATIENT).toBe("healed");
  await expect.poll(() => memoryOf(world), PATIENT).toMatchObject({ state: "away", waiting: 1 });
  const monitor = await (await fetch(`${world.url}/monitor`)).text();
  expect(monitor).toContain("Away: Brain reasons without it; 1 to remember waits on the disk.");

  chroma = await startChromaProcess(data, Number(new URL(chroma.url).port));
  await expect.poll(() => memoryOf(world), PATIENT).toMatchObject({ state: "ready", waiting: 0 });
  // From here on nothing of it is anywhere but in Chroma.
  await baseline(world);
  const second = await world.breakIt();
  expect(second).not.toBe(first);
  const issues = () =>
    [...(world.github.state.repositories.get(REPOSITORY)?.issues.values() ?? [])].filter((one) => !one.pull);
  const pulls = () =>
    [...(world.github.state.repositories.get(REPOSITORY)?.issues.values() ?? [])].filter((one) => one.pull);
  await expect
    .poll(() => issues()[1]?.body ?? "", PATIENT)
    .toContain(`Seen before in #${issues()[0]?.number}, healed by #${pulls()[0]?.number}.`);
  const [incident] = await world.incidents();
  // What a person would look at first, should this ever fail.
  const told = incident?.diagnosis?.hypotheses
    .slice(0, 4)
    .map((one) =>
      [
        `${one.probability.toFixed(3)} ${one.suspect ?? one.mechanism}`,
        ...one.reasons.map(({ favours, text }) => `  ${favours ? "+" : "-"} ${text}`),
      ].join("\n"),
    )
    .join("\n");
  expect(incident?.diagnosis, `${first} then ${second}\n${told}`).toMatchObject({
    decision: "commit",
    suspect: second,
    tokens: 0,
    seenBefore: [{ issue: issues()[0]?.number, pullRequest: pulls()[0]?.number, answers: true }],
  });
  const page = await (await fetch(`${world.url}/monitor/incidents/${incident?.id}`)).text();
  expect(page).toContain("Seen before in #");
}, 600_000);
