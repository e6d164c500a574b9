import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RequestCell } from "../../src/observe/request-cell.ts";
import { BlockPool } from "../../src/observe/series/block-pool.ts";
import { requestCode } from "../../src/observe/series/request-code.ts";
import { RequestLog } from "../../src/observe/series/request-log.ts";

const NEWEST = 1_700_000_400;
interface Entry {
  second: number;
  code: number;
  count: number;
}

const entry = fc.record({
  second: fc.integer({ min: NEWEST - 400, max: NEWEST }),
  code: fc
    .tuple(
      fc.nat(3),
      fc.boolean(),
      fc.constantFrom(null, 0.01, 1, 20, 900),
      fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.constantFrom(2, 10, 33.3, 5e6)),
    )
    .map(([revision, failed, ms, weight]) => requestCode(revision, failed, ms, weight)),
  count: fc.oneof(
    { weight: 5, arbitrary: fc.constant(1) },
    fc.integer({ min: 1, max: 70 }),
    fc.integer({ min: 1, max: 2 ** 23 - 1 }),
  ),
});
const entries = fc.oneof(
  fc.array(entry, { maxLength: 30 }),
  fc.array(entry, { minLength: 300, maxLength: 900 }),
);

/** As a list without any tricks has it, by second and code. */
function tallied(all: readonly Entry[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { second, code, count } of all) {
    const key = `${second} ${code}`;
    sums.set(key, (sums.get(key) ?? 0) + count);
  }
  return sums;
}

function held(log: RequestLog): Map<string, number> {
  const all: Entry[] = [];
  log.drain(NEWEST, NEWEST + 1, (second, code, count) => all.push({ second, code, count }));
  return tallied(all);
}

describe("RequestLog", () => {
  it("holds each request of each second, however many logs share the blocks, and what was drained is gone", () => {
    fc.assert(
      fc.property(entries, entries, fc.integer({ min: NEWEST - 400, max: NEWEST }), (a, b, before) => {
        const pool = new BlockPool();
        const logs = [new RequestLog(pool), new RequestLog(pool)] as const;
        for (let i = 0; i < Math.max(a.length, b.length); i++) {
          const [one, other] = [a[i], b[i]];
          if (one) logs[0].add(one.second, one.code, one.count);
          if (other) logs[1].add(other.second, other.code, other.count);
        }
        const drained: Entry[] = [];
        logs[0].drain(NEWEST, before, (second, code, count) => drained.push({ second, code, count }));
        expect(tallied(drained)).toEqual(tallied(a.filter(({ second }) => second < before)));
        for (const one of b) logs[0].add(one.second, one.code, one.count);
        const rest = [...a.filter(({ second }) => second >= before), ...b];
        const back = RequestLog.unpack(logs[0].pack(), NEWEST, pool);
        expect(Buffer.from(back.pack())).toEqual(Buffer.from(logs[0].pack()));
        for (const log of [logs[0], back]) {
          const cell = new RequestCell();
          log.sum(NEWEST, before, NEWEST, [cell, undefined, cell, cell]);
          const plain = new RequestCell();
          for (const { second, code, count } of rest)
            if (second >= before && ((code >>> 14) & 31) !== 1) plain.addCode(code, count);
          expect(cell.requests).toBeCloseTo(plain.requests, -6);
          expect(cell.latency.count).toBeCloseTo(plain.latency.count, -6);
        }
        expect(held(back)).toEqual(tallied(rest));
        expect(held(logs[0])).toEqual(tallied(rest));
        expect(held(logs[1])).toEqual(tallied(b));
        expect([logs[0].bytes, logs[1].bytes, back.bytes]).toEqual([0, 0, 0]);
      }),
      { numRuns: 60 },
    );
  });

  it("takes room for requests that differ, and gives it back to others", () => {
    const pool = new BlockPool();
    const [busy, next] = [new RequestLog(pool), new RequestLog(pool)];
    const code = (i: number) => requestCode(0, false, 1 + (i % 100), 1);
    for (let i = 0; i < 200_000; i++) busy.add(NEWEST, code(i), 1);
    expect(busy.bytes).toBeLessThan(80_000);
    for (let i = 0; i < 10_000; i++) busy.add(NEWEST - (i % 100), code(Math.imul(i, 0x9e3779b1) >>> 16), 1);
    const full = busy.bytes;
    busy.clear();
    expect(busy.bytes).toBe(0);
    const free = new Set(Array.from({ length: Math.floor(full / 512) }, () => pool.take()));
    const most = Math.max(...free);
    for (const place of free) pool.give(place);
    for (let i = 0; i < 5_000; i++) next.add(NEWEST - (i % 100), code(i), 1);
    expect(pool.take()).toBeLessThanOrEqual(most + full);
  });
});
