import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorld, refusal, SHOP, type TestWorld } from "./world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const makeIssue = (title: string) => world.bot.rest.issues.create({ ...SHOP, title });
const titles = async () =>
  (await world.bot.rest.issues.listForRepo({ ...SHOP, state: "all", per_page: 100 })).data.map(
    (issue) => issue.title,
  );

test("the next calls fail as told, before or after they are done, and no others", async () => {
  world.github.failNext({ method: "POST", path: /\/issues$/, status: 502, times: 2 });
  expect(await refusal(makeIssue("never"))).toBe(502);
  expect(await refusal(world.bot.rest.repos.get(SHOP))).toBe(0);
  expect(await refusal(makeIssue("never"))).toBe(502);
  expect(await refusal(makeIssue("made"))).toBe(0);
  world.github.failNext({ method: "POST", path: /\/issues$/, status: 500, when: "after" });
  expect(await refusal(makeIssue("made, answer lost"))).toBe(500);
  world.github.failNext({ method: "POST", path: /\/issues$/, status: 0, hangUp: true });
  expect(await refusal(makeIssue("cut off"))).toBe(500);
  expect((await titles()).sort()).toEqual(["made", "made, answer lost"]);
});

test("hooks run before a call is done and before it is answered; the journal counts writes", async () => {
  world.github.clearJournal();
  const seen: string[] = [];
  const stop = world.github.onRequest(async ({ phase, method, path, actor, status }) => {
    const there = world.github.state.repositories.get("acme/shop")!.issues.size;
    seen.push(`${phase} ${method} ${path} ${actor} ${status ?? ""} ${there}`.replace(/\s+/g, " "));
  });
  const before = world.github.state.repositories.get("acme/shop")!.issues.size;
  await makeIssue("watched");
  stop();
  await titles();
  expect(seen).toEqual([
    `before POST /repos/acme/shop/issues sre-space ${before}`,
    `after POST /repos/acme/shop/issues sre-space 201 ${before + 1}`,
  ]);
  expect(world.github.countWrites("sre-space")).toBe(1);
  expect(world.github.journal().map((one) => `${one.method} ${one.status} ${one.write}`)).toEqual([
    "POST 201 true",
    "GET 200 false",
  ]);
});

test("an ETag answers 304 without a body, does not count, and changes with the thing", async () => {
  const ask = (etag?: string) =>
    fetch(`${world.github.apiUrl}/repos/acme/shop/issues`, {
      headers: { authorization: `Bearer ${world.ann.token}`, ...(etag ? { "if-none-match": etag } : {}) },
    });
  const first = await ask();
  const etag = first.headers.get("etag")!;
  await first.text();
  const second = await ask(etag);
  expect(second.status).toBe(304);
  expect(await second.text()).toBe("");
  expect(second.headers.get("x-ratelimit-used")).toBe(first.headers.get("x-ratelimit-used"));
  await makeIssue("new");
  const third = await ask(etag);
  expect(third.status).toBe(200);
  expect(third.headers.get("etag")).not.toBe(etag);
  await third.text();
});

test("lists come in pages with Link headers that lead to every item once", async () => {
  for (let n = 0; n < 5; n++) await makeIssue(`page ${n}`);
  const all = await world.bot.paginate(world.bot.rest.issues.listForRepo, {
    ...SHOP,
    state: "all",
    per_page: 2,
  });
  const numbers = all.map((issue) => issue.number);
  expect(new Set(numbers).size).toBe(world.github.state.repositories.get("acme/shop")!.issues.size);
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
});

test("throttled as github.com is, the write over the limit is 403 with Retry-After, and reads go on", async () => {
  world.github.setThrottle({ writesPerMinute: 3, writesPerHour: 500, callsPerHour: 5000 });
  for (let n = 0; n < 3; n++) await makeIssue(`within ${n}`);
  const refused = await makeIssue("over").then(
    () => null,
    (error: { status: number; message: string; response: { headers: Record<string, string> } }) => error,
  );
  expect(refused?.status).toBe(403);
  expect(refused?.message).toMatch(/secondary rate limit/);
  expect(Number(refused?.response.headers["retry-after"])).toBeGreaterThan(0);
  expect(await refusal(world.bot.rest.repos.get(SHOP))).toBe(0);
  world.github.advanceClock(61_000);
  expect(await refusal(makeIssue("later"))).toBe(0);
  world.github.setThrottle(null);
});

