import { expect, it } from "vitest";
import { localise } from "../../../src/observe/localise/localise.ts";
import { type Step, trace } from "./trace-builder.ts";

/** tracker sends what comes in to a topic, which loads reads. */
const scan = (i: number, of: { refused?: boolean; sending?: number } = {}): Step => {
  const sending = 20 + (i % 5) + (of.sending ?? 0);
  return {
    service: "tracker",
    name: "POST /scans",
    from: 0,
    to: sending + 4,
    failed: of.refused ?? false,
    below: [
      {
        service: "tracker",
        name: "send bags.scanned",
        kind: "producer",
        from: 2,
        to: 2 + sending,
        failed: of.refused ?? false,
        below: of.refused
          ? []
          : [
              {
                service: "loads",
                name: "process bags.scanned",
                kind: "consumer",
                from: sending + 10,
                to: sending + 30 + (i % 4),
              },
            ],
      },
    ],
  };
};
const many = (make: (i: number) => Step) => Array.from({ length: 120 }, (_, i) => trace(make(i), i * 1000));
const healthy = many((i) => scan(i));
const scoreOf = (service: string, incident: ReturnType<typeof many>) =>
  localise({ incident, baseline: healthy })
    .filter((place) => place.service === service)
    .reduce((sum, { score }) => sum + score, 0);

it("a message that the broker refuses accuses its sender, and nobody who would have read it", () => {
  const incident = many((i) => scan(i, { refused: i % 3 === 0 }));
  expect(scoreOf("tracker", incident)).toBeGreaterThan(0.6);
  expect(scoreOf("loads", incident)).toBeLessThan(0.1);
});

it("a broker that is slow to take what it is sent makes the sender slow, and nobody else", () => {
  const incident = many((i) => scan(i, { sending: 1500 }));
  expect(scoreOf("tracker", incident)).toBeGreaterThan(0.6);
  expect(scoreOf("loads", incident)).toBeLessThan(0.1);
});
