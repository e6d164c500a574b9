import { expect, it } from "vitest";
import { FairShare } from "../../../src/edge/otlp/fair-share.ts";
import { Room } from "../../../src/edge/otlp/room.ts";
import { startIntake } from "./intake.ts";

const NOW = 1_700_000_000_000;

it("calls those modest that bring less than half of an equal part, and one alone never", () => {
  const shares = new FairShare();
  shares.note("busy", 900, NOW);
  expect(shares.isModest("busy", NOW)).toBe(false);
  shares.note("quiet", 100, NOW);
  expect(shares.isModest("busy", NOW)).toBe(false);
  expect(shares.isModest("quiet", NOW)).toBe(true);
  expect(shares.isModest("new", NOW)).toBe(true);
  shares.note("quiet", 800, NOW + 2_500);
  expect(shares.isModest("quiet", NOW + 2_500)).toBe(false);
  // What was brought long ago counts for nothing.
  expect(shares.isModest("busy", NOW + 5_000)).toBe(true);
});

it("keeps the last quarter of the room for those who hold little", () => {
  const room = new Room(1_000);
  const [first, second, other] = [room.share("busy"), room.share("busy"), room.share("quiet")];
  expect(first.take(700)).toBe(true);
  expect(second.take(100)).toBe(false);
  expect(other.take(200)).toBe(true);
  expect(other.take(101)).toBe(false);
  first.giveBack();
  expect(second.take(500)).toBe(true);
  second.giveBack();
  other.giveBack();
  expect(room.share("busy").take(750)).toBe(true);
});

it("while the process is behind, whoever brings most is told to come again, and others are heard", async () => {
  let behind = false;
  let full = false;
  const intake = await startIntake({
    authenticate: (bearer) => (bearer === undefined ? null : [bearer]),
    isBehind: () => behind,
    isFull: () => full,
  });
  const send = async (tenant: string, name: string) => {
    const { status } = await fetch(`${intake.url}/v1/logs`, {
      method: "POST",
      headers: { authorization: `Bearer ${tenant}`, "content-type": "application/json" },
      body: JSON.stringify({
        resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: name } }] }] }],
      }),
    });
    return status;
  };
  try {
    expect(await send("acme/busy", "x".repeat(10_000))).toBe(200);
    expect(await send("acme/quiet", "x")).toBe(200);
    behind = true;
    expect(await send("acme/busy", "x")).toBe(503);
    expect(await send("acme/quiet", "x")).toBe(200);
    expect(await send("acme/new", "x")).toBe(200);
    // Without memory nobody is.
    full = true;
    expect(await send("acme/quiet", "x")).toBe(503);
  } finally {
    await intake.close();
  }
});