test("an exhausted primary limit is 403 with remaining 0 until it resets", async () => {
  world.github.exhaustRateLimit("app:sre-space", 30);
  const refused = await world.bot.rest.repos.get(SHOP).then(
    () => null,
    (error: { status: number; response: { headers: Record<string, string> } }) => error,
  );
  expect(refused?.status).toBe(403);
  expect(refused?.response.headers["x-ratelimit-remaining"]).toBe("0");
  expect(await refusal(world.clientOf(world.ann.token).rest.repos.get(SHOP))).toBe(0);
  world.github.advanceClock(31_000);
  expect(await refusal(world.bot.rest.repos.get(SHOP))).toBe(0);
});

async function heardOf(titlesToMake: string[]): Promise<string[]> {
  await world.github.webhooksIdle();
  world.received.length = 0;
  for (const title of titlesToMake) await makeIssue(title);
  await world.github.webhooksIdle();
  return world.received.map(({ payload }) => (payload.issue as { title: string }).title);
}

test("webhooks come in order, and are dropped, doubled, delayed or turned round on demand", async () => {
  expect(await heardOf(["a", "b", "c", "d"])).toEqual(["a", "b", "c", "d"]);
  world.github.onWebhooks({ event: "issues", effect: { kind: "drop" } });
  expect(await heardOf(["a", "b"])).toEqual(["b"]);
  const dropped = world.github.webhooks().findLast((one) => one.status === "dropped by a test")!;
  world.github.redeliver(dropped.guid);
  await world.github.webhooksIdle();
  expect(world.received.at(-1)?.headers["x-github-delivery"]).toBe(dropped.guid);
  world.github.onWebhooks({ event: "issues", effect: { kind: "duplicate", copies: 1 } });
  expect(await heardOf(["a", "b"])).toEqual(["a", "a", "b"]);
  expect(world.received[0]?.headers["x-github-delivery"]).toBe(
    world.received[1]?.headers["x-github-delivery"],
  );
  world.github.onWebhooks({ event: "issues", times: 3, effect: { kind: "reorder" } });
  expect(await heardOf(["a", "b", "c", "d"])).toEqual(["c", "b", "a", "d"]);
  world.github.onWebhooks({ event: "issues", effect: { kind: "delay", ms: 200 } });
  expect((await heardOf(["a", "b"])).sort()).toEqual(["a", "b"]);
});

test("bad requests are refused in GitHub's own words", async () => {
  const post = (path: string, body: string) =>
    fetch(`${world.github.apiUrl}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${world.ann.token}` },
      body,
    });
  const broken = await post("/repos/acme/shop/issues", "{");
  expect(broken.status).toBe(400);
  expect(await broken.json()).toMatchObject({ message: "Problems parsing JSON" });
  const untitled = await post("/repos/acme/shop/issues", "{}");
  expect(untitled.status).toBe(422);
  expect(await untitled.json()).toMatchObject({ message: 'Invalid request.\n\n"title" wasn\'t supplied.' });
  const long = await post(
    "/repos/acme/shop/issues",
    JSON.stringify({ title: "x", body: "y".repeat(65_537) }),
  );
  expect(long.status).toBe(422);
  expect(await long.json()).toMatchObject({
    message: "Validation Failed",
    errors: [{ resource: "Issue", field: "body" }],
  });
  const nowhere = await post("/repos/acme/shop/nothing", "{}");
  expect(nowhere.status).toBe(404);
  expect(nowhere.headers.get("x-github-request-id")).toBeTruthy();
  await nowhere.text();
});

test("another process turns the same knobs by POST /_control", async () => {
  const control = (name: string, body: object) =>
    fetch(`${world.github.webUrl}/_control/${name}`, { method: "POST", body: JSON.stringify(body) });
  expect(
    (await control("fail", { path: "^/repos/acme/shop$", status: 503, headers: { "retry-after": "1" } }))
      .status,
  ).toBe(200);
  expect(await refusal(world.bot.rest.repos.get(SHOP))).toBe(503);
  expect(await (await control("writes", { actor: "sre-space" })).json()).toEqual({
    writes: world.github.countWrites("sre-space"),
  });
  expect((await control("nonsense", {})).status).toBe(404);
  expect((await control("latency", { ms: -1 })).status).toBe(422);
});
