import { once } from "node:events";
import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import { connect, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Intake, startIntake } from "./intake.ts";
import { oracle } from "./oracle.ts";

/** What senders do with a connection, beyond sending a request and reading the answer. */

const BYTES = Buffer.from(
  oracle.traces
    .encode({
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                {
                  traceId: new Uint8Array(16).fill(1),
                  spanId: new Uint8Array(8).fill(2),
                  startTimeUnixNano: { low: 0, high: 400_000_000, unsigned: false },
                  endTimeUnixNano: { low: 1, high: 400_000_000, unsigned: false },
                },
              ],
            },
          ],
        },
      ],
    })
    .finish(),
);
const HEADERS = { authorization: "Bearer good", "content-type": "application/x-protobuf" };

let intake: Intake;
let behind: boolean;
beforeEach(async () => {
  behind = false;
  intake = await startIntake({ isBehind: () => behind }, { drain: 300 });
});
afterEach(async () => {
  await intake.close();
  expect(intake.failures).toEqual([]);
});

function open(port = intake.port): { socket: Socket; text: () => string } {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk;
  });
  socket.on("error", () => {});
  return { socket, text: () => text };
}

/** Whether by an end or by a reset, of which `once` would make an error. */
const closed = (socket: Socket) => new Promise<void>((done) => socket.once("close", () => done()));

const head = (more: string[]) =>
  [
    "POST /v1/traces HTTP/1.1",
    "Host: x",
    ...Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}`),
    ...more,
    "",
    "",
  ].join("\r\n");

async function post(
  body: Buffer,
  headers: OutgoingHttpHeaders,
  agent?: Agent,
): Promise<IncomingMessage & { reused: boolean }> {
  const outgoing = request(`${intake.url}/v1/traces`, {
    method: "POST",
    headers: { ...HEADERS, ...headers },
    ...(agent ? { agent } : {}),
  });
  outgoing.end(body);
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  response.resume();
  await once(response, "end");
  return Object.assign(response, { reused: outgoing.reusedSocket });
}

describe("one connection", () => {
  it("carries request after request, refused ones among them", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const statuses: (number | undefined)[] = [];
    const reused: boolean[] = [];
    for (const [body, headers] of [
      [BYTES, {}],
      [BYTES, { authorization: "Bearer bad" }],
      [Buffer.from([0xff]), {}],
      [gzipSync(BYTES), { "content-encoding": "gzip" }],
      [Buffer.alloc(0), {}],
    ] as const) {
      const response = await post(body, headers, agent);
      statuses.push(response.statusCode);
      reused.push(response.reused);
    }
    agent.destroy();
    expect(statuses).toEqual([200, 401, 400, 200, 200]);
    expect(reused).toEqual([false, true, true, true, true]);
    expect(intake.accepted).toHaveLength(2);
  });

  it("that ends within a body leaves nothing behind, and nothing of it is taken", async () => {
    for (let time = 0; time < 20; time++) {
      const { socket } = open();
      socket.write(head(["Content-Length: 20000000"]));
      socket.write(Buffer.alloc(8_000_000));
      await vi.waitUntil(() => socket.bytesWritten > 100_000);
      socket.destroy();
      await closed(socket);
    }
    // Were what they sent still counted, there would be no room for this one.
    const large = await post(Buffer.alloc(60_000_000, 0x0a), {});
    expect(large.statusCode).toBe(400);
    expect(intake.accepted).toEqual([]);
  });

  it("that trickles is cut off, in its head as in its body", async () => {
    const impatient = await startIntake({}, { head: 500, request: 1_000 });
    for (const start of ["POST /v1/traces HTTP/1.1\r\nHost: x\r\n", head(["Content-Length: 1000"])]) {
      const { socket, text } = open(impatient.port);
      socket.write(start);
      const drip = setInterval(() => socket.write("x"), 50);
      await closed(socket);
      clearInterval(drip);
      expect(text()).not.toMatch(/ 200 /);
    }
    expect(impatient.accepted).toEqual([]);
    expect(impatient.failures).toEqual([]);
    await impatient.close();
  });

  it("is not read for ever after a refusal", async () => {
    const { socket, text } = open();
    socket.write(`${head(["Transfer-Encoding: chunked"]).replace("Bearer good", "Bearer bad")}`);
    const pour = setInterval(() => socket.write(`400\r\n${"x".repeat(1024)}\r\n`), 10);
    await closed(socket);
    clearInterval(pour);
    expect(text()).toMatch(/^HTTP\/1.1 401 /);
  });
});

describe("a sender that asks first (Expect: 100-continue)", () => {
  it("is told to go on, and then answered", async () => {
    const { socket, text } = open();
    socket.write(head([`Content-Length: ${BYTES.length}`, "Expect: 100-continue"]));
    await vi.waitUntil(() => text().includes("\r\n\r\n"));
    expect(text()).toMatch(/^HTTP\/1.1 100 Continue/);
    socket.write(BYTES);
    await vi.waitUntil(() => text().includes(" 200 "));
    socket.destroy();
    expect(intake.accepted).toHaveLength(1);
  });

  it("is refused before it sends anything", async () => {
    const { socket, text } = open();
    socket.write(head(["Content-Length: 900000000", "Expect: 100-continue"]));
    await vi.waitUntil(() => text().includes("\r\n\r\n"));
    expect(text()).toMatch(/^HTTP\/1.1 413 /);
    socket.destroy();
  });
});

describe("gzip", () => {
  const headers = { "content-encoding": "gzip" };

  it("of several members is one body, whatever the last one's size claims", async () => {
    const middle = Math.floor(BYTES.length / 2);
    const members = [BYTES.subarray(0, middle), BYTES.subarray(middle), Buffer.alloc(0)];
    const body = Buffer.concat(members.map((member) => gzipSync(member)));
    expect((await post(body, headers)).statusCode).toBe(200);
    expect(intake.accepted[0]?.telemetry.spans).toHaveLength(1);
  });

  it("whose trailer lies about its size is refused", async () => {
    for (const claim of [0, 1, BYTES.length - 1, BYTES.length + 1, 1_000_000, 0xffffffff]) {
      const body = gzipSync(BYTES);
      body.writeUInt32LE(claim, body.length - 4);
      expect((await post(body, headers)).statusCode, `${claim}`).toBe(400);
    }
    expect(intake.accepted).toEqual([]);
  });

  it("of nothing is an empty request, and nothing is no gzip", async () => {
    expect((await post(gzipSync(Buffer.alloc(0)), headers)).statusCode).toBe(200);
    expect((await post(Buffer.alloc(0), headers)).statusCode).toBe(400);
  });
});

it("a process that is behind answers 503 before it reads, and takes up again when it is not", async () => {
  behind = true;
  const refused = await post(BYTES, {});
  expect([refused.statusCode, refused.headers["retry-after"]]).toEqual([503, "2"]);
  behind = false;
  expect((await post(BYTES, {})).statusCode).toBe(200);
});

it("an error of the service's own is 500, told to the operator and never to the sender", async () => {
  const failing = await startIntake({
    accept: () => {
      throw new Error("the secret plans");
    },
  });
  const response = await fetch(`${failing.url}/v1/traces`, { method: "POST", body: BYTES, headers: HEADERS });
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("secret plans");
  expect(failing.failures).toMatchObject([{ message: "the secret plans" }]);
  await failing.close();
});
