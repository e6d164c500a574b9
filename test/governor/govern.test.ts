import { describe, expect, it } from "vitest";
import type { Clock } from "../../src/contracts/ports/clock.ts";
import type { Model } from "../../src/contracts/ports/model.ts";
import type { PressureStep } from "../../src/contracts/ports/pressure.ts";
import { govern } from "../../src/governor/govern.ts";
import { heldBack } from "../../src/governor/held-back.ts";

/** A clock that stands still until it is moved by a second. */
function handClock(): Clock & { second(): void } {
  let now = 0;
  let due: (() => void)[] = [];
  return {
    now: () => now,
    after(_milliseconds, callback) {
      due.push(callback);
      return () => {
        due = due.filter((other) => other !== callback);
      };
    },
    second() {
      now += 1000;
      const calls = due;
      due = [];
      for (const call of calls) call();
    },
  };
}

function governed() {
  const clock = handClock();
  const memory = { used: 100e6, limit: 1000e6 };
  const moves: [PressureStep, boolean][] = [];
  const governor = govern(
    () => ({ ...memory }),
    clock,
    ({ step }, tighter) => moves.push([step, tighter]),
  );
  return {
    governor,
    moves,
    at(share: number, seconds = 1) {
      memory.used = share * memory.limit;
      for (let i = 0; i < seconds; i++) clock.second();
    },
  };
}

describe("the memory guard", () => {
  it("tells each step, in words with the figures, and when there is room again", () => {
    const { governor, moves, at } = governed();
    expect(governor.state()).toMatchObject({ step: "none", reason: null });
    at(0.93);
    expect(governor.state().reason).toBe(
      "Memory is short (887 of 954 MB): fewer traces are kept, and Brain reasons without the model.",
    );
    at(0.5, 40);
    expect(governor.state().reason).toBeNull();
    expect(moves).toEqual([
      ["no-model", true],
      ["one-model-call", false],
      ["fewer-traces", false],
      ["none", false],
    ]);
  });

  it("gives up telemetry last, and everything before it", () => {
    const { governor, at } = governed();
    at(0.87);
    expect(governor.hasGivenUp("one-model-call")).toBe(true);
    expect(governor.hasGivenUp("no-model")).toBe(false);
    at(0.99);
    expect(governor.hasGivenUp("no-telemetry")).toBe(true);
  });

  it("looks no more once it is stopped", () => {
    const { governor, moves, at } = governed();
    governor.stop();
    at(0.99, 3);
    expect(moves).toEqual([]);
  });
});

describe("a model where memory is short", () => {
  const question = { messages: [], tools: [], mustAnswer: true } as unknown as Parameters<Model["ask"]>[0];

  function slowModel() {
    const asked: (() => void)[] = [];
    const model: Model = {
      id: "m",
      price: null,
      ask: () => new Promise((answer) => asked.push(() => answer({ text: "yes", calls: [], usage: null }))),
    };
    return { asked, model };
  }
  const turns = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };

  it("is asked side by side with room, and one at a time without", async () => {
    const { governor, at } = governed();
    const { asked, model } = slowModel();
    const held = heldBack(model, governor);
    const first = [held.ask(question), held.ask(question)];
    await turns();
    expect(asked).toHaveLength(2);
    at(0.87);
    const later = [held.ask(question), held.ask(question)];
    await turns();
    expect(asked).toHaveLength(2);
    asked[0]?.();
    asked[1]?.();
    await turns();
    expect(asked).toHaveLength(3);
    asked[2]?.();
    await turns();
    expect(asked).toHaveLength(4);
    asked[3]?.();
    await expect(Promise.all([...first, ...later])).resolves.toHaveLength(4);
  });

  it("is not asked at all where it is shorter still, nor is what waited for its turn", async () => {
    const { governor, at } = governed();
    const { asked, model } = slowModel();
    const held = heldBack(model, governor);
    at(0.87);
    const first = held.ask(question);
    const second = held.ask(question);
    await turns();
    at(0.93);
    asked[0]?.();
    await first;
    await expect(second).rejects.toThrow("was not asked: memory is short");
    expect(asked).toHaveLength(1);
  });
});
