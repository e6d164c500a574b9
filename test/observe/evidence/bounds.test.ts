import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogRecord, MetricPoint, Resource } from "../../../src/contracts/telemetry.ts";
import { ChangeBook } from "../../../src/observe/changes/change-book.ts";
import { fairShare } from "../../../src/observe/evidence/fair-share.ts";
import { LogBook, templateText } from "../../../src/observe/logs/log-book.ts";
import { logMessage } from "../../../src/observe/logs/log-message.ts";
import { TemplateMiner } from "../../../src/observe/logs/template-miner.ts";
import { MetricBook } from "../../../src/observe/metrics/metric-book.ts";
import { shiftedMetrics } from "../../../src/observe/metrics/shifted-metrics.ts";
import { seeded } from "../shop-world.ts";

const NOW = Date.parse("2026-03-02T10:00:00.000Z");
const resource = (service: string, instance = "i"): Resource => ({ service, instance, attributes: {} });
const log = (body: LogRecord["body"], atMs = NOW, severity = 9): LogRecord => ({
  timeMs: atMs,
  severity,
  body,
  attributes: {},
  resource: resource("quotes"),
});
const word = (i: number) => i.toString(26).replace(/\d/g, (digit) => "qrstuvwxyz"[Number(digit)] as string);

describe("the template miner", () => {
  const LINES = [
    (n: number) => `order ${n} of user-${word(n)} accepted in ${n % 90} ms`,
    (n: number) => `cache miss for key "tariff:${n}", loading`,
    (n: number) => `connection to 10.0.0.${n % 255}:5432 refused`,
    () => "ready",
    (n: number) => `retrying ${n % 3} of 3: upstream said no`,
  ];
  const mined = (lines: readonly string[]) => {
    const templates: { tokens: string[] }[] = [];
    const miner = new TemplateMiner((tokens) => {
      const template = { tokens };
      templates.push(template);
      return template;
    });
    for (const line of lines) miner.add(line);
    return templates.map(templateText).sort();
  };

  it("finds the same templates in whatever order the lines come", () => {
    const lines = Array.from({ length: 100 }, (_, n) => LINES.map((line) => line(n))).flat();
    const expected = mined(lines);
    expect(expected).toHaveLength(LINES.length);
    expect(expected).toContain("order <n> of <*> accepted in <n> ms");
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = seeded(seed);
        const shuffled = lines
          .map((line) => [random(), line] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, line]) => line);
        expect(mined(shuffled)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it("stays bounded, and gives each line one template of its own length", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 60 }), { maxLength: 200 }), (lines) => {
        const templates = mined(lines);
        expect(templates.length).toBeLessThanOrEqual(Math.max(1, lines.length));
      }),
      { numRuns: 50 },
    );
    const many = mined(
      Array.from({ length: 5_000 }, (_, n) => `it ${word(n)} ${word(7 * n)} ${word(n * n)}`),
    );
    expect(many.length).toBeLessThanOrEqual(40);
  });
});

describe("the log book", () => {
  it("holds so many templates and no more, whatever comes", () => {
    const book = new LogBook<object>();
    const services = Array.from({ length: 30 }, () => ({}));
    for (let n = 0; n < 30_000; n++) {
      book.add(
        log(`${word(n)} ${"x ".repeat(n % 30)}`, NOW + n * 20),
        services[n % 30] as object,
        NOW + n * 20,
      );
    }
    expect(book.size).toBeLessThanOrEqual(4_000);
    for (const service of services) expect(book.of(service)?.templates.size).toBeLessThanOrEqual(400);
  });

  it("gives up services that fell silent for new ones", () => {
    const book = new LogBook<object>();
    for (let n = 0; n < 1_001; n++) book.add(log("begun"), {}, NOW);
    const late = {};
    book.add(log("begun"), late, NOW + 1);
    expect(book.of(late)).toBeNull();
    const later = NOW + 3600_000;
    book.add(log("begun", later), late, later);
    expect(book.of(late)?.templates.size).toBe(1);
    expect(book.size).toBe(1);
  });

  it("reads no more lines a second than it may, and knows how many came", () => {
    const book = new LogBook<object>();
    const key = {};
    for (let n = 0; n < 100_000; n++)
      book.add(log(n % 10 === 0 ? "rare word" : `common ${n}`, NOW + n / 10), key, NOW + n / 10);
    const logs = book.of(key);
    const sums = [...(logs?.quiet.values() ?? [])].reduce(
      (sum, one) => ({ came: sum.came + one.came, read: sum.read + one.read }),
      { came: 0, read: 0 },
    );
    expect(sums.came).toBe(100_000);
    expect(sums.read).toBeLessThanOrEqual(2_000 * 11);
    expect(sums.read).toBeGreaterThan(5_000);
    const share = (text: string) => {
      const template = [...(logs?.templates ?? [])].find((one) => templateText(one) === text);
      return [...(template?.counts.values() ?? [])].reduce((sum, one) => sum + one, 0) / sums.read;
    };
    expect(share("rare word")).toBeGreaterThan(0.05);
    expect(share("rare word")).toBeLessThan(0.2);
  });

  it.each([
    ['{"level":"info","msg":"price of 4"}', "price of 4"],
    ["{broken", "{broken"],
    [{ message: "from a map", user: "jo" }, "from a map"],
    [["a", 1], '["a",1]'],
    [null, ""],
  ])("reads what %j says", (body, said) => {
    expect(logMessage(log(body))).toBe(said);
  });
});

