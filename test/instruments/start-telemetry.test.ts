import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pointsAt } from "../../src/instruments/points-at.ts";
import { startTelemetry } from "../../src/instruments/start-telemetry.ts";
import { tracedModel } from "../../src/instruments/traced-model.ts";
import { traceStep } from "../../src/loop/trace-step.ts";
import { anIncident } from "../loop/an-incident.ts";

/** What a Collector was sent, by path; protobuf is read for the texts in it. */
const sent: Record<string, string> = {};
let collector: Server;
let port = 0;

beforeAll(async () => {
  collector = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts);
      const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString(
        "latin1",
      );
      sent[request.url ?? ""] = (sent[request.url ?? ""] ?? "") + text;
      response.writeHead(200, { "Content-Type": "application/x-protobuf" }).end();
    });
  });
  collector.listen(0, "127.0.0.1");
  await once(collector, "listening");
  port = (collector.address() as AddressInfo).port;
});
afterAll(() => {
  collector.close();
});

/** The SDK reads the process's own variables. */
async function withVariables<T>(variables: Record<string, string>, run: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    return await run();
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

describe("our own telemetry", () => {
  it("is sent to the Collector that is named: an incident's steps as one trace, model calls in it, and metrics", async () => {
    const variables = {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=staging",
    };
    await withVariables(variables, async () => {
      const telemetry = await startTelemetry(process.env, 1, () => {});
      const model = tracedModel(
        {
          id: "gpt-x",
          price: null,
          ask: async () => ({ text: "yes", calls: [], usage: { input: 120, cached: 0, output: 7 } }),
        },
        telemetry.meter,
      );
      const incident = anIncident();
      await traceStep(incident, "observe", async () => {});
      await traceStep(incident, "orient", () =>
        model.ask({
          messages: [{ role: "user", text: "a secret of production" }],
          tools: [],
          mustAnswer: true,
          answer: { name: "a", schema: {} },
          maxTokens: 500,
          timeoutMs: 1000,
        }),
      );
      await expect(
        traceStep(incident, "merge", () => Promise.reject(new Error("GitHub is away"))),
      ).rejects.toThrow("GitHub is away");
      expect(await telemetry.prometheus()).toMatch(/^gen_ai_client_token_usage_sum\{[^}]*input[^}]*\} 120$/m);
      await telemetry.stop();

      const traces = sent["/v1/traces"] ?? "";
      for (const text of ["sre-space", "staging", "invoke_agent scout", "invoke_agent brain", "chat gpt-x"])
        expect(traces).toContain(text);
      expect(traces).toContain(incident.id);
      expect(traces).not.toContain("a secret of production");
      expect(sent["/v1/metrics"]).toContain("gen_ai.client.token.usage");
    });
  });

  it("is not sent to ourselves, and says so", async () => {
    const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://localhost:${port}` };
    await withVariables(variables, async () => {
      const reasons: string[] = [];
      const telemetry = await startTelemetry(process.env, port, (reason) => reasons.push(reason));
      expect(reasons.join()).toContain("which is this service");
      await telemetry.stop();
    });
  });

  it("is nowhere but under /metrics where nobody asks for it", async () => {
    const telemetry = await startTelemetry({ OTEL_SERVICE_NAME: "x" }, 1, () => {});
    telemetry.meter.createCounter("sre_space.x", { description: "x" }).add(2);
    expect(await telemetry.prometheus()).toContain("sre_space_x_total 2");
    await telemetry.stop();
  });
});

describe("an endpoint", () => {
  it.each([
    ["http://localhost:8001", 8001, true],
    ["http://127.0.0.1:8001/v1/traces", 8001, true],
    ["http://[::1]:8001", 8001, true],
    ["http://0.0.0.0", 80, true],
    ["http://localhost:4318", 8001, false],
    ["https://collector.example", 443, false],
    ["not an address", 8001, false],
  ])("%s is port %i of ours: %s", (endpoint, ours, expected) => {
    expect(pointsAt(endpoint, ours)).toBe(expected);
  });
});
