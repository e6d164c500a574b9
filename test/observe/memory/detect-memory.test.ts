import { describe, expect, it } from "vitest";
import type { MetricPoint, Resource } from "../../../src/contracts/telemetry.ts";
import type { Breach } from "../../../src/observe/detection/breach.ts";
import { detectMemory } from "../../../src/observe/memory/detect-memory.ts";
import { ServiceRecord } from "../../../src/observe/service-record.ts";
import { seeded } from "../shop-world.ts";
import collectedLate from "./collected-late.json" with { type: "json" };
import halfAsOld from "./half-as-old.json" with { type: "json" };
import healthyDay from "./healthy-day.json" with { type: "json" };
import { ManagedHeap } from "./managed-heap.ts";

const START = Date.parse("2026-03-02T09:00:00.000Z");
const METRICS = {
  resident: "process.memory.usage",
  heap: "v8js.memory.heap.used",
  live: "nodejs.memory.heap.used_after_gc",
} as const;
type Held = Partial<Record<keyof typeof METRICS, number | null>>;

interface Process {
  startSecond: number;
  resource: Resource;
}

/** A service whose processes are given by what they hold, in bytes, at each age in seconds. */
class Machines {
  readonly record = new ServiceRecord({
    repository: "fernhill/shop",
    environment: "production",
    service: "quotes",
    slo: { memory: 300e6 },
  });
  private ids = 0;

  /** Runs one process from `startSecond` on, and returns the age at which something was found. */
  run(
    startSecond: number,
    seconds: number,
    hold: (age: number) => Held,
    { revision = "a".repeat(40), every = 1 } = {},
  ): { age: number; breach: Breach } | null {
    const process = this.process(startSecond, revision);
    for (let age = 0; age <= seconds; age += every) {
      this.add(process, age, hold(age));
      const breach = this.look(startSecond + age);
      if (breach) return { age, breach };
    }
    return null;
  }

  process(startSecond: number, revision: string): Process {
    const instance = `quotes-${++this.ids}`;
    const attributes = {
      "service.name": "quotes",
      "service.instance.id": instance,
      "vcs.ref.head.revision": revision,
    };
    return { startSecond, resource: { attributes, service: "quotes", instance } as unknown as Resource };
  }

  add({ startSecond, resource }: Process, age: number, held: Held): void {
    const timeMs = START + (startSecond + age) * 1_000;
    for (const kind of ["resident", "heap", "live"] as const) {
      const value = held[kind];
      if (value === undefined || value === null) continue;
      const point: MetricPoint = {
        name: METRICS[kind],
        unit: "By",
        kind: "gauge",
        timeMs,
        attributes: {},
        value,
        resource,
      };
      this.record.memory.add(point);
    }
  }

  look(second: number): Breach | null {
    return detectMemory(this.record, START + second * 1_000);
  }
}

/** As Node really starts: it loads and compiles itself, then levels off. */
const ordinary = (age: number): Required<Held> => ({
  resident: 140e6 + 35e6 * (1 - Math.exp(-age / 6)) + 1e4 * age,
  heap: 36e6 + ((age * 5e6) % 15e6),
  live: age < 3 ? null : 30e6,
});

