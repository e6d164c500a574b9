import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it came, with what tests look at. */
export interface Asked {
  path: string;
  headers: IncomingHttpHeaders;
  body: {
    model: string;
    messages: { role: string; content: string; tool_call_id?: string }[];
    tools?: { type: string; function: { name: string; parameters: unknown } }[];
    tool_choice?: string;
    response_format?: { json_schema: { schema: unknown; strict: boolean } };
    max_tokens?: number;
    max_completion_tokens?: number;
  };
}

export type Reply =
  | { say: string | object; usage?: { prompt_tokens: number; completion_tokens: number } | null }
  | { call: { name: string; arguments: unknown }[] }
  | { refuse: string }
  | { finish: string; say?: string }
  | { status: number; headers?: Record<string, string>; error?: object }
  | { raw: string; contentType?: string }
  | { babble: true }
  | { hang: true }
  | { drip: true }
  | { cut: true };

export type Script = (asked: Asked, turn: number) => Reply;

/** A server on loopback that speaks OpenAI's chat completions and says what the test wants. */
export async function startScriptedOpenAi(script: Script) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    // Memory asks for embeddings of the same endpoint.
    if (!request.url?.endsWith("/chat/completions")) return void response.writeHead(404).end();
    const one: Asked = { path: request.url ?? "", headers: request.headers, body: JSON.parse(text) };
    asked.push(one);
    const reply = script(one, asked.length);
    const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(JSON.stringify(body));
    if ("hang" in reply) return;
    if ("drip" in reply) {
      response.writeHead(200, { "content-type": "application/json" });
      const timer = setInterval(() => response.write(" "), 10);
      return void response.on("close", () => clearInterval(timer));
    }
    if ("cut" in reply) return void request.socket.destroy();
    if ("babble" in reply) {
      response.writeHead(200, { "content-type": "application/json" });
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      };
      response.on("drain", more);
      return more();
    }
    if ("raw" in reply)
      return void response
        .writeHead(200, { "content-type": reply.contentType ?? "application/json" })
        .end(reply.raw);
    if ("status" in reply) return void json(reply.status, { error: reply.error ?? {} }, reply.headers);
    const usage =
      "say" in reply && "usage" in reply ? reply.usage : { prompt_tokens: 1000, completion_tokens: 200 };
    const message =
      "call" in reply
        ? {
            role: "assistant",
            content: null,
            tool_calls: reply.call.map((call, i) => ({
              id: `call_${asked.length}_${i}`,
              type: "function",
              function: {
                name: call.name,
                arguments:
                  typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments),
              },
            })),
          }
        : "refuse" in reply
          ? { role: "assistant", content: null, refusal: reply.refuse }
          : {
              role: "assistant",
              content: typeof reply.say === "object" ? JSON.stringify(reply.say) : (reply.say ?? ""),
            };
    const finish = "finish" in reply ? reply.finish : "call" in reply ? "tool_calls" : "stop";
    json(200, {
      id: "chatcmpl-1",
      object: "chat.completion",
      created: 0,
      model: one.body.model,
      choices: [{ index: 0, message, finish_reason: finish }],
      ...(usage ? { usage } : {}),
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    asked,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
