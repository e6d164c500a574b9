import { RequestError } from "octokit";

interface Response {
  data: unknown;
  headers: Record<string, unknown>;
  status: number;
  url: string;
}
interface Kept {
  response: Response;
  etag: string;
  bytes: number;
}

const MOST_BYTES = 16 * 2 ** 20;
const MOST_BYTES_OF_ONE = 4 * 2 ** 20;
const FULL_SHA = "[0-9a-f]{40}(?:[0-9a-f]{24})?";
/** Named by a hash of their content: what was read once needs no second question. */
const IMMUTABLE = new RegExp(
  `/(?:git/(?:commits|trees|blobs)/${FULL_SHA}(?:\\?.*)?|compare/${FULL_SHA}\\.\\.\\.${FULL_SHA}(?:\\?.*)?)$`,
);

/**
 * Remembers what GETs answered. The immutable is answered from memory; the rest is asked again with its
 * ETag, and a 304 costs no quota
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
    const bytes = JSON.stringify(response.data)?.length ?? 0;
    if (bytes > MOST_BYTES_OF_ONE) return;
    forget(key);
    kept.set(key, { response, etag: String(etag ?? ""), bytes });
    total += bytes;
    for (const oldest of kept.keys()) {
      if (total <= MOST_BYTES) break;
      forget(oldest);
    }
  }

  function forget(key: string) {
    total -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  }

  return async (key, ask) => {
    const before = kept.get(key);
    if (before) {
      kept.delete(key);
      kept.set(key, before);
      if (IMMUTABLE.test(key)) return before.response;
    }
    try {
      const response = await ask(before ? { "if-none-match": before.etag } : {});
      keep(key, response);
      return response;
    } catch (error) {
      if (before && error instanceof RequestError && error.status === 304) return before.response;
      throw error;
    }
  };
}
