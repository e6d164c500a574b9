import { describe, expect, it } from "vitest";
import { at, lines, Scene } from "./scene.ts";

const HANDLER = lines("export function price(risk) {", "  return table.find(risk);", "}");
const span = (id: string, service: string, parent?: string, error = false) => ({
  spanId: id,
  ...(parent ? { parentSpanId: parent } : {}),
  service,
  name: "POST",
  startMs: 0,
  durationMs: 2,
  error,
});

/** Quotes are refused by what stands innermost in their traces, seconds after a limit of time was lowered and a port changed. */
function refused(top: string, setting: [string, string]) {
  const scene = new Scene();
  scene.push(-3000, {
    "config/quotes.yml": lines(setting[0]),
    "services/quotes/price.ts": HANDLER,
    "services/policies/buy.ts": lines("export const buy = (order) => order;"),
  });
  const commit = scene.push(-6, { "config/quotes.yml": lines(setting[1]) });
  scene.revisions([
    ["before", -120, -2, 300, false],
    [commit, -2, 5, 60, true],
  ]);
  scene.saw({
    kind: "exception",
    service: "quotes",
    operation: "POST /quotes",
    type: "ECONNREFUSED",
    message: "connect ECONNREFUSED <n>:<n>",
    frames: [
      { path: `/srv/node_modules/${top}`, line: 45, inApp: false },
      { path: "/srv/releases/7/services/quotes/price.ts", line: 2, inApp: true },
    ],
    count: 40,
    countBefore: 0,
    revisions: [],
  });
  scene.saw({
    kind: "trace",
    traceId: "1",
    failing: true,
    operation: "POST /quotes",
    spans: [span("a", "storefront", undefined, true), span("b", "quotes", "a", true)],
    reference: { traceId: "1" },
  } as never);
  return { scene, commit };
}
const TIMEOUT: [string, string] = ["idle_timeout_ms: 30000", "idle_timeout_ms: 20000"];

describe("connections are refused", () => {
  it("by a store, as its driver says: no limit of time did that", async () => {
    const { scene, commit } = refused("pg-pool/index.js", TIMEOUT);
    const { suspect, hypotheses } = await scene.diagnose();
    expect(suspect).toBeNull();
    expect(hypotheses[0]).toMatchObject({ suspect: null, mechanism: "database" });
    expect(hypotheses.find((one) => one.suspect === commit)?.reasons).toContainEqual(
      expect.objectContaining({ favours: false, text: expect.stringContaining("refused by a store") }),
    );
  });

  it("by a store that somebody gave another port", async () => {
    const { scene, commit } = refused("pg-pool/index.js", ["port: 5432", "port: 5423"]);
    const { hypotheses } = await scene.diagnose();
    expect(hypotheses.find((one) => one.suspect === commit)?.reasons).not.toContainEqual(
      expect.objectContaining({ text: expect.stringContaining("refused") }),
    );
  });

  it("by a peer outside, which is among the places where it may have begun", async () => {
    const { scene, commit } = refused("undici/index.js", TIMEOUT);
    scene.localisation = [
      { service: "quotes", operation: "POST /quotes", score: 0.6 },
      { service: "api.carrier.example", operation: "POST", score: 0.2 },
    ];
    const { suspect, hypotheses } = await scene.diagnose();
    expect(suspect).toBeNull();
    expect(hypotheses[0]).toMatchObject({ suspect: null, mechanism: "outside provider" });
    expect(hypotheses.find((one) => one.suspect === commit)?.reasons).toContainEqual(
      expect.objectContaining({ favours: false, text: expect.stringContaining("refused") }),
    );
  });

  it("by a service that is called, and which a start-up requirement may have taken down", async () => {
    const { scene } = refused("undici/index.js", TIMEOUT);
    const requires = scene.push(-8, {
      "services/policies/buy.ts": lines(
        "const key = process.env.BUY_KEY;",
        'if (!key) throw new Error("BUY_KEY is missing");',
        "export const buy = (order) => order;",
      ),
    });
    scene.saw({
      kind: "trace",
      traceId: "2",
      failing: false,
      operation: "POST /quotes",
      spans: [span("c", "quotes"), span("d", "policies", "c")],
      reference: { traceId: "2", at: at(-20) },
    } as never);
    scene.localisation = [{ service: "policies", operation: "POST /policies", score: 0.9 }];
    const { hypotheses } = await scene.diagnose();
    const reasons = hypotheses.find((one) => one.suspect === requires)?.reasons ?? [];
    expect(reasons).toContainEqual(
      expect.objectContaining({
        favours: true,
        text: expect.stringContaining("policies refuses connections"),
      }),
    );
  });
});
