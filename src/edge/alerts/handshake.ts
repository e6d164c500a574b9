import { refuse } from "../refuse.ts";
import type { Header } from "./alert-source.ts";

/** Deliveries a minute that one sender is promised. */
const RATE = 6_000;
/** A host name as DNS has it; `WebHook-Request-Origin` names who will send. */
const ORIGIN = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i;

/**
 * The answer to CloudEvents' validation request: yes, we want events from there. It gives nobody access (the token
 * does, with each delivery), and `WebHook-Request-Callback` is not called, because an address from outside is none
 * that this service should visit.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#4-abuse-protection
 */
export function handshake(header: Header): Response {
  const origin = header("webhook-request-origin");
  if (origin === undefined || !ORIGIN.test(origin)) {
    const hint = "send WebHook-Request-Origin with the sender's host name, such as events.example.com";
    return refuse(400, "WebHook-Request-Origin is missing or no host name", hint, { allow: "POST, OPTIONS" });
  }
  const asked = header("webhook-request-rate")?.trim();
  const rate = asked !== undefined && /^[1-9]\d{0,8}$/.test(asked) ? Math.min(Number(asked), RATE) : RATE;
  return new Response(null, {
    status: 200,
    headers: {
      allow: "POST, OPTIONS",
      "webhook-allowed-origin": origin,
      "webhook-allowed-rate": String(rate),
    },
  });
}
