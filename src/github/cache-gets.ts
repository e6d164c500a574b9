import { RequestError } from "octokit";

interface Response {
  data: unknown;
  headers: Record<string, unknown>;
  status: number;
  url: string;
}
interface Kept {
  response: Omit<Response, "data">;
  /** As text, and parsed for every answer: Octokit's pagination changes the data that it is given. */
  json: string;
  etag: string;
  /** When it was asked for last, in epoch milliseconds. */
  asked: number;
}

/** In characters of JSON. */
const LONGEST_OF_ALL = 16 * 2 ** 20;
const LONGEST_OF_ONE = 4 * 2 ** 20;
/** What nobody has asked for in so long was of an incident that is over. */
const IDLE_MS = 3 * 3_600_000;
const FULL_SHA = "[0-9a-f]{40}(?:[0-9a-f]{24})?";
/** Named by a hash of their content: what was read once needs no second question. */
const IMMUTABLE = new RegExp(
  `/(?:git/(?:commits|trees|blobs)/${FULL_SHA}(?:\\?.*)?|compare/${FULL_SHA}\\.\\.\\.${FULL_SHA}(?:\\?.*)?)$`,
);

/**
 * Remembers what GETs answered. The immutable is answered from memory; the rest is asked again with its
 * ETag, and a 304 costs no quota; what is idle for hours, or too much, is forgotten
 * (https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api).
 */
export function cacheGets(): (
  key: string,
  ask: (headers: Record<string, string>) => Promise<Response>,
) => Promise<Response> {
  const kept = new Map<string, Kept>();
  let total = 0;

  function keep(key: string, response: Response) {
    const etag = response.headers.etag;
    if (typeof etag !== "string" && !IMMUTABLE.test(key)) return;
    const { data, ...rest } = response;
    const json = jsonOf(data);
    if (json === null || json.length > LONGEST_OF_ONE) return;
    forget(key);
    const now = Date.now();
    kept.set(key, {
      response: { ...rest, headers: { ...rest.headers } },
      json,
      etag: String(etag ?? ""),
      asked: now,
    });
    total += json.length;
    for (const [oldest, { asked }] of kept) {
      if (total <= LONGEST_OF_ALL && now - asked <= IDLE_MS) break;
      forget(oldest);
    }
  }

  function forget(key: string) {
    total -= kept.get(key)?.json.length ?? 0;
    kept.delete(key);
  }

  return async (key, ask) => {
    const before = kept.get(key);
    if (before) {
      kept.delete(key);
      kept.set(key, { ...before, asked: Date.now() });
      if (IMMUTABLE.test(key)) return restore(before);
    }
    try {
      const response = await ask(before ? { "if-none-match": before.etag } : {});
      keep(key, response);
      return response;
    } catch (error) {
      if (before && error instanceof RequestError && error.status === 304) return restore(before);
      throw error;
    }
  };
}

/** Null for what JSON cannot hold, such as ids beyond 2^53, which Octokit reads as BigInt. */
function jsonOf(data: unknown): string | null {
  try {
    return JSON.stringify(data) ?? null;
  } catch {
    return null;
  }
}

function restore({ response, json }: Kept): Response {
  return { ...response, headers: { ...response.headers }, data: JSON.parse(json) };
}
