import { afterEach, describe, expect, it } from "vitest";
import type { Clock } from "../../src/contracts/ports/clock.ts";
import { type ModelQuestion, ModelUnavailable } from "../../src/contracts/ports/model.ts";
import { openAiModel } from "../../src/model/openai-model.ts";
import { type Script, startScriptedOpenAi } from "./scripted-openai.ts";

/** Waits are over at once, and are counted as time that went by. */
function skippingClock() {
  let skipped = 0;
  const waits: number[] = [];
  const clock: Clock = {
    now: () => Date.now() + skipped,
    after(milliseconds, callback) {
      // A time-out of a whole question is real; a wait between two tries is not.
      if (milliseconds >= REAL_MS) {
        const timer = setTimeout(callback, milliseconds);
        return () => clearTimeout(timer);
      }
      waits.push(milliseconds);
      skipped += milliseconds;
      queueMicrotask(callback);
      return () => {};
    },
  };
  return { clock, waits, skip: (milliseconds: number) => (skipped += milliseconds) };
}
const REAL_MS = 20_000;
const realClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

let server: Awaited<ReturnType<typeof startScriptedOpenAi>> | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function start(script: Script) {
  server = await startScriptedOpenAi(script);
  const time = skippingClock();
  const settings = { apiKey: "key-of-this-test", baseUrl: server.baseUrl, model: "gpt-4.1-2025-04-14" };
  const logged: string[] = [];
  const model = openAiModel(settings, time.clock, (trouble, detail) => logged.push(`${trouble}: ${detail}`));
  return { ...time, model, logged, asked: server.asked };
}

const SCHEMA = {
  type: "object",
  properties: { word: { type: "string" } },
  required: ["word"],
  additionalProperties: false,
};
const QUESTION: ModelQuestion = {
  messages: [
    { role: "system", text: "Say a word." },
    { role: "user", text: "Which?" },
  ],
  tools: [{ name: "look", description: "Looks.", parameters: { type: "object", properties: {} } }],
  mustAnswer: false,
  answer: { name: "word", schema: SCHEMA },
  maxTokens: 500,
  timeoutMs: 30_000,
};
const GOOD = { say: { word: "good" } };
const trouble = async (asking: Promise<unknown>) => {
  const error = await asking.then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(ModelUnavailable);
  return error as ModelUnavailable;
};

