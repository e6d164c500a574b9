import { describe, expect, it } from "vitest";
import type { Attributes, Span } from "../../../src/contracts/telemetry.ts";
import { localise } from "../../../src/observe/localise/localise.ts";
import { seeded } from "../shop-world.ts";
import { type Step, trace } from "./trace-builder.ts";

const BACKOFF_MS = 60;
const BROKE_DOWN: Attributes = { "http.response.status_code": 503 };

/** Attempts at a carrier that sends no spans, each followed by another after a while where it failed; two at most. */
function asked(
  service: string,
  from: number,
  fails: () => boolean,
  answered: Attributes,
): { steps: Step[]; end: number; ok: boolean } {
  const steps: Step[] = [];
  let at = from;
  for (;;) {
    const failed = fails();
    steps.push({
      service,
      name: "POST",
      kind: "client",
      from: at,
      to: at + 6,
      failed,
      attributes: {
        "server.address": "api.carrier.example",
        "http.request.method": "POST",
        ...(failed ? answered : { "http.response.status_code": 200 }),
      },
    });
    at += 6;
    if (!failed || steps.length === 2) return { steps, end: at, ok: !failed };
    at += BACKOFF_MS;
  }
}

/** A quote goes on without the carrier; a policy does not, and nobody is charged then. */
function traces(seed: number, count: number, share: number, answered: Attributes = BROKE_DOWN): Span[][] {
  const random = seeded(seed);
  const fails = () => random() < share;
  return Array.from({ length: count }, (_, at) => {
    if (random() < 0.7) {
      const of = asked("quotes", 3 + 2 * random(), fails, answered);
      return trace(
        {
          ...{ service: "quotes", name: "POST /quotes", from: 0, to: of.end + 2, below: of.steps },
        },
        at * 100,
      );
    }
    const of = asked("policies", 4 + 2 * random(), fails, answered);
    const charge: Step[] = of.ok
      ? [
          {
            ...{ service: "policies", name: "POST", kind: "client", from: of.end + 1, to: of.end + 7 },
            below: [{ service: "payments", name: "POST /charges", from: of.end + 2, to: of.end + 6 }],
          },
        ]
      : [];
    const end = of.end + 9;
    return trace(
      {
        ...{ service: "policies", name: "POST /policies", from: 0, to: end, failed: !of.ok },
        below: [...of.steps, ...charge],
      },
      at * 100,
    );
  });
}

describe("somebody outside fails, who is asked again after a while", () => {
  it.each([0.3, 0.6, 1])("is named before those who ask, where %d of its answers are failures", (share) => {
    const places = localise({ baseline: traces(1, 300, 0), incident: traces(2, 300, share) });

    expect(places[0]).toMatchObject({ service: "api.carrier.example" });
    expect(places[0]?.score).toBeGreaterThan(0.5);
  });

  it("is not, where nothing says that it failed: those who ask may have changed what they ask, or how long they wait", () => {
    for (const answered of [{}, { "http.response.status_code": 400 }] as Attributes[]) {
      const places = localise({ baseline: traces(1, 300, 0), incident: traces(2, 300, 0.6, answered) });
      expect(places[0]?.service).not.toBe("api.carrier.example");
    }
  });
});