describe("memory on a healthy day", () => {
  it.each(Object.entries(healthyDay))(
    "%s, as measured: hundreds of megabytes of garbage until the first full collection, and nothing to compare with",
    (_, { resident, heap, live }) => {
      const machines = new Machines();
      const found = machines.run(
        0,
        2 * (resident.length - 1),
        (age) => ({
          resident: (resident[age / 2] as number) * 1e6,
          heap: (heap[age / 2] as number) * 1e6,
          live: live[age / 2] === null ? null : (live[age / 2] as number) * 1e6,
        }),
        { every: 2 },
      );
      expect(found).toBeNull();
    },
  );

  it("a process is not held to what one of another revision did that has not been as old yet", () => {
    const { old, new: young } = halfAsOld;
    const machines = new Machines();
    const held = (of: typeof old | typeof young) => (age: number) => {
      const at = (age - of.from) / 2;
      const bytes = (values: (number | null)[]) =>
        (values[at] ?? null) === null ? null : (values[at] as number) * 1e6;
      return { resident: bytes(of.resident), heap: bytes(of.heap), live: bytes(of.live) };
    };
    const first = machines.process(0, "a".repeat(40));
    const second = machines.process(young.born, "b".repeat(40));
    for (let at = 0; at <= 44; at++) {
      machines.add(first, at, held(old)(at));
      if (at >= young.born) machines.add(second, at - young.born, held(young)(at - young.born));
      expect(machines.look(at)).toBeNull();
    }
  });

  it("a process that rises as high as another did before it was collected is let be, as measured", () => {
    const machines = new Machines();
    for (const [at, { revision, born, resident }] of collectedLate.entries()) {
      const process = machines.process(born, revision.padStart(40, "0"));
      for (const [age, megabytes] of resident as [number, number][]) {
        machines.add(process, age, { resident: megabytes * 1e6 });
        // Of the first ones only what they held was kept, and not their heaps, which spoke for them.
        if (at === collectedLate.length - 1) expect(machines.look(born + age)).toBeNull();
      }
    }
  });

  it.each(Array.from({ length: 12 }, (_, seed) => seed))(
    "half an hour of deployments, restarts and customers who come and go is quiet (seed %i)",
    (seed) => {
      const random = seeded(seed);
      const machines = new Machines();
      let revision = 0;
      let process: Process | null = null;
      let heap = new ManagedHeap(random);
      let bornAt = 0;
      let rate = 3;
      for (let second = 0; second < 1_800; second += 2) {
        if (random() < 1 / 60) rate = 0.5 + 9 * random() ** 2;
        if (!process || random() < 1 / 60) {
          if (random() < 0.6) revision++;
          process = machines.process(second, revision.toString(16).padStart(40, "0"));
          heap = new ManagedHeap(random);
          bornAt = second;
        }
        const read = heap.read(second - bornAt, rate);
        machines.add(process, second - bornAt, {
          resident: read[METRICS.resident] ?? null,
          heap: read[METRICS.heap] ?? null,
          live: read[METRICS.live] ?? null,
        });
        const requests = Math.round(10 * rate);
        machines.record.addCounted(
          "POST /quotes",
          revision.toString(16).padStart(40, "0"),
          [second - 1, second].map((at) => ({
            second: START / 1_000 + at,
            requests,
            errors: 0,
            durations: [],
          })),
        );
        expect(machines.look(second)).toBeNull();
      }
    },
  );

  it("a process that takes 30 MB late, and then has what it needs, is let be; one that goes on so is found", () => {
    const [from, pace, settled] = [35, 1.1e6, 25];
    const rising = (seconds: number) => (age: number) => ({
      resident: 160e6 + 2e4 * age + pace * Math.max(0, Math.min(age - from, seconds)),
    });
    const levels = (age: number) => {
      const later = Math.min(5, Math.max(0, age - from - settled));
      return { resident: rising(settled)(age).resident + 0.25e6 * later };
    };
    const like = (hold: typeof levels) => {
      const machines = new Machines();
      expect(machines.run(0, 99, (age) => ({ resident: 160e6 + 6e4 * Math.min(age, 80) }))).toBeNull();
      return machines.run(100, 140, hold, { revision: "b".repeat(40) });
    };
    expect(like(levels)).toBeNull();
    expect(like(rising(Number.POSITIVE_INFINITY))?.age).toBeLessThan(90);
  });

  it("garbage that rises by 25 MB/s for seconds is not what a process keeps", () => {
    const found = new Machines().run(0, 120, (age) => {
      const burst = age > 60 && age < 70 ? 25e6 * (age - 60) : age >= 70 ? 250e6 : 0;
      const { resident, heap, live } = ordinary(age);
      return { resident: (resident as number) + burst, heap: (heap as number) + burst, live };
    });
    expect(found).toBeNull();
  });

  it("a new revision that loads 50 MB more as it starts is let be", () => {
    const machines = new Machines();
    expect(machines.run(0, 60, ordinary)).toBeNull();
    const more = (age: number) => 50e6 * Math.min(1, age / 5);
    const found = machines.run(
      60,
      60,
      (age) => {
        const { resident, heap, live } = ordinary(age);
        return { resident: (resident as number) + more(age), heap: (heap as number) + more(age), live };
      },
      { revision: "b".repeat(40) },
    );
    expect(found).toBeNull();
  });
});

