import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { AlertSignal } from "../../../src/contracts/signal.ts";
import { alertRoutes } from "../../../src/edge/alerts/receive.ts";
import { fixture } from "./fixture.ts";

const NOW = Date.parse("2026-11-22T10:00:05Z");
const SECRETS = { old: "o".repeat(32), current: "c".repeat(32), other: "x".repeat(32) };
const ENTRIES = [
  { repositories: ["acme/market"], secret: SECRETS.old },
  { repositories: ["acme/market"], secret: SECRETS.current },
  { repositories: ["acme/other", "acme/third"], secret: SECRETS.other },
];

function harness() {
  const stored: AlertSignal[] = [];
  const app = alertRoutes({
    authenticate: (bearer) => (bearer === "good" ? ["acme/token"] : null),
    secrets: { sentry: ENTRIES, pagerduty: ENTRIES },
    accept: async (_key, signal) => {
      stored.push(signal);
      return "accepted";
    },
    now: () => NOW,
  });
  const send = async (path: string, body: string, headers: Record<string, string> = {}, method = "POST") =>
    app.request(`/api/alerts/${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body === "" ? {} : { body }),
    });
  return { stored, send };
}
const hmac = (secret: string, body: string) => createHmac("sha256", secret).update(body).digest("hex");

/** With spaces that no serialiser would write: the signature is over these bytes. */
const SENTRY = `${JSON.stringify(fixture("sentry-event-alert"), null, 3)}\n `;
const sentry = (secret: string, body = SENTRY, seconds = NOW / 1000) => ({
  "sentry-hook-resource": "event_alert",
  "sentry-hook-timestamp": String(seconds),
  "sentry-hook-signature": hmac(secret, body),
});
const PAGERDUTY = `${JSON.stringify(fixture("pagerduty"), null, 1)} `;

describe("Sentry", () => {
  it.each([
    ["the current secret", SECRETS.current, ["acme/market"]],
    ["the one before it", SECRETS.old, ["acme/market"]],
    ["another repository's", SECRETS.other, ["acme/other", "acme/third"]],
  ])(
    "by %s is of the repositories that it names, whatever the body says",
    async (_what, secret, repositories) => {
      const { send, stored } = harness();
      expect((await send("sentry", SENTRY, sentry(secret))).status).toBe(202);
      expect(stored).toMatchObject([{ source: "sentry", repositories }]);
    },
  );

  it.each<[string, string, Record<string, string>]>([
    ["another secret", SENTRY, sentry("n".repeat(32))],
    ["other bytes of the same JSON", JSON.stringify(JSON.parse(SENTRY)), sentry(SECRETS.current)],
    ["an old delivery", SENTRY, sentry(SECRETS.current, SENTRY, NOW / 1000 - 700)],
    ["one of tomorrow", SENTRY, sentry(SECRETS.current, SENTRY, NOW / 1000 + 86_400)],
    ["no time", SENTRY, { "sentry-hook-signature": hmac(SECRETS.current, SENTRY) }],
    ["half a signature", SENTRY, { ...sentry(SECRETS.current), "sentry-hook-signature": "ab12" }],
    ["an empty signature", SENTRY, { ...sentry(SECRETS.current), "sentry-hook-signature": "" }],
    [
      "a wrong signature with a good token",
      SENTRY,
      { ...sentry("n".repeat(32)), authorization: "Bearer good" },
    ],
    ["nothing", SENTRY, {}],
  ])("is refused with %s", async (_what, body, headers) => {
    const { send, stored } = harness();
    const response = await send("sentry", body, headers);
    expect(response.status).toBe(401);
    expect(JSON.stringify(await response.json())).toContain("SENTRY_SECRETS");
    expect(stored).toEqual([]);
  });

  it("is let in by an ingest token too, through a relay that signs nothing", async () => {
    const { send, stored } = harness();
    expect((await send("sentry", SENTRY, { authorization: "Bearer good" })).status).toBe(202);
    expect(stored).toMatchObject([{ repositories: ["acme/token"] }]);
  });

  it("that reports nothing to act on is answered, so that Sentry does not switch the hook off", async () => {
    const { send, stored } = harness();
    const response = await send("sentry", "{}", {
      ...sentry(SECRETS.current, "{}"),
      "sentry-hook-resource": "installation",
    });
    expect([response.status, await response.json()]).toEqual([202, { status: "ignored" }]);
    expect(stored).toEqual([]);
  });
});

describe("PagerDuty", () => {
  const signed = (...signatures: string[]) => ({ "x-pagerduty-signature": signatures.join(",") });
  const [good, bad] = [`v1=${hmac(SECRETS.current, PAGERDUTY)}`, `v1=${hmac("n".repeat(32), PAGERDUTY)}`];

  it.each([
    ["one signature", [good]],
    ["one of several", [bad, good]],
    ["a version that is not known yet beside it", ["v2=abc", good]],
  ])("is let in by %s", async (_what, signatures) => {
    const { send, stored } = harness();
    expect((await send("pagerduty", PAGERDUTY, signed(...signatures))).status).toBe(202);
    expect(stored).toMatchObject([{ repositories: ["acme/market"] }]);
  });

  it.each([
    ["none that is right", [bad, bad]],
    ["the right one under another version", [good.replace("v1", "v0")]],
    ["the right one as the eleventh", [...new Array(10).fill(bad), good]],
    ["an empty one", [""]],
  ])("is refused with %s", async (_what, signatures) => {
    const { send, stored } = harness();
    expect((await send("pagerduty", PAGERDUTY, signed(...signatures))).status).toBe(401);
    expect(stored).toEqual([]);
  });
});

describe("a sender without a signature", () => {
  const generic = JSON.stringify(fixture("generic"));
  const basic = (credentials: string) => ({
    authorization: `Basic ${Buffer.from(credentials).toString("base64")}`,
  });
  it.each(["grafana", "datadog", "cloudevents", "generic"])(
    "%s is let in by an ingest token alone",
    async (name) => {
      const { send, stored } = harness();
      const body = JSON.stringify(fixture(name));
      for (const headers of [
        {},
        { authorization: "Bearer bad" },
        { "x-pagerduty-signature": "v1=00" },
        basic("good:bad"),
      ])
        expect((await send(name, body, headers as Record<string, string>)).status).toBe(401);
      expect((await send(name, body, { authorization: "Bearer good" })).status).toBe(202);
      expect((await send(name, body, basic("sre:good"))).status).toBe(202);
      expect(stored).toMatchObject([{ repositories: ["acme/token"] }, { repositories: ["acme/token"] }]);
    },
  );

  it("is not let in by a token in the address, but where its specification demands it", async () => {
    const { send } = harness();
    expect((await send("generic?access_token=good", generic)).status).toBe(401);
    const event = JSON.stringify(fixture("cloudevents"));
    expect((await send("cloudevents?access_token=good", event)).status).toBe(202);
    expect((await send("cloudevents?access_token=bad", event)).status).toBe(401);
    expect(
      (await send("cloudevents?access_token=good", event, { authorization: "Bearer good" })).status,
    ).toBe(400);
  });
});

describe("CloudEvents' handshake", () => {
  const ask = (headers: Record<string, string>) => harness().send("cloudevents", "", headers, "OPTIONS");
  it("allows the sender that asks, at a rate, and calls nobody back", async () => {
    const response = await ask({
      "webhook-request-origin": "events.acme.example",
      "webhook-request-callback": "http://169.254.169.254/latest",
      "webhook-request-rate": "120",
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("webhook-allowed-origin")).toBe("events.acme.example");
    expect(response.headers.get("webhook-allowed-rate")).toBe("120");
    expect(response.headers.get("allow")).toBe("POST, OPTIONS");
  });

  it("promises no more than it can keep", async () => {
    for (const asked of ["999999999", "a lot", "-1"]) {
      const response = await ask({
        "webhook-request-origin": "events.acme.example",
        "webhook-request-rate": asked,
      });
      expect(response.headers.get("webhook-allowed-rate")).toBe("6000");
    }
  });

  it.each<Record<string, string>>([
    {},
    { "webhook-request-origin": "a b" },
    { "webhook-request-origin": "*" },
  ])("of %j is refused", async (headers) => {
    expect((await ask(headers)).status).toBe(400);
  });

  it("is nobody else's", async () => {
    expect(
      (await harness().send("generic", "", { "webhook-request-origin": "a.example" }, "OPTIONS")).status,
    ).toBe(405);
  });
});

it.each<[string, string, Record<string, string>, number]>([
  ["Grafana's PUT", "grafana", {}, 202],
  ["a batch of CloudEvents", "cloudevents", { "content-type": "application/cloudevents-batch+json" }, 415],
  [
    "a structured CloudEvent",
    "cloudevents",
    { "content-type": "application/cloudevents+json; charset=utf-8" },
    202,
  ],
])("%s", async (_what, name, headers, status) => {
  const { send } = harness();
  const method = name === "grafana" ? "PUT" : "POST";
  const response = await send(
    name,
    JSON.stringify(fixture(name)),
    { authorization: "Bearer good", ...headers },
    method,
  );
  expect(response.status).toBe(status);
  if (status === 415) expect(((await response.json()) as { hint: string }).hint).toContain("one by one");
});
