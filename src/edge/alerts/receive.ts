import { type Context, Hono } from "hono";
import type { AlertSecret } from "../../contracts/settings.ts";
import type { AlertSignal } from "../../contracts/signal.ts";
import { LIMITS } from "../../safety/limits.ts";
import { readBody } from "../read-body.ts";
import { refuse } from "../refuse.ts";
import { requestBody } from "../request-body.ts";
import type { AlertSource } from "./alert-source.ts";
import { ALERT_SOURCES } from "./alert-sources.ts";
import { alertToken } from "./alert-token.ts";
import { deliveryKey } from "./delivery-key.ts";
import { handshake } from "./handshake.ts";
import { InvalidAlert } from "./invalid-alert.ts";
import { slices } from "./slices.ts";

export interface AlertDeps {
  /** The repositories that an ingest token names; null refuses it. */
  authenticate(bearer: string | undefined): readonly string[] | null;
  /** Secrets of sources that sign, each with the repositories that it speaks for. */
  secrets: Readonly<Record<"sentry" | "pagerduty", readonly AlertSecret[]>>;
  /** Stores the signal, once for each key, before it answers. */
  accept(key: string, signal: AlertSignal): Promise<"accepted" | "duplicate" | "overloaded">;
  /** Epoch milliseconds. */
  now(): number;
}

/**
 * Alert webhooks. Refusals come in a fixed order: path, method, content type, declared size, token, size, signature,
 * syntax. A sender that signs is known by its signature over the raw bytes, any other (and one that could sign and
 * does not) by an ingest token. Overload is 503 with `Retry-After` and never 429, which Alertmanager takes for
 * "drop the alert".
 */
export function alertRoutes(deps: AlertDeps): Hono {
  const app = new Hono();
  let inFlight = 0;
  for (const [name, source] of Object.entries(ALERT_SOURCES) as [string, AlertSource][]) {
    const secrets = name === "sentry" || name === "pagerduty" ? deps.secrets[name] : [];
    app.all(source.path, async (c) => {
      const header = (field: string) => c.req.header(field);
      if (name === "cloudevents" && c.req.method === "OPTIONS") return handshake(header);
      const refusal = refuseHead(c, source);
      if (refusal !== undefined) return refusal;
      const isSigned = source.signature !== undefined && header(source.signature.header) !== undefined;
      const tokens = [alertToken(header("authorization")), inQuery(c, name)].filter(
        (one) => one !== undefined,
      );
      if (!isSigned && tokens.length > 1) {
        return refuse(400, "two tokens", "send the ingest token in the Authorization header alone");
      }
      let repositories = isSigned ? null : deps.authenticate(tokens[0]);
      if (repositories === null && !isSigned) return unknownSender(source);
      const gzip = header("content-encoding")?.trim().toLowerCase() === "gzip";
      let reserved = 0;
      const reserve = (bytes: number) => {
        if (inFlight + bytes > LIMITS.alertsInFlight) return false;
        inFlight += bytes;
        reserved += bytes;
        return true;
      };
      try {
        const body = await readBody(requestBody(c), gzip, LIMITS.alertBody, reserve);
        if (body === "too-large") return tooLarge();
        if (body === "no-room") return overloaded();
        if (typeof body === "string") {
          return refuse(400, "the body ends early or is not valid gzip", "send it whole, as JSON");
        }
        const now = deps.now();
        repositories ??=
          secrets.find(({ secret }) => source.signature?.matches(body, header, secret, now))?.repositories ??
          null;
        if (repositories === null) return wronglySigned(source);
        const context = { repositories, receivedAt: new Date(now).toISOString() };
        const signals: AlertSignal[] = [];
        for (const [index, slice] of slices(parseJson(body)).entries()) {
          if (index > 0) await new Promise<void>((others) => setImmediate(others));
          const signal = source.read(slice, context, header);
          if (signal !== null && signal.alerts.length > 0) signals.push(signal);
        }
        const answers = await Promise.all(signals.map((signal) => deps.accept(deliveryKey(signal), signal)));
        // What was taken already is a duplicate when all of it comes again.
        if (answers.includes("overloaded")) return overloaded();
        const status = answers.find((answer) => answer === "accepted") ?? answers[0] ?? "ignored";
        return c.json({ status }, 202);
      } catch (error) {
        if (error instanceof InvalidAlert) return refuse(400, error.message, error.hint);
        throw error;
      } finally {
        inFlight -= reserved;
      }
    });
  }
  return app;
}

function refuseHead(c: Context, { methods, contentTypes }: AlertSource): Response | undefined {
  if (!methods.includes(c.req.method)) {
    return refuse(405, "wrong method", `use ${methods.join(" or ")}`, { allow: methods.join(", ") });
  }
  const type = c.req.header("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === undefined || !contentTypes.includes(type)) {
    const hint = type?.startsWith("application/cloudevents-batch")
      ? "send events one by one: structured (application/cloudevents+json) or binary"
      : `send Content-Type: ${contentTypes.join(" or ")}`;
    return refuse(415, "wrong content type", hint, { accept: contentTypes.join(", ") });
  }
  const encoding = c.req.header("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "gzip" && encoding !== "identity") {
    return refuse(415, "wrong content encoding", "send gzip or none", {
      "accept-encoding": "gzip, identity",
    });
  }
  return Number(c.req.header("content-length") ?? 0) > LIMITS.alertBody ? tooLarge() : undefined;
}

/**
 * CloudEvents' webhook specification has every target take the token from the query too. Addresses end up in the
 * logs of proxies, so no other endpoint does.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#32-uri-query-parameter
 */
function inQuery(c: Context, source: string): string | undefined {
  return source === "cloudevents" ? c.req.query("access_token") : undefined;
}

function unknownSender(source: AlertSource): Response {
  const signed = source.signature
    ? `, or sign with a secret of ${source.signature.variable} (${source.signature.header})`
    : "";
  return refuse(401, "no valid ingest token", `send Authorization: Bearer with an ingest token${signed}`, {
    "www-authenticate": 'Bearer realm="alerts"',
  });
}

function wronglySigned({ signature }: AlertSource): Response {
  return refuse(
    401,
    `no secret of ${signature?.variable} made this signature, or it is old`,
    `set ${signature?.variable} to OWNER/REPO:SECRET with the secret that the sender shows, and check the clock`,
  );
}

function overloaded(): Response {
  return refuse(503, "overloaded", "send it again", { "retry-after": "5" });
}

function tooLarge(): Response {
  return refuse(413, `the body is larger than ${LIMITS.alertBody} bytes`, "group alerts, or set max_alerts");
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new InvalidAlert("the body is not valid JSON", "send JSON, in UTF-8");
  }
}
