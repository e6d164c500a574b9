import { Webhooks } from "@octokit/webhooks";
import { Hono } from "hono";
import type { AlertSignal, HookSignal } from "../../contracts/signal.ts";
import { LIMITS } from "../../safety/limits.ts";
import { readBody } from "../read-body.ts";
import { refuse } from "../refuse.ts";
import { requestBody } from "../request-body.ts";
import { InvalidHook } from "./invalid-hook.ts";
import { fromWebhook } from "./translate.ts";

export interface HookDeps {
  /** `WEBHOOK_SECRET`. */
  secret: string;
  /** Stores the signal, once for each key, before it answers: GitHub never sends it again by itself. */
  accept(key: string, signal: HookSignal | AlertSignal): Promise<"accepted" | "duplicate" | "overloaded">;
  /** Epoch milliseconds. */
  now(): number;
}

const DELIVERY = /^[A-Za-z0-9-]{1,100}$/;

/**
 * GitHub's webhooks. Refusals come in a fixed order: path, method, content type, size, signature over the
 * raw bytes, and only then headers and syntax
 * (https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries).
 * @throws Error where the secret is empty: everybody could sign
 */
export function hookRoutes(deps: HookDeps): Hono {
  if (deps.secret === "") {
    throw new Error("the webhook secret is empty: set WEBHOOK_SECRET to the App's webhook secret");
  }
  const webhooks = new Webhooks({ secret: deps.secret });
  const app = new Hono();

  app.all("/api/github/webhooks", async (c) => {
    if (c.req.method !== "POST") return refuse(405, "wrong method", "use POST", { allow: "POST" });
    const type = c.req.header("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
    if (type !== "application/json") {
      const hint = "set the webhook's content type to application/json in the App's settings";
      return refuse(415, "wrong content type", hint, { accept: "application/json" });
    }
    if (Number(c.req.header("content-length") ?? 0) > LIMITS.hookBody) return tooLarge();
    const signature = c.req.header("x-hub-signature-256");
    if (!signature) return unsigned("the X-Hub-Signature-256 header is missing");
    const body = await readBody(requestBody(c), false, LIMITS.hookBody);
    if (body === "too-large") return tooLarge();
    if (typeof body === "string") return refuse(400, "the body ends early", "redeliver it");
    const text = body.toString("utf8");
    // An empty text makes verify throw; it was not signed either way.
    if (text === "" || !(await webhooks.verify(text, signature))) {
      return unsigned("the signature does not match the body");
    }
    const event = c.req.header("x-github-event");
    const delivery = c.req.header("x-github-delivery");
    if (event === undefined || delivery === undefined || !DELIVERY.test(delivery)) {
      return refuse(400, "X-GitHub-Event or X-GitHub-Delivery is missing", "send GitHub's own headers");
    }
    let signal: HookSignal | AlertSignal | null;
    try {
      signal = fromWebhook(event, JSON.parse(text), new Date(deps.now()).toISOString());
    } catch (error) {
      if (error instanceof SyntaxError)
        return refuse(400, "the body is not valid JSON", "send JSON, in UTF-8");
      if (error instanceof InvalidHook) return refuse(400, error.message, "send GitHub's own payload");
      throw error;
    }
    if (signal === null) return c.json({ status: "ignored" }, 202);
    const status = await deps.accept(delivery, signal);
    if (status === "overloaded")
      return refuse(503, "overloaded", "redeliver it later", { "retry-after": "5" });
    return c.json({ status }, 202);
  });
  return app;
}

function unsigned(error: string): Response {
  return refuse(401, error, "sign with the secret that WEBHOOK_SECRET holds");
}

function tooLarge(): Response {
  return refuse(413, `the body is larger than ${LIMITS.hookBody} bytes`, "GitHub itself sends no more");
}