describe("the metric book", () => {
  const point = (name: string, more: Partial<MetricPoint> = {}): MetricPoint => ({
    name,
    unit: "1",
    kind: "gauge",
    timeMs: NOW,
    attributes: {},
    value: 1,
    resource: resource("quotes"),
    ...more,
  });

  it("holds so many series and no more, whatever comes", () => {
    const book = new MetricBook();
    for (let n = 0; n < 20_000; n++) {
      const service = `s${n % 200}`;
      book.add(
        point(`pool.${n % 300}`, { resource: resource(service, `i${n}`), attributes: { kind: `k${n}` } }),
        "o/r",
        NOW,
      );
    }
    expect(book.size).toBeLessThanOrEqual(2_000);
    expect(book.refused).toBeGreaterThan(0);
    const later = NOW + 2 * 3600_000;
    book.add(point("pool.new", { timeMs: later, resource: resource("fresh") }), "o/r", later);
    expect(book.of(new Set(["o/r"]), "production").get("fresh")).toHaveLength(1);
  });

  it("makes rates of what only counts up, also over a restart, and means of histograms", () => {
    const book = new MetricBook();
    const total = { kind: "sum", monotonic: true, temporality: "cumulative", unit: "By" } as const;
    for (const [i, value] of [100, 150, 200, 20, 70].entries()) {
      book.add(point("db.bytes", { ...total, value, timeMs: NOW + i * 10_000 }), "o/r", NOW + i * 10_000);
      const histogram = { count: 10 * (i + 1), sum: 40 * (i + 1), bounds: [], counts: [] };
      book.add(
        point("db.client.operation.duration", {
          kind: "histogram",
          temporality: "cumulative",
          unit: "s",
          histogram,
          timeMs: NOW + i * 10_000,
        }),
        "o/r",
        NOW + i * 10_000,
      );
    }
    const series = book.of(new Set(["o/r"]), "production").get("quotes") ?? [];
    const values = (name: string) =>
      series
        .find((one) => one.name === name)
        ?.read(NOW - 1, NOW + 60_000)
        .map((one) => one.value);
    expect(values("db.bytes")).toEqual([5, 5, 2, 5]);
    expect(series.find((one) => one.name === "db.bytes")?.unit).toBe("By/s");
    expect(values("db.client.operation.duration")).toEqual([4, 4, 4, 4]);
  });

  it("mixes nothing over the border of a credential, and says which service moved", () => {
    const book = new MetricBook();
    const onset = NOW - 60_000;
    for (let at = NOW - 20 * 60_000; at <= NOW; at += 10_000) {
      const high = at >= onset;
      for (const [scope, service, value] of [
        ["o/r", "quotes", high ? 90 : 10],
        ["o/r", "storefront", 10],
        ["other/r", "secret", high ? 9_000 : 1],
      ] as const) {
        book.add(
          point("thread.count", { timeMs: at, value: value + (at % 3), resource: resource(service) }),
          scope,
          at,
        );
      }
    }
    const of = { scopes: new Set(["o/r"]), environment: "production" };
    const shifted = shiftedMetrics(book, of, { earliest: onset, at: onset }, NOW);
    expect(shifted.map(({ service }) => service)).toEqual(["quotes"]);
  });
});

it("the change book takes the same event once, none of the future, and a bounded number", () => {
  const book = new ChangeBook();
  const event = (n: number) => ({
    time: new Date(NOW - n).toISOString(),
    kind: "config",
    text: `change ${n}`,
    repositories: ["o/r"],
  });
  for (let n = 0; n < 1_000; n++) book.note(event(n), NOW);
  book.note(event(0), NOW);
  book.note(event(-3600_000), NOW);
  const events = book.eventsOf("o/r", 0, NOW + 1e9);
  expect(events).toHaveLength(300);
  expect(events.at(-1)?.text).toBe("change 0");
  expect(book.eventsOf("x/y", 0, NOW)).toEqual([]);
});

it("room is shared fairly: nobody's first items are crowded out, no room is wasted", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 12 }), (sizes) => {
      const lists = sizes.map((size, i) => Array.from({ length: size }, (_, n) => `${i}:${n}`));
      const taken = fairShare(lists, 60);
      expect(taken.length).toBe(Math.min(60, lists.flat().length));
      for (const [i, list] of lists.entries()) {
        const mine = taken.filter((one) => one.startsWith(`${i}:`));
        expect(mine).toEqual(list.slice(0, mine.length));
        expect(mine.length).toBeGreaterThanOrEqual(Math.min(list.length, Math.floor(60 / lists.length)));
      }
    }),
  );
});
