import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from "openai";
import { ModelUnavailable } from "../contracts/ports/model.ts";
import { BodyTooLong } from "./bounded-fetch.ts";

export interface Trouble {
  unavailable: ModelUnavailable;
  /** Worth another try, and how long the endpoint asks to wait before, where it says. */
  again: { afterMs: number | null } | null;
  /** What it says of a request that it did not accept; another form of it may be. */
  complaint: string | null;
}

/** What an error of OpenAI's client means. Texts are ours: what the endpoint wrote stays in `cause`, for the log. */
export function troubleOf(error: unknown, nowMs: number): Trouble {
  const as = (
    trouble: ModelUnavailable["trouble"],
    message: string,
    charged: boolean,
    more: Partial<Trouble> = {},
  ): Trouble => ({
    unavailable: new ModelUnavailable(trouble, message, charged, error),
    again: null,
    complaint: null,
    ...more,
  });
  if (error instanceof ModelUnavailable) return { unavailable: error, again: null, complaint: null };
  if (error instanceof APIUserAbortError || error instanceof APIConnectionTimeoutError)
    return as("timeout", "did not answer in time", true);
  if (hasCause(error, BodyTooLong)) return as("unreadable", "answered without end", true);
  if (error instanceof APIConnectionError)
    return as("unreachable", "could not be reached", false, { again: { afterMs: null } });
  if (!(error instanceof APIError)) return as("unreadable", "gave an answer that cannot be read", true);

  const status = error.status ?? 0;
  const code = String(error.code ?? "");
  if (status === 401 || status === 403)
    return as("unauthorised", `refused the key (HTTP ${status}): look at OPENAI_API_KEY`, false);
  if (code === "insufficient_quota" || status === 402)
    return as("no-credit", "says that the account has no credit left", false);
  if (status === 429)
    return as("rate-limited", "is asked too much at the moment (HTTP 429)", false, {
      again: { afterMs: retryAfterMs(error.headers, nowMs) },
    });
  if (status >= 500 || status === 408 || status === 409)
    return as("failing", `is failing (HTTP ${status})`, false, {
      again: { afterMs: retryAfterMs(error.headers, nowMs) },
    });
  if (/content_filter|content_policy|safety/i.test(code)) return as("refused", "refused to answer", true);
  const notAccepted = `did not accept the question (HTTP ${status})`;
  if (code === "context_length_exceeded") return as("not-accepted", `${notAccepted}: it is too long`, false);
  if (status === 404)
    return as("not-accepted", `${notAccepted}: look at OPENAI_MODEL and OPENAI_BASE_URL`, false);
  return as("not-accepted", notAccepted, false, { complaint: `${error.param ?? ""} ${error.message}` });
}

/** `retry-after-ms`, else RFC 9110's `Retry-After`: seconds or a date. Null where there is none that can be read. */
function retryAfterMs(headers: Headers | undefined, nowMs: number): number | null {
  const precise = Number.parseFloat(headers?.get("retry-after-ms") ?? "");
  if (precise >= 0) return precise;
  const text = headers?.get("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isFinite(date) ? Math.max(0, date - nowMs) : null;
}

function hasCause(error: unknown, type: new () => Error): boolean {
  let at = error;
  for (let depth = 0; depth < 5 && at instanceof Error; depth++) {
    if (at instanceof type) return true;
    at = (at as Error).cause;
  }
  return false;
}
