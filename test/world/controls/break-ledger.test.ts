import { describe, expect, it, vi } from "vitest";
import { createBreakLedger } from "../../../marketplace-demo/world/break-ledger.ts";
import type { Fault } from "../../../marketplace-demo/world/fault-catalogue.ts";
import type { Outcome } from "../../../marketplace-demo/world/outcome.ts";

const fault = (id: string, kind: Fault["kind"] = "change") => ({ id, kind, title: id }) as Fault;
const outcome = (healed: boolean): Outcome =>
  ({
    healed,
    culprits: ["abc"],
    verdict: "hold",
    correct: healed,
    problems: healed ? [] : ["not healed"],
    seconds: { fault_to_healed: healed ? 12 : null },
  }) as unknown as Outcome;

/** A ledger whose world is told what to do by the test. */
function ledgerOf() {
  const lifted: string[] = [];
  const ends: { resolve(value: Outcome): void; reject(error: Error): void }[] = [];
  const brokenBy: ((lift: () => Promise<void>) => void)[] = [];
  let clock = 1_000;
  const ledger = createBreakLedger({
    inject: (_, onBroken) => {
      brokenBy.push(onBroken);
      return new Promise((resolve, reject) => ends.push({ resolve, reject }));
    },
    apply: async ({ action, target }) => {
      if (target === "mainframe") throw new Error("there is no mainframe");
      return async () => void lifted.push(`${action} ${target}`);
    },
    revert: async (shas) => void lifted.push(`revert ${shas.join(" ")}`),
    now: () => clock++,
  });
  return { ledger, lifted, ends, brokenBy };
}

describe("what was broken by hand", () => {
  it("keeps an action in force until it is lifted, once", async () => {
    const { ledger, lifted } = ledgerOf();
    const entry = await ledger.action({ action: "stop", target: "quotes" });
    expect(entry).toMatchObject({ state: "in force", title: "quotes is stopped", command: "do stop quotes" });
    await ledger.lift(entry.id);
    expect(entry).toMatchObject({ state: "lifted", lift: undefined });
    expect(lifted).toEqual(["stop quotes"]);
    await expect(ledger.lift(entry.id)).rejects.toThrow("nothing to lift");
  });

  it("refuses what is in force already, and what another interference of the same service would undo", async () => {
    const { ledger } = ledgerOf();
    const slow = await ledger.action({ action: "slow", target: "quotes", ms: 100 });
    expect(slow.command).toBe("do slow quotes --ms 100");
    await expect(ledger.action({ action: "errors", target: "quotes" })).rejects.toThrow("lift it first");
    await ledger.action({ action: "slow", target: "policies" });
    await ledger.lift(slow.id);
    await ledger.action({ action: "errors", target: "quotes" });
  });

  it("says why the world could not do it, and forgets that it was asked", async () => {
    const { ledger } = ledgerOf();
    const attempt = () => ledger.action({ action: "stop", target: "mainframe" });
    await expect(attempt()).rejects.toMatchObject({ status: 422, message: "there is no mainframe" });
    await expect(attempt()).rejects.toMatchObject({ status: 422 });
    expect(ledger.breaks()).toEqual([]);
  });

  it("lifts by itself what was to last for a while", async () => {
    const { ledger, lifted } = ledgerOf();
    const entry = await ledger.action({ action: "stop", target: "quotes", for: 5 });
    await vi.waitFor(() => expect(entry.state).toBe("lifted"));
    expect(lifted).toEqual(["stop quotes"]);
  });

  it("does one fault at a time, and offers to revert by hand what was not healed", async () => {
    const { ledger, lifted, ends } = ledgerOf();
    const { entry } = ledger.fault(fault("a"), "A", "fault a");
    expect(() => ledger.fault(fault("b"), "B", "fault b")).toThrow("a is under way");
    ends[0]?.resolve(outcome(false));
    await vi.waitFor(() => expect(entry.state).toBe("over"));
    expect(entry.words).toBe("not healed, verdict hold; not as expected: not healed");
    await ledger.lift(entry.id);
    expect(lifted).toEqual(["revert abc"]);
    const { entry: second } = ledger.fault(fault("b"), "B", "fault b");
    ends[1]?.resolve(outcome(true));
    await vi.waitFor(() => expect(second.state).toBe("over"));
    expect(second).toMatchObject({
      words: "healed after 12.0 s, verdict hold; as expected",
      lift: undefined,
    });
  });

  it("lifts a fault's action before its time and goes on watching; a fault that breaks off says why", async () => {
    const { ledger, ends, brokenBy, lifted } = ledgerOf();
    const { entry, ended } = ledger.fault(fault("away", "environment"), "Away", "fault away");
    brokenBy[0]?.(async () => void lifted.push("away"));
    expect(entry.state).toBe("in force");
    await ledger.lift(entry.id);
    expect(lifted).toEqual(["away"]);
    expect(entry).toMatchObject({ state: "in force", words: expect.stringContaining("lifted by hand") });
    ends[0]?.reject(new Error("the push was refused"));
    await expect(ended).rejects.toThrow("the push was refused");
    await vi.waitFor(() => expect(entry).toMatchObject({ state: "failed", words: "the push was refused" }));
  });

  it("forgets the oldest, and never what can still be lifted", async () => {
    const { ledger } = ledgerOf();
    const first = await ledger.action({ action: "stop", target: "kept" });
    for (let index = 0; index < 50; index++) {
      const { id } = await ledger.action({ action: "stop", target: `s${index}` });
      await ledger.lift(id);
    }
    expect(ledger.breaks().length).toBeLessThanOrEqual(30);
    expect(ledger.breaks()).toContain(first);
  });
});
