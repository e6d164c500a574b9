import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { signIn } from "../../src/github/sign-in.ts";
import { SESSION_SECONDS } from "../../src/monitor/access/session.ts";
import { createFeed } from "../../src/monitor/feed.ts";
import { monitorRoutes } from "../../src/monitor/routes.ts";
import { type LocalGitHub, startLocalGitHub } from "../github/local-github.ts";
import { after, aStory, plantedSource } from "./a-story.ts";

const HOME = "https://monitor.acme.test";
const [ofShop] = aStory() as [Incident];
const ofOther = {
  ...ofShop,
  id: "mzk1x2y9-abcdefabcdef",
  repository: "acme/other",
  anomaly: { ...ofShop.anomaly, repository: "acme/other", service: "secret-service" },
};

let world: LocalGitHub;
let app: LocalGitHub["github"]["state"]["apps"] extends Map<number, infer App> ? App : never;
beforeAll(async () => {
  world = await startLocalGitHub();
  const { github } = world;
  app = [...github.state.apps.values()][0]!;
  app.callbackUrls = [`${HOME}/monitor/callback`];
  await github.createRepository({ owner: "acme", name: "other", private: true, autoInit: true });
  github.createUser({ login: "nobody" });
});
afterAll(() => world.stop());

/** A browser that keeps cookies, as the two of a sign-in are all that there are. */
function browser(
  planted: Parameters<typeof plantedSource>[0] = { now: Date.parse(after(14)), incidents: [ofShop, ofOther] },
  password?: string,
) {
  const source = plantedSource(planted);
  const feed = createFeed(100, 1);
  const { clientId, clientSecret } = app;
  const routes = monitorRoutes({
    source: {
      ...source,
      repositories: () => ["acme/shop", "acme/other"],
      services: () => [
        ...source.services(),
        { ...source.services()[0]!, repository: "acme/other", service: "secret-service" },
      ],
    },
    feed,
    doors: {
      password,
      signIn: signIn(world.settings, { clientId, clientSecret, url: HOME }),
      peer: () => "127.0.0.1",
    },
  });
  const jar = new Map<string, string>();
  const set: string[] = [];
  async function get(path: string, init: RequestInit = {}) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { Accept: "text/html", ...(cookie === "" ? {} : { Cookie: cookie }), ...init.headers };
    const answer = await routes.request(path, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) {
      set.push(line);
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) as unknown as [string, string, string];
      if (value === "" || /Max-Age=0/.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  }
  /** Presses what GitHub would show, as that person; answers where they are sent back to. */
  async function toGitHub(login: string, from = "/monitor"): Promise<string> {
    const sent = await get(from);
    const begun = await get(sent.headers.get("Location") ?? "");
    const authorize = begun.headers.get("Location") ?? "";
    expect(authorize).toContain(`${world.github.webUrl}/login/oauth/authorize?`);
    const agreed = await fetch(`${authorize}&login=${login}`, { redirect: "manual" });
    return (agreed.headers.get("location") ?? "").replace(HOME, "");
  }
  return { get, toGitHub, jar, set, feed, planted };
}

const tokensOfPeople = () => [...world.github.state.tokens.values()].filter((one) => "app" in one && one.app);

