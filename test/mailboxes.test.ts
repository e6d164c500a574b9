import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { BusAway } from "../src/contracts/ports/bus.ts";
import type { Clock } from "../src/contracts/ports/clock.ts";
import { mailboxes } from "../src/mailboxes.ts";
import { openHome } from "./bus/home.ts";

const directory = mkdtempSync(join(tmpdir(), "sre-space-boxes-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const clock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
const open = (worker: string) =>
  openHome({ home: "local", file: join(directory, `${worker}.sqlite`), mostWaiting: 3 });

function boxesOf(worker: string) {
  const read: string[] = [];
  const boxes = mailboxes({
    worker,
    open,
    handle: async ({ body }) => void read.push(body),
    clock,
    failed: (_, error) => {
      throw error;
    },
  });
  return { ...boxes, read };
}
const message = (body: string) => ({ id: body, key: "acme/shop", body });
async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((again) => setTimeout(again, 20));
}

it("puts a message into another's box, who reads it, in order", { timeout: 60_000 }, async () => {
  const [one, two] = [boxesOf("one"), boxesOf("two")];
  two.start();
  one.start();
  for (const body of ["1", "2", "3"]) expect(await one.post("two", message(body))).toBe("accepted");
  await until(() => two.read.length === 3);
  expect(two.read).toEqual(["1", "2", "3"]);
  expect(one.read).toEqual([]);
  await Promise.all([one.stop(), two.stop()]);
});

it("keeps what lies in the box of one that has gone for who empties it, and says when it is full", {
  timeout: 60_000,
}, async () => {
  const [one, heir] = [boxesOf("one"), boxesOf("heir")];
  for (const body of ["1", "2", "3"]) expect(await one.post("gone", message(body))).toBe("accepted");
  expect(await one.post("gone", message("4"))).toBe("overloaded");
  heir.empty("gone");
  heir.empty("gone");
  await until(() => heir.read.length === 3);
  expect(heir.read).toEqual(["1", "2", "3"]);
  await Promise.all([one.stop(), heir.stop()]);
});

it("says that it could not be put there while the bus is away", async () => {
  const boxes = mailboxes({
    worker: "one",
    open: async () => {
      throw new BusAway("redis", "nobody answers");
    },
    handle: async () => {},
    clock,
    failed: () => {},
  });
  boxes.start();
  expect(await boxes.post("two", message("1"))).toBe("overloaded");
  await boxes.stop();
});
