import { expect, it } from "vitest";
import { runMemory } from "../../src/action/run-memory.ts";
import { aRecollection, someLooks } from "../memory/a-recollection.ts";

const at = (day: number) => `2026-01-0${day}T12:00:00.000Z`;
const older = aRecollection({ incident: "mk0000aa-0123456789ab", closedAt: at(1) });
const newer = aRecollection({ incident: "mk0000bb-0123456789ab", closedAt: at(3) });
const alike = aRecollection({
  incident: "mk0000cc-ba9876543210",
  fingerprint: "ba9876543210",
  closedAt: at(2),
});
const others = aRecollection({ incident: "mk0000dd-0123456789ab", repository: "acme/other" });

it("knows past incidents from what their issues hold: the same first, the latest of them before, and no other repository's", async () => {
  const memory = runMemory([older, others, alike, newer]);
  const found = await memory.recall(someLooks, 5);
  expect(found.map(({ recollection, exact }) => [recollection.incident, exact])).toEqual([
    [newer.incident, true],
    [older.incident, true],
    [alike.incident, false],
  ]);
  expect((await memory.recall(someLooks, 1)).map(({ recollection }) => recollection)).toEqual([newer]);
});

it("hands on what this run learns, which is sealed with its incident", async () => {
  const memory = runMemory([]);
  expect(memory.of(newer.incident)).toBeNull();
  await memory.remember(newer);
  expect(memory.of(newer.incident)).toEqual(newer);
  expect((await memory.recall(someLooks, 5)).map(({ recollection }) => recollection)).toEqual([newer]);
});
