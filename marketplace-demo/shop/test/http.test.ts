import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { createApp } from "../packages/http/create-app.ts";
import { parseWith } from "../packages/http/parse-with.ts";
import { Problem } from "../packages/http/problem.ts";
import { readBody } from "../packages/http/read-body.ts";
import { route } from "../packages/http/route.ts";

process.env.LOG_LEVEL = "silent";

const shape = z.object({ name: z.string(), excess: z.string().optional() });
const app = createApp({
  routes: [
    route("POST", "/echo", async function echo(c) {
      return c.json(parseWith(shape, await readBody(c)));
    }),
    route("GET", "/broken", function broken() {
      throw new TypeError("no such table");
    }),
    route("GET", "/gone", function gone() {
      throw new Problem(404, "Not here.");
    }),
  ],
  ready: async () => undefined,
});

test("a body may be JSON or a form, and empty fields of a form are left out", async () => {
  const json = await app.request("/echo", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "Jo" }),
  });
  assert.deepEqual(await json.json(), { name: "Jo" });
  const form = await app.request("/echo", {
    method: "POST",
    body: new URLSearchParams({ name: "Jo", excess: "" }),
  });
  assert.deepEqual(await form.json(), { name: "Jo" });
});

test("a wrong field is named with 422, broken JSON is 400", async () => {
  const wrong = await app.request("/echo", { method: "POST", body: new URLSearchParams({ excess: "1" }) });
  assert.equal(wrong.status, 422);
  assert.match(((await wrong.json()) as { details: string[] }).details[0] ?? "", /^name: /);
  const headers = { "content-type": "application/json" };
  assert.equal((await app.request("/echo", { method: "POST", headers, body: "{" })).status, 400);
});

test("a refusal keeps its words; what we did not foresee is 500 and says nothing of our insides", async () => {
  const gone = await app.request("/gone");
  assert.equal(gone.status, 404);
  assert.deepEqual(await gone.json(), { error: "Not here." });
  const broken = await app.request("/broken");
  assert.equal(broken.status, 500);
  assert.doesNotMatch(await broken.text(), /table/);
});

test("/healthz follows the service's readiness", async () => {
  assert.equal((await app.request("/healthz")).status, 200);
  const away = createApp({ routes: [], ready: () => Promise.reject(new Error("connection refused")) });
  assert.equal((await away.request("/healthz")).status, 503);
});
