import { expect, it } from "vitest";
import type { Span } from "../../../src/contracts/telemetry.ts";
import { localise } from "../../../src/observe/localise/localise.ts";
import { seeded } from "../shop-world.ts";
import { type Step, trace } from "./trace-builder.ts";

interface Way {
  /** Milliseconds that the callee takes, at random up to twice as long. */
  serves: number;
  /** Milliseconds that the caller waits. */
  waits: number;
}

const random = seeded(11);

/** Orders asks stock once, and gives up after `waits`; stock goes on to its end. */
function asked({ serves, waits }: Way): Span[] {
  const took = serves * (1 + random());
  const gone = 3 + Math.min(took + 2, waits);
  const failed = took + 2 > waits;
  return trace({
    service: "orders",
    name: "POST /orders",
    from: 0,
    to: gone + 2,
    failed,
    below: [
      {
        service: "orders",
        name: "GET",
        kind: "client",
        from: 3,
        to: gone,
        failed,
        attributes: { "server.address": "stock" },
        below: [{ service: "stock", name: "GET /stock", from: 4, to: 4 + took }],
      },
    ],
  });
}

const many = (make: () => Span[], count = 120) => Array.from({ length: count }, make);

it("blames who no longer waits, where the one that is asked answers as fast as ever", () => {
  const baseline = many(() => asked({ serves: 40, waits: 500 }));
  const incident = many(() => asked({ serves: 40, waits: 55 }));
  expect(localise({ incident, baseline })[0]).toMatchObject({ service: "orders" });
});

it("blames who is asked, where it takes longer than anybody ever waited for it", () => {
  const baseline = many(() => asked({ serves: 40, waits: 200 }));
  const incident = many(() => asked({ serves: 300, waits: 200 }));
  expect(localise({ incident, baseline })[0]).toMatchObject({ service: "stock" });
});

/** Orders asks stock, which fails with that share, up to `attempts` times. */
function tried(fails: number, attempts: number, serves: number): Span[] {
  const below: Step[] = [];
  let at = 3;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const failed = random() < fails;
    const took = serves * (1 + random());
    below.push({
      service: "orders",
      name: "GET",
      kind: "client",
      from: at,
      to: at + took + 2,
      failed,
      attributes: { "server.address": "stock" },
      below: [{ service: "stock", name: "GET /stock", from: at + 1, to: at + 1 + took, failed }],
    });
    at += took + 3;
    if (!failed) break;
  }
  const failed = below.at(-1)?.failed === true;
  return trace({ service: "orders", name: "POST /orders", from: 0, to: at + 2, failed, below });
}

it("blames who tries again and again and used to give up", () => {
  const baseline = many(() => tried(0.2, 2, 10), 200);
  const incident = many(() => tried(0.7, 12, 60), 200);
  expect(localise({ incident, baseline })[0]).toMatchObject({ service: "orders" });
});

it("blames who fails, where its callers try again as often as they always did", () => {
  const baseline = many(() => tried(0.2, 4, 10), 300);
  const incident = many(() => tried(0.8, 4, 60), 200);
  expect(localise({ incident, baseline })[0]).toMatchObject({ service: "stock" });
});