describe("memory that is about to run out", () => {
  it("a new revision that keeps 20 MB/s is found before it is nine seconds old", () => {
    const machines = new Machines();
    expect(machines.run(0, 25, ordinary)).toBeNull();
    const found = machines.run(
      25,
      30,
      (age) => {
        const kept = 20e6 * Math.max(0, age - 1);
        const { resident, heap, live } = ordinary(age);
        return { resident: (resident as number) + kept, heap: (heap as number) + kept, live };
      },
      { revision: "b".repeat(40) },
    );
    expect(found?.age).toBeLessThan(9);
    expect(found?.breach).toMatchObject({ symptom: "memory", operation: "*" });
    expect(found?.breach.onset.at).toBeGreaterThanOrEqual(START + 25_000);
  });

  it("as measured: a revision that leaks, and the next one on top of it, are found, and began with the first", () => {
    const machines = new Machines();
    const mb =
      (values: number[], from = 0) =>
      (age: number) =>
        (values[age - from] ?? null) && (values[age - from] as number) * 1e6;
    const sound = {
      resident: mb(
        [
          144, 150, 153, 157, 157, 158, 159, 160, 160, 161, 162, 163, 163, 163, 163, 163, 163, 163, 163, 163,
          163, 164,
        ],
        3,
      ),
      heap: mb([33, 43, 46, 41, 48, 44, 48, 41, 45, 50, 44, 34, 39, 44, 35, 40, 45, 38, 42, 46, 39, 44], 3),
    };
    const leaking = {
      resident: mb([153, 175, 198, 226, 290, 290, 303, 316, 316, 328]),
      heap: mb([44, 49, 69, 97, 89, 131, 118, 119, 151, 129]),
    };
    const next = {
      resident: mb([146, 179, 199, 231, 245, 288, 300, 300, 313, 324, 325, 338]),
      heap: mb([34, 66, 76, 103, 82, 90, 98, 129, 141, 127, 162, 162]),
    };
    const held =
      ({ resident, heap }: typeof sound) =>
      (age: number) => ({ resident: resident(age) as number | null, heap: heap(age) as number | null });
    expect(machines.run(0, 24, held(sound))).toBeNull();
    const first = machines.run(27, 9, held(leaking), { revision: "b".repeat(40) });
    expect(first?.age).toBeLessThanOrEqual(7);
    const second = machines.run(37, 11, held(next), { revision: "c".repeat(40) });
    expect(second?.breach.onset.at).toBe(START + 27_000);
  });

  it("a process with nothing to be compared with that keeps 60 MB/s, as measured, is found after six seconds", () => {
    const resident = [
      162, 165, 171, 171, 172, 173, 173, 174, 175, 175, 176, 176, 177, 178, 178, 178, 178, 178, 178,
    ];
    const leaking = [178, 215, 263, 323, 383, 444, 504, 564, 624, 684, 744, 805, 865];
    const live = [57, 81, 81, 81, 81, 333, 333, 333, 333, 333, 333, 333];
    const leaksFrom = resident.length;
    const all = [...resident, ...leaking].map((mb) => mb * 1e6);
    const found = new Machines().run(0, all.length - 1, (age) => ({
      resident: all[age] as number,
      heap: (all[age] as number) - 130e6,
      live: (age <= leaksFrom ? 32 : (live[age - leaksFrom - 1] as number)) * 1e6,
    }));
    expect((found?.age ?? Number.POSITIVE_INFINITY) - leaksFrom).toBeLessThanOrEqual(6);
    expect(found?.breach.onset.at).toBe(START + leaksFrom * 1_000);
  });
});