describe("a model behind an OpenAI-compatible endpoint", () => {
  it("is asked with tools, schema and key, and its usage is told", async () => {
    const { model, asked } = await start(() => GOOD);
    expect(await model.ask(QUESTION)).toEqual({
      text: '{"word":"good"}',
      calls: [],
      usage: { input: 1000, cached: 0, output: 200 },
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      path: "/v1/chat/completions",
      headers: { authorization: "Bearer key-of-this-test" },
      body: {
        model: "gpt-4.1-2025-04-14",
        messages: [
          { role: "system", content: "Say a word." },
          { role: "user", content: "Which?" },
        ],
        max_completion_tokens: 500,
        tool_choice: "auto",
        response_format: { type: "json_schema", json_schema: { name: "word", strict: true, schema: SCHEMA } },
      },
    });
    expect(model.price).toEqual({ input: 2, cached: 0.5, output: 8 });
  });

  it("hands on what tools are called, and is told what they gave", async () => {
    const { model, asked } = await start((_, turn) =>
      turn === 1 ? { call: [{ name: "look", arguments: { at: 1 } }] } : GOOD,
    );
    const { calls } = await model.ask(QUESTION);
    expect(calls).toEqual([{ id: "call_1_0", name: "look", arguments: '{"at":1}' }]);
    await model.ask({
      ...QUESTION,
      mustAnswer: true,
      messages: [
        ...QUESTION.messages,
        { role: "assistant", text: "", calls },
        { role: "tool", call: "call_1_0", text: "seen" },
      ],
    });
    expect(asked[1]?.body).toMatchObject({ tool_choice: "none" });
    expect(asked[1]?.body.messages.at(-1)).toEqual({
      role: "tool",
      tool_call_id: "call_1_0",
      content: "seen",
    });
  });

  it("asks for the schema in words where the endpoint refuses it, and remembers that", async () => {
    const { model, asked } = await start(({ body }) =>
      body.response_format
        ? { status: 400, error: { message: "response_format is not supported", param: "response_format" } }
        : GOOD,
    );
    await model.ask(QUESTION);
    await model.ask(QUESTION);
    expect(asked).toHaveLength(3);
    expect(asked[2]?.body.messages.at(-1)?.content).toContain(JSON.stringify(SCHEMA));
  });

  it("does without each part that an older server does not know, whatever it says of it", async () => {
    const { model, asked } = await start(({ body }) =>
      body.response_format || body.tools || body.max_completion_tokens
        ? { status: 422, error: { message: "Extra inputs are not permitted" } }
        : GOOD,
    );
    expect((await model.ask(QUESTION)).text).toBe('{"word":"good"}');
    expect(asked.at(-1)?.body.max_tokens).toBe(500);
    expect(asked).toHaveLength(4);
  });

  it("tries again after 429, when the endpoint says", async () => {
    const { model, asked, waits } = await start((_, turn) =>
      turn === 1 ? { status: 429, headers: { "retry-after": "7" } } : GOOD,
    );
    expect((await model.ask(QUESTION)).text).toBe('{"word":"good"}');
    expect(asked).toHaveLength(2);
    expect(waits).toEqual([7_000]);
  });

  it("does not wait longer than it has time", async () => {
    const { model, asked } = await start(() => ({ status: 429, headers: { "retry-after": "600" } }));
    expect(await trouble(model.ask(QUESTION))).toMatchObject({ trouble: "rate-limited", charged: false });
    expect(asked).toHaveLength(1);
  });

  it("tries again where the endpoint fails, less and less often, and then says so", async () => {
    const { model, asked, waits } = await start(() => ({ status: 500 }));
    const error = await trouble(model.ask(QUESTION));
    expect(error).toMatchObject({ trouble: "failing", message: "is failing (HTTP 500)" });
    expect(asked).toHaveLength(5);
    for (const [i, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(250 * 2 ** i);
      expect(wait).toBeLessThanOrEqual(500 * 2 ** i);
    }
  });

  it("tries again where the connection breaks", async () => {
    const { model } = await start((_, turn) => (turn < 3 ? { cut: true } : GOOD));
    expect((await model.ask(QUESTION)).text).toBe('{"word":"good"}');
  });

  it.each([
    ["401", { status: 401 }, "unauthorised", 1],
    ["403", { status: 403 }, "unauthorised", 1],
    ["no credit", { status: 429, error: { code: "insufficient_quota", message: "x" } }, "no-credit", 1],
    ["no such model", { status: 404, error: { code: "model_not_found" } }, "not-accepted", 1],
    ["a refusal", { refuse: "I cannot help with that." }, "refused", 1],
    ["a content filter", { finish: "content_filter" }, "refused", 1],
    ["an answer cut off", { finish: "length", say: '{"word":' }, "cut-off", 1],
    ["no completion", { raw: '{"hello":1}' }, "unreadable", 1],
    ["no JSON", { raw: "<html>502</html>" }, "unreadable", 1],
    ["an answer without end", { babble: true }, "unreadable", 1],
  ] as const)("gives up at once at %s", async (_, reply, kind, requests) => {
    const { model, asked } = await start(() => reply as ReturnType<Script>);
    expect((await trouble(model.ask(QUESTION))).trouble).toBe(kind);
    expect(asked).toHaveLength(requests);
  });

  it("does not wait for one that answers byte by byte", async () => {
    server = await startScriptedOpenAi(() => ({ drip: true }));
    const model = openAiModel({ apiKey: "k", baseUrl: server.baseUrl, model: "m" }, realClock, () => {});
    expect((await trouble(model.ask({ ...QUESTION, timeoutMs: 80 }))).trouble).toBe("timeout");
  });

  it("tells the operator what the endpoint wrote, without the key", async () => {
    const message = "Incorrect key: key-of-this-test\u001b[31m, ghp_0123456789abcdef0123456789abcdef0123";
    const { model, logged } = await start(() => ({ status: 401, error: { message } }));
    await trouble(model.ask(QUESTION));
    expect(logged).toEqual(["unauthorised: 401 Incorrect key: [key], [token]"]);
  });

  it("never tells people what the endpoint wrote", async () => {
    for (const status of [400, 401, 404, 429, 500]) {
      const { model } = await start(() => ({ status, error: { message: "@everyone visit evil.example" } }));
      expect((await trouble(model.ask(QUESTION))).message).not.toContain("evil");
      await server?.stop();
    }
  });

  it("does not wait for one that never answers", async () => {
    server = await startScriptedOpenAi(() => ({ hang: true }));
    const model = openAiModel(
      { apiKey: "k", baseUrl: server.baseUrl, model: "a-model-of-ours" },
      realClock,
      () => {},
    );
    expect(await trouble(model.ask({ ...QUESTION, timeoutMs: 60 }))).toMatchObject({
      trouble: "timeout",
      charged: true,
    });
    expect(model.price).toBeNull();
  });

  it("follows no redirection: the key stays where the operator sent it", async () => {
    const other = await startScriptedOpenAi(() => GOOD);
    const { model } = await start(() => ({
      status: 307,
      headers: { location: `${other.baseUrl}/chat/completions` },
    }));
    await trouble(model.ask(QUESTION));
    expect(other.asked).toEqual([]);
    await other.stop();
  });

  it("is left alone after it failed three times in a row, then tried once", async () => {
    let well = false;
    const { model, asked, skip } = await start(() => (well ? GOOD : { status: 401 }));
    await trouble(model.ask(QUESTION));
    // A key that is refused is enough at once.
    expect((await trouble(model.ask(QUESTION))).trouble).toBe("resting");
    expect(asked).toHaveLength(1);
    skip(61_000);
    expect((await trouble(model.ask(QUESTION))).trouble).toBe("unauthorised");
    skip(61_000);
    expect((await trouble(model.ask(QUESTION))).trouble).toBe("resting");
    skip(61_000);
    well = true;
    const two = await Promise.allSettled([model.ask(QUESTION), model.ask(QUESTION)]);
    expect(two.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(asked).toHaveLength(3);
    await model.ask(QUESTION);
  });

  it("is not left alone for questions that it will not answer", async () => {
    const { model, asked } = await start(() => ({ refuse: "no" }));
    for (let i = 0; i < 5; i++) expect((await trouble(model.ask(QUESTION))).trouble).toBe("refused");
    expect(asked).toHaveLength(5);
  });
});
