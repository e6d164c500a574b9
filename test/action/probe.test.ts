import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { expect, it } from "vitest";
import { mayProbe } from "../../src/action/may-probe.ts";
import { NOTHING_SEEN, recoveryByProbe, startProbe, withAnswer } from "../../src/action/probe.ts";
import type { ProbeSeen } from "../../src/contracts/sealed-state.ts";
import type { RecoveryQuestion } from "../../src/observe/recovery/recovery-question.ts";
import { anIncident } from "../loop/an-incident.ts";

const { anomaly } = anIncident();
const START = Date.parse("2026-11-22T10:00:00.000Z");
const at = (second: number) => new Date(START + second * 1000).toISOString();
const merged = (second: number): RecoveryQuestion => ({
  anomaly,
  since: at(second),
  revision: null,
  remedied: true,
  begun: at(second),
});
const untouched: RecoveryQuestion = { anomaly, since: at(0), revision: null, remedied: false, begun: null };
const after = (answers: readonly boolean[], seen: ProbeSeen = NOTHING_SEEN) =>
  answers.reduce((before, well, second) => withAnswer(before, well, START + second * 1000), seen);
const well = (times: number) => Array.from({ length: times }, () => true);

it("says nothing where it never failed: it does not see the symptom", () => {
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), (times, second) => {
      expect(recoveryByProbe(after(well(times)), merged(second), START)).toBeNull();
    }),
  );
});

it("takes credit for what got well after the merge, and for nothing else", () => {
  const seen = after([false, ...well(20)]);
  expect(recoveryByProbe(seen, merged(1), START)?.state).toBe("healed");
  expect(recoveryByProbe(seen, merged(5), START)?.state).toBe("recovered-unexplained");
  expect(recoveryByProbe(seen, untouched, START)?.state).toBe("recovered-unexplained");
});

it("is not healed by fewer than twenty in a row, and not while the last one failed", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 80 }), (answers) => {
      const seen = after([false, ...answers]);
      const inARow = answers.length - 1 - answers.lastIndexOf(false);
      const state = recoveryByProbe(seen, merged(0), START)?.state;
      expect(state === "healed").toBe(inARow >= 20);
      if (answers.at(-1) === false) expect(state).toBe("not-healed");
    }),
  );
});

it("asks an address, follows no redirection, and takes silence for a failure", async () => {
  const statuses = [200, 302, 500];
  const server = createServer((_, response) => {
    response.writeHead(statuses.shift() ?? 200, { location: "/elsewhere" });
    response.end("answer");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const due: (() => void)[] = [];
  const clock = {
    now: () => START,
    after(_: number, callback: () => void) {
      due.push(callback);
      return () => {};
    },
  };
  const next = async () => {
    while (due.length === 0) await new Promise((again) => setTimeout(again, 5));
    due.shift()?.();
  };
  const probe = startProbe({ url, status: 200 }, NOTHING_SEEN, clock);
  try {
    expect(probe.isSettling()).toBe(true);
    await next();
    await next();
    expect(probe.isSettling()).toBe(false);
    expect(probe.seen()).toEqual({ failedAt: at(0), wellSince: null, well: 0 });
    await next();
    await next();
    while (due.length === 0) await new Promise((again) => setTimeout(again, 5));
    expect(probe.seen().well).toBeGreaterThan(0);
    expect(probe.isSettling()).toBe(true);
  } finally {
    probe.stop();
    await new Promise((closed) => server.close(closed));
  }
});

it.each([
  ["http://169.254.169.254/latest/meta-data/", false],
  ["http://2852039166/", false],
  ["http://[::ffff:169.254.169.254]/", false],
  ["http://[fe80::1]/", false],
  ["http://[fd00:ec2::254]/", false],
  ["http://100.100.100.200/", false],
  ["http://127.0.0.1:1/healthz", true],
  ["http://[::1]:1/healthz", true],
  ["http://10.0.0.7/healthz", true],
  ["http://localhost:1/healthz", true],
])("asks %s: %s", async (url, may) => {
  expect(await mayProbe(url)).toBe(may);
});