describe("sign-in by GitHub", () => {
  it("lets in who can see a repository of an installation, shows them that and no other, and keeps no token", async () => {
    const { get, toGitHub, set, feed } = browser();
    const before = tokensOfPeople().length;
    const back = await toGitHub("pricing-dev", `/monitor/incidents/${ofShop.id}`);
    const entered = await get(back);
    expect([entered.status, entered.headers.get("Location")]).toEqual([
      302,
      `/monitor/incidents/${ofShop.id}`,
    ]);
    expect(tokensOfPeople().length).toBe(before);
    const kept = set.filter((line) => !line.includes("Max-Age=0"));
    expect(kept.length).toBe(2);
    for (const cookie of kept)
      expect(cookie).toMatch(/^__Host-.*; Path=\/(?=.*; HttpOnly)(?=.*; Secure)(?=.*; SameSite=Lax)/);

    const page = await (await get("/monitor")).text();
    expect(page).toContain("pricing-dev");
    expect(page).toContain(ofShop.id);
    expect(page).not.toContain("secret-service");
    expect((await get(`/monitor/incidents/${ofShop.id}`)).status).toBe(200);
    expect((await get(`/monitor/incidents/${ofOther.id}`)).status).toBe(404);
    expect((await get(`/api/incidents/${ofOther.id}`)).status).toBe(404);
    expect((await get(`/monitor/incidents/${ofOther.id}/bundle.tar.gz`)).status).toBe(404);
    for (const path of ["/api/incidents", "/api/status", "/monitor/parts"])
      expect([path, await (await get(path)).text()]).not.toEqual([
        path,
        expect.stringMatching(/acme\/other|secret-service/),
      ]);
    expect((await get("/metrics")).status).toBe(403);

    // What is pushed to all is told to nobody whose it is not.
    const stream = await get("/monitor/events");
    feed.push("incident", { markup: "of another" }, "acme/other");
    feed.push("status", { parts: { "part-state": "of all" } });
    feed.push("incident", { markup: "of theirs" }, "acme/shop");
    const reader = stream.body!.getReader();
    let text = "";
    while (!text.includes("of theirs")) text += new TextDecoder().decode((await reader.read()).value);
    await reader.cancel();
    expect(text).not.toMatch(/of another|of all/);
    expect(text).toContain("event: look\n");

    expect((await get("/monitor/sign-out", { method: "POST" })).status).toBe(200);
    expect((await get("/monitor")).headers.get("Location")).toBe("/monitor/sign-in?to=%2Fmonitor");
  });

  it("refuses who sees none of them, and says what to do", async () => {
    const { get, toGitHub, jar } = browser();
    const answer = await get(await toGitHub("nobody"));
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining("Ask for access")]);
    expect(jar.size).toBe(0);
    expect((await get("/monitor")).status).toBe(302);
  });

  it("refuses a code that came with another browser's state, twice, too late, or without what proves whose it is", async () => {
    const mine = browser();
    const theirs = browser();
    const code = await theirs.toGitHub("pricing-dev");
    expect((await mine.get(code)).status).toBe(403);
    await mine.toGitHub("pricing-dev");
    expect((await mine.get(code)).status).toBe(403);
    // The other's state is replaced by one's own: what it was begun with is missing still.
    const own = new URL(await mine.toGitHub("pricing-dev"), HOME);
    const swapped = new URL(code, HOME);
    swapped.searchParams.set("state", own.searchParams.get("state") ?? "");
    expect((await mine.get(swapped.pathname + swapped.search)).status).toBe(403);
    expect(mine.jar.size).toBe(0);

    const again = browser();
    const back = await again.toGitHub("pricing-dev");
    expect((await again.get(back)).status).toBe(302);
    expect((await again.get(back)).status).toBe(403);
    const denied = browser();
    const state = new URL(await denied.toGitHub("pricing-dev"), HOME).searchParams.get("state");
    const said = await denied.get(`/monitor/callback?error=access_denied&state=${state}`);
    expect([said.status, await said.text()]).toEqual([403, expect.stringContaining("access_denied")]);
  });

  it("ends after an hour, its stream with it, and takes nobody's word for who they are", async () => {
    const one = browser();
    await one.get(await one.toGitHub("pricing-dev"));
    const [name, value] = [...one.jar][0]!;
    const [payload, signature] = decodeURIComponent(value).split(".") as [string, string];
    const session = JSON.parse(Buffer.from(payload, "base64url").toString());
    const forged = Buffer.from(JSON.stringify({ ...session, until: 9e15 })).toString("base64url");
    one.jar.set(name, encodeURIComponent(`${forged}.${signature}`));
    expect((await one.get("/monitor")).status).toBe(302);
    one.jar.set(name, value);
    expect((await one.get("/monitor")).status).toBe(200);

    one.planted.now = session.until - 20;
    const stream = await one.get("/monitor/events");
    const reader = stream.body!.getReader();
    while (!(await reader.read()).done);
    one.planted.now = session.until;
    expect((await one.get("/monitor")).status).toBe(302);
    expect((await one.get("/api/status", { headers: { Accept: "*/*" } })).status).toBe(401);
    expect(session.until - Date.parse(after(14))).toBe(SESSION_SECONDS * 1000);
  });

  it("is asked of this machine too, takes a password beside it, and sends nobody to another site", async () => {
    const { get } = browser(undefined, "secret");
    expect((await get("/monitor", { headers: { Accept: "*/*" } })).status).toBe(401);
    const basic = { headers: { Authorization: `Basic ${btoa("me:secret")}` } };
    expect(await (await get("/monitor", basic)).text()).toContain("secret-service");
    for (const to of [
      "https://evil.test",
      "//evil.test",
      "/monitor/../..//evil.test",
      "/monitor/incidents/%0d%0aX",
    ]) {
      const begun = await get(`/monitor/sign-in?to=${encodeURIComponent(to)}`);
      const agreed = await fetch(`${begun.headers.get("Location")}&login=pricing-dev`, {
        redirect: "manual",
      });
      const entered = await get((agreed.headers.get("location") ?? "").replace(HOME, ""));
      expect(entered.headers.get("Location")).toBe("/monitor");
    }
  });

  it("says that GitHub is away, and does not say that a person is wrong", async () => {
    const one = browser();
    const back = await one.toGitHub("pricing-dev");
    world.github.failNext({ status: 401, path: "/user" });
    expect((await one.get(back)).status).toBe(502);
    expect(tokensOfPeople().length).toBe(0);
  });
});
