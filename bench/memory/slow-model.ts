import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** So long each answer takes from its first byte to its last. */
const STREAMS_MS = 12_000;
const CHUNKS = 200;
/** Of white space before the answer: JSON allows it, and whoever reads must hold it. */
const PADDING = 1_500_000;

const OPINION = {
  leading: "C1",
  ranking: ["C1"],
  claims: [{ about: "C1", favours: true, text: "Only its revision fails.", evidence: ["E1", "E2"] }],
  doubts: [],
  new_cause: null,
  explanation: "Prices of an unknown kind have no table any more.",
};

/** An endpoint that speaks OpenAI's chat completions: its answers are long, and come in small parts over twelve seconds. */
export async function startSlowModel() {
  let asked = 0;
  let most = 0;
  let streaming = 0;
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    if (!request.url?.endsWith("/chat/completions")) return void response.writeHead(404).end();
    asked++;
    most = Math.max(most, ++streaming);
    response.on("close", () => streaming--);
    response.writeHead(200, { "content-type": "application/json" });
    for (let at = 0; at < CHUNKS && !response.destroyed; at++) {
      response.write(" ".repeat(PADDING / CHUNKS));
      await new Promise((next) => setTimeout(next, STREAMS_MS / CHUNKS));
    }
    const message = { role: "assistant", content: JSON.stringify(OPINION) };
    const usage = { prompt_tokens: 1_000, completion_tokens: 200 };
    const choices = [{ index: 0, message, finish_reason: "stop" }];
    response.end(
      JSON.stringify({
        id: "chatcmpl-1",
        object: "chat.completion",
        created: 0,
        model: "gpt-4.1",
        choices,
        usage,
      }),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    /** How many questions came, and how many answers were under way at one time at most. */
    counts: () => ({ asked, most }),
    stop(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}
