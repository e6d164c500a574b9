import { OpenAI } from "openai";
import type { Clock } from "../contracts/ports/clock.ts";
import type {
  Model,
  ModelQuestion,
  ModelReply,
  ModelTrouble,
  ModelUnavailable,
} from "../contracts/ports/model.ts";
import type { ModelSettings } from "../contracts/settings.ts";
import { redact } from "../safety/redact.ts";
import { sanitise } from "../safety/sanitise.ts";
import { boundedFetch } from "./bounded-fetch.ts";
import { circuitBreaker } from "./circuit-breaker.ts";
import { type Dialect, humbler, WHOLE } from "./dialect.ts";
import { priceOf } from "./price-of.ts";
import { readCompletion } from "./read-completion.ts";
import { toRequest } from "./to-request.ts";
import { troubleOf } from "./trouble-of.ts";

const MOST_TRIES = 5;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

const LONGEST_DETAIL = 500;

/**
 * A model behind any endpoint that speaks OpenAI's chat completions, with or without their later parts.
 * @param failed is told of each question without an answer; `detail` may be in the endpoint's own words, for the operator
 */
export function openAiModel(
  settings: ModelSettings,
  clock: Clock,
  failed: (trouble: ModelTrouble, detail: string) => void,
): Model {
  const client = new OpenAI({
    apiKey: settings.apiKey,
    baseURL: settings.baseUrl,
    // What is not said here the client would take from the environment.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    logLevel: "off",
    // Ours know of the time that is left, and of the budget.
    maxRetries: 0,
    fetch: boundedFetch,
  });
  const guarded = circuitBreaker(clock);
  let dialect: Dialect = WHOLE;

  async function tryOnce(question: ModelQuestion, spoken: Dialect, signal: AbortSignal): Promise<ModelReply> {
    const request = toRequest(settings.model, question, spoken);
    const timeout = Math.max(1, Math.ceil(question.timeoutMs));
    return readCompletion(await client.chat.completions.create(request, { signal, timeout }));
  }

  /** Until it answers, cannot be expected to, or the time is up. */
  async function insist(question: ModelQuestion, signal: AbortSignal): Promise<ModelReply> {
    const deadline = clock.now() + question.timeoutMs;
    let spoken = dialect;
    let humbled = 0;
    for (let tries = 1; ; tries++) {
      try {
        const reply = await tryOnce(question, spoken, signal);
        dialect = spoken;
        return reply;
      } catch (error) {
        const trouble = troubleOf(error, clock.now());
        const other = trouble.complaint === null ? null : humbler(spoken, trouble.complaint);
        if (other) {
          spoken = other;
          humbled += 1;
          continue;
        }
        const wait = trouble.again?.afterMs ?? backOff(tries - humbled);
        if (!trouble.again || tries - humbled >= MOST_TRIES || clock.now() + wait >= deadline)
          throw trouble.unavailable;
        await pause(wait, signal, clock);
      }
    }
  }

  return {
    id: settings.model,
    price: priceOf(settings.model),
    ask: (question) =>
      guarded(async () => {
        const over = new AbortController();
        const cancel = clock.after(question.timeoutMs, () => over.abort());
        try {
          return await insist(question, over.signal);
        } finally {
          cancel();
        }
      }).catch((error: ModelUnavailable) => {
        // Some endpoints repeat the key that they refuse.
        const said = error.cause instanceof Error ? error.cause.message : error.message;
        const detail = redact(sanitise(said, LONGEST_DETAIL).replaceAll(settings.apiKey, "[key]"), []);
        failed(error.trouble, detail);
        throw error;
      }),
  };
}

/** Doubled each time, and spread, so that workers that failed together do not come back together. */
function backOff(tries: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1)) * (0.5 + Math.random() / 2);
}

function pause(milliseconds: number, signal: AbortSignal, clock: Clock): Promise<void> {
  return new Promise((done) => {
    const cancel = clock.after(milliseconds, done);
    signal.addEventListener("abort", () => {
      cancel();
      done();
    });
  });
}
