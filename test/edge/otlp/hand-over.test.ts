import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { HandedBatch } from "../../../src/contracts/handed-batch.ts";
import type { TelemetrySignal } from "../../../src/contracts/signal.ts";
import { takeHanded } from "../../../src/edge/otlp/take-handed.ts";
import { type Intake, startIntake } from "./intake.ts";
import { oracle } from "./oracle.ts";

const NOW = 1_700_000_000_000;
const id = (size: number, at: number) => Buffer.from(String(at).padStart(2 * size, "0"), "hex");
const ALL = {
  among: () => true,
  takes: () => true,
  asked: new Set<string>(),
  askedWithoutRoute: new Set<string>(),
};
/** Of the spans the last lacks an id, and is left out wherever it is read. */
const body = Buffer.from(
  oracle.traces
    .encode({
      resourceSpans: [
        {
          resource: { attributes: [{ key: "service.name", value: { stringValue: "checkout" } }] },
          scopeSpans: [
            {
              spans: [1, 2, 3].map((at) => ({
                traceId: id(16, at),
                spanId: at === 3 ? Buffer.alloc(0) : id(8, at),
                name: "GET /",
                kind: 2,
                startTimeUnixNano: "1700000000000000000",
                endTimeUnixNano: "1700000000005000000",
              })),
            },
          ],
        },
      ],
    })
    .finish(),
);

const send = ({ url }: Intake, bytes: Buffer, gzip = false) =>
  fetch(`${url}/v1/traces`, {
    method: "POST",
    headers: {
      authorization: "Bearer good",
      "content-type": "application/x-protobuf",
      ...(gzip ? { "content-encoding": "gzip" } : {}),
    },
    body: new Uint8Array(gzip ? gzipSync(bytes) : bytes),
  });

async function handed(
  answer: "accepted" | "overloaded" | "too-large",
  found: "at once" | "later" = "at once",
) {
  const batches: HandedBatch[] = [];
  const handOver = async (batch: HandedBatch) => {
    batches.push(batch);
    return answer;
  };
  const intake = await startIntake({
    elsewhere: () => (found === "later" ? Promise.resolve(handOver) : handOver),
  });
  return { intake, batches };
}

it("hands over what another watches, and that one reads what it would have been sent", async () => {
  for (const [found, gzip] of [
    ["at once", false],
    ["later", true],
  ] as const) {
    const { intake, batches } = await handed("accepted", found);
    const answer = await send(intake, body, gzip);
    expect(answer.status).toBe(200);
    // What is wrong with it is told by whoever took it.
    const told = oracle.tracesAnswer.decode(Buffer.from(await answer.arrayBuffer()));
    expect(Number(told.partialSuccess.rejectedSpans)).toBe(1);
    expect(intake.accepted).toEqual([]);
    expect(batches).toHaveLength(1);

    const accepted: TelemetrySignal[] = [];
    await takeHanded(HandedBatch.parse(JSON.parse(JSON.stringify(batches[0]))), {
      accept: (signal) => {
        accepted.push(signal);
        return "accepted";
      },
      interest: () => ALL,
    });
    const direct = await startIntake({ interest: () => ALL });
    await send(direct, body);
    expect(accepted).toEqual(direct.accepted);
    expect(accepted[0]?.telemetry.spans.map(({ spanId }) => spanId)).toEqual([
      "0000000000000001",
      "0000000000000002",
    ]);
    await Promise.all([intake.close(), direct.close()]);
  }
});

it("says that it must be sent again, or in smaller batches, where it cannot be handed over", async () => {
  const full = await handed("overloaded");
  const refused = await send(full.intake, body);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
  await full.intake.close();
  const small = await handed("too-large");
  expect((await send(small.intake, body)).status).toBe(413);
  await small.intake.close();
});

it("hands over nothing that is not valid", async () => {
  const { intake, batches } = await handed("accepted");
  expect((await send(intake, body.subarray(0, body.length - 3))).status).toBe(400);
  expect(batches).toEqual([]);
  await intake.close();
});

it("keeps what is to be looked at here", async () => {
  const intake = await startIntake({ elsewhere: () => null });
  expect((await send(intake, body)).status).toBe(200);
  expect(intake.accepted).toHaveLength(1);
  await intake.close();
});

it("does not take in what another release wrote otherwise", async () => {
  const to = { accept: () => "accepted" as const, interest: () => ALL };
  const batch: Omit<HandedBatch, "gzip"> = {
    path: "/v1/traces",
    format: "protobuf",
    repositories: ["acme/shop"],
    receivedMs: NOW,
  };
  await expect(takeHanded({ ...batch, gzip: "AAAA" }, to)).rejects.toThrow("cannot be read");
});
