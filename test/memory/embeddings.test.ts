import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { fuseRanks } from "../../src/memory/fuse-ranks.ts";
import { localEmbedding } from "../../src/memory/local-embedding.ts";
import { openAiEmbedding } from "../../src/memory/openai-embedding.ts";
import { rankByWords } from "../../src/memory/rank-by-words.ts";

const cosine = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
const alike = async (one: string, other: string) => {
  const [a = [], b = []] = await localEmbedding.embed([one, other]);
  return cosine(a, b);
};

describe("embeddings made here", () => {
  it("are of length one for any text, and the same each time", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 300 }), async (text) => {
        const [a = [], b = []] = await localEmbedding.embed([text, text]);
        expect(a).toEqual(b);
        expect(Math.hypot(...a)).toBeCloseTo(1, 6);
      }),
      { numRuns: 100 },
    );
  });

  it("bring together what is written in another way, and keep apart what has nothing in common", async () => {
    const near = await alike("TypeError in priceTable of quotes", "type error price_tables quotes");
    const far = await alike("TypeError in priceTable of quotes", "certificate of mail.example has expired");
    expect(near).toBeGreaterThan(0.4);
    expect(far).toBeLessThan(0.2);
    expect(near).toBeGreaterThan(far + 0.3);
  });
});

describe("search", () => {
  it("by words puts the rare word first, and leaves out what shares none", async () => {
    const texts = [
      { id: "a", text: "requests of quotes fail in price" },
      { id: "b", text: "requests of quotes fail: pool exhausted" },
      { id: "c", text: "certificate expired" },
    ];
    expect(await rankByWords("quotes fail as the pool is exhausted", texts, 5)).toEqual(["b", "a"]);
    expect(await rankByWords("nothing shared", texts, 5)).toEqual([]);
    expect(await rankByWords("", texts, 5)).toEqual([]);
  });

  it("by both puts first what both found, and loses nothing", () => {
    expect(
      fuseRanks([
        ["a", "b"],
        ["c", "b"],
      ])[0],
    ).toBe("b");
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(fc.string({ maxLength: 3 }))), (rankings) => {
        expect(new Set(fuseRanks(rankings))).toEqual(new Set(rankings.flat()));
      }),
    );
  });
});

const servers: (() => void)[] = [];
afterEach(() => {
  for (const close of servers.splice(0)) close();
});

async function serve(answer: (texts: string[]) => { status: number; body: unknown }) {
  const asked: { path: string; body: { input: string[]; model: string }; key: string }[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const body = JSON.parse(text);
    asked.push({ path: request.url ?? "", body, key: request.headers.authorization ?? "" });
    const { status, body: reply } = answer(body.input);
    response
      .writeHead(status, {
        "content-type": "application/json",
        ...(status === 307 ? { location: "/elsewhere" } : {}),
      })
      .end(JSON.stringify(reply));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  servers.push(() => server.close());
  const given: string[] = [];
  const settings = {
    apiKey: "a-key",
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
  };
  return {
    asked,
    given,
    embedding: openAiEmbedding(settings, localEmbedding, (reason) => given.push(reason)),
  };
}
const vectors = (texts: string[], size = 512) => ({
  status: 200,
  body: {
    data: texts.map((text, index) => ({ index, embedding: Array(size).fill(text.length) })).toReversed(),
    model: "m",
    usage: { prompt_tokens: 1, total_tokens: 1 },
  },
});

describe("embeddings by an endpoint", () => {
  it("come in the order of the texts, whatever order they are answered in", async () => {
    const { embedding, asked } = await serve(vectors);
    expect((await embedding.embed(["a", "bb"])).map(([first]) => first)).toEqual([1, 2]);
    expect(asked[0]).toMatchObject({
      path: "/v1/embeddings",
      key: "Bearer a-key",
      body: { input: ["a", "bb"] },
    });
  });

  it("are made here where the endpoint refuses for good, under the name of what they are", async () => {
    const { embedding, asked, given } = await serve(() => ({
      status: 404,
      body: { error: { message: "no" } },
    }));
    await expect(embedding.embed(["a"])).rejects.toThrow();
    expect(embedding.id).toBe(localEmbedding.id);
    expect(await embedding.embed(["a"])).toEqual(await localEmbedding.embed(["a"]));
    expect(asked).toHaveLength(1);
    expect(given).toEqual(["the endpoint refuses embeddings with 404"]);
  });

  it("are asked for again where it is merely busy, and of no use where they are of another size", async () => {
    let busy = true;
    const { embedding, given } = await serve((texts) =>
      busy ? { status: 503, body: {} } : vectors(texts, texts[0] === "short" ? 3 : 512),
    );
    await expect(embedding.embed(["a"])).rejects.toThrow();
    busy = false;
    expect(await embedding.embed(["a"])).toHaveLength(1);
    await expect(embedding.embed(["short"])).rejects.toThrow(/other vectors/);
    expect(given).toEqual([]);
  });

  it("go nowhere but where the operator said", async () => {
    const { embedding, asked } = await serve(() => ({ status: 307, body: {} }));
    await expect(embedding.embed(["a"])).rejects.toThrow();
    expect(asked.map(({ path }) => path)).not.toContain("/elsewhere");
  });
});
