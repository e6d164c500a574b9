import { APIError, OpenAI } from "openai";
import type { ModelSettings } from "../contracts/settings.ts";
import type { Embedding } from "./embedding.ts";

const MODEL = "text-embedding-3-small";
/** Its vectors may be cut without another model (Matryoshka); a third serves for a few thousand incidents. */
const SIZE = 512;
const TIMEOUT_MS = 5_000;

/**
 * Vectors by OpenAI, or whoever speaks its language at `OPENAI_BASE_URL`. An endpoint that says that it cannot do
 * this (wrong key, no such model, no such path) is not asked again in this process, and `instead` serves.
 *
 * @param gaveUp is told why, once
 */
export function openAiEmbedding(
  settings: Pick<ModelSettings, "apiKey" | "baseUrl">,
  instead: Embedding,
  gaveUp: (reason: string) => void,
): Embedding {
  const client = new OpenAI({
    apiKey: settings.apiKey,
    baseURL: settings.baseUrl,
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    logLevel: "off",
    maxRetries: 1,
    timeout: TIMEOUT_MS,
    // Key and text go where the operator said, and nowhere else.
    fetch: (input, init) => fetch(input, { ...init, redirect: "error" }),
  });
  let able = true;
  return {
    get id() {
      return able ? `openai-${MODEL}-${SIZE}` : instead.id;
    },
    async embed(texts) {
      if (!able) return instead.embed(texts);
      try {
        const { data } = await client.embeddings.create({
          model: MODEL,
          input: texts.map((text) => text.slice(0, 8_000)),
          dimensions: SIZE,
          encoding_format: "float",
        });
        const vectors = data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding);
        const whole = (vector: unknown) =>
          Array.isArray(vector) && vector.length === SIZE && vector.every(Number.isFinite);
        if (vectors.length !== texts.length || !vectors.every(whole))
          throw new Error(
            `The endpoint answered with other vectors than ${texts.length} of ${SIZE} numbers.`,
          );
        return vectors;
      } catch (error) {
        if (!(error instanceof APIError) || ![400, 401, 403, 404, 405, 422, 501].includes(error.status ?? 0))
          throw error;
        able = false;
        gaveUp(`the endpoint refuses embeddings with ${error.status}`);
        throw error;
      }
    },
  };
}
