import fc from "fast-check";
import { expect, it } from "vitest";
import { type ClockStep, steadyClock } from "../src/steady-clock.ts";

const HOUR = 3_600_000;

/** A machine whose clock somebody sets, and a GitHub whose clock is right. */
function world() {
  let passed = 0;
  let off = 0;
  let isAway = false;
  const truth = () => 1_800_000_000_000 + passed;
  const steps: ClockStep[] = [];
  const clock = steadyClock(
    { wall: () => truth() + off, elapsed: () => passed },
    async () => {
      if (isAway) throw new Error("GitHub is away");
      return -off;
    },
    (step) => steps.push(step),
  );
  return {
    clock,
    steps,
    truth,
    pass: (ms: number) => (passed += ms),
    setOff: (ms: number) => (off = ms),
    setAway: (away: boolean) => (isAway = away),
  };
}

it.each([HOUR, -HOUR])(
  "goes on while the machine's clock is wrong by %i ms, and after it is right again",
  async (ms) => {
    const { clock, steps, truth, pass, setOff } = world();
    setOff(ms);
    pass(400);
    expect(clock.now()).toBe(truth());
    await clock.look();
    expect(clock.now()).toBe(truth());
    expect(steps).toEqual([{ ms, followed: false }]);
    pass(60_000);
    await clock.look();
    expect(clock.now()).toBe(truth());
    setOff(0);
    await clock.look();
    pass(1_000);
    expect(clock.now()).toBe(truth());
    expect(steps.map(({ followed }) => followed)).toEqual([false, true]);
  },
);

it("takes over what is right where it was wrong from its start, or the machine has slept", async () => {
  const { clock, steps, truth, pass, setOff } = world();
  // Since then the machine's time is an hour later, and the truth with it.
  pass(10);
  setOff(HOUR);
  const asleep = steadyClock(
    { wall: () => truth() + HOUR, elapsed: () => 10 },
    async () => 0,
    (step) => steps.push(step),
  );
  await asleep.look();
  expect(asleep.now()).toBe(truth() + HOUR);
  const wrong = { off: HOUR };
  const begun = steadyClock(
    { wall: () => truth() + wrong.off, elapsed: () => 10 },
    async () => -wrong.off,
    (step) => steps.push(step),
  );
  expect(begun.now()).toBe(truth() + HOUR);
  wrong.off = 0;
  await begun.look();
  expect(begun.now()).toBe(truth());
  expect(steps).toEqual([{ ms: -HOUR, followed: true }]);
  expect(clock.now()).toBe(truth());
});

it("goes on by itself while nobody can say which is right, and asks again", async () => {
  const { clock, steps, truth, pass, setOff, setAway } = world();
  setAway(true);
  setOff(-HOUR);
  await clock.look();
  expect(clock.now()).toBe(truth());
  setAway(false);
  pass(1_000);
  await clock.look();
  expect(steps).toEqual([]);
  pass(30_000);
  await clock.look();
  expect(steps).toEqual([{ ms: -HOUR, followed: false }]);
  expect(clock.now()).toBe(truth());
});

it("follows drift without asking anybody, and never strays from the truth by a step, whatever is set when", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: -5 * HOUR, max: 5 * HOUR }))),
      async (settings) => {
        const { clock, truth, pass, setOff } = world();
        for (const [ms, off] of settings) {
          pass(ms);
          setOff(off);
          await clock.look();
          expect(Math.abs(clock.now() - truth())).toBeLessThan(5_000 * (settings.length + 1));
        }
      },
    ),
  );
  const { clock, steps, truth, setOff } = world();
  setOff(3);
  await clock.look();
  expect(clock.now()).toBe(truth() + 3);
  expect(steps).toEqual([]);
});
