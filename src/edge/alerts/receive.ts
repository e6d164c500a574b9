import { type Context, Hono } from "hono";
import type { AlertSignal } from "../../contracts/signal.ts";
import { LIMITS } from "../../safety/limits.ts";
import { readBody } from "../read-body.ts";
import { refuse } from "../refuse.ts";
import type { AlertContext } from "./alert-context.ts";
import { alertToken } from "./alert-token.ts";
import { fromAlertmanager } from "./alertmanager.ts";
import { deliveryKey } from "./delivery-key.ts";
import { fromGeneric } from "./generic.ts";
import { InvalidAlert } from "./invalid-alert.ts";

export interface AlertDeps {
  /** The repositories that an ingest token names; null refuses it. */
  authenticate(bearer: string | undefined): readonly string[] | null;
  /** Stores the signal, once for each key, before it answers. */
  accept(key: string, signal: AlertSignal): Promise<"accepted" | "duplicate" | "overloaded">;
  /** Epoch milliseconds. */
  now(): number;
}

const SOURCES: readonly [path: string, read: (body: unknown, context: AlertContext) => AlertSignal][] = [
  ["/api/alerts/alertmanager", fromAlertmanager],
  ["/api/alerts/generic", fromGeneric],
];

/**
 * Alert webhooks. Refusals come in a fixed order: path, method, content type, declared size, token, size,
 * syntax. Overload is 503 with `Retry-After` and never 429, which Alertmanager takes for "drop the alert".
 */
export function alertRoutes(deps: AlertDeps): Hono {
  const app = new Hono();
  for (const [path, read] of SOURCES) {
    app.all(path, async (c) => {
      const refusal = refuseHead(c);
      if (refusal !== undefined) return refusal;
      const repositories = deps.authenticate(alertToken(c.req.header("authorization")));
      if (repositories === null) {
        return refuse(401, "no valid ingest token", "send Authorization: Bearer with an ingest token", {
          "www-authenticate": 'Bearer realm="alerts"',
        });
      }
      const gzip = c.req.header("content-encoding")?.trim().toLowerCase() === "gzip";
      const body = await readBody(c.req.raw.body, gzip, LIMITS.alertBody);
      if (body === "too-large") return tooLarge();
      if (typeof body === "string") {
        return refuse(400, "the body ends early or is not valid gzip", "send it whole, as JSON");
      }
      const receivedAt = new Date(deps.now()).toISOString();
      let signal: AlertSignal;
      try {
        signal = read(parseJson(body), { repositories, receivedAt });
      } catch (error) {
        if (error instanceof InvalidAlert) return refuse(400, error.message, error.hint);
        throw error;
      }
      if (signal.alerts.length === 0) return c.json({ status: "accepted" }, 202);
      const status = await deps.accept(deliveryKey(signal), signal);
      if (status === "overloaded") {
        return refuse(503, "overloaded", "send it again", { "retry-after": "5" });
      }
      return c.json({ status }, 202);
    });
  }
  return app;
}

function refuseHead(c: Context): Response | undefined {
  if (c.req.method !== "POST") return refuse(405, "wrong method", "use POST", { allow: "POST" });
  const type = c.req.header("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    return refuse(415, "wrong content type", "send Content-Type: application/json", {
      accept: "application/json",
    });
  }
  const encoding = c.req.header("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "gzip" && encoding !== "identity") {
    return refuse(415, "wrong content encoding", "send gzip or none", {
      "accept-encoding": "gzip, identity",
    });
  }
  return Number(c.req.header("content-length") ?? 0) > LIMITS.alertBody ? tooLarge() : undefined;
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
