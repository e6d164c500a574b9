import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import fc from "fast-check";
import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { startGitHub } from "../../marketplace-demo/world/github/start.ts";
import { readCredentials } from "../../src/config/credentials.ts";
import { readSignIn } from "../../src/config/read-sign-in.ts";
import { DESCRIPTION, HOME, NAME } from "../../src/setup/app-manifest.ts";
import { saveCredentials } from "../../src/setup/save-credentials.ts";
import { setupRoutes } from "../../src/setup/setup-routes.ts";

const directory = mkdtempSync(join(tmpdir(), "sre-space-setup-"));
afterAll(() => rmSync(directory, { recursive: true }));
const HERE = { host: "localhost:8001" };

let github: Awaited<ReturnType<typeof startGitHub>>;
beforeAll(async () => {
  github = await startGitHub({ dir: join(directory, "github") });
  github.createOrganization({ login: "acme" });
});
afterAll(() => github.close());

let at = 0;
function setUp(env = "") {
  const file = join(directory, `env-${++at}`);
  if (env !== "") writeFileSync(file, env);
  const done: string[] = [];
  const app = setupRoutes({
    settings: { githubApiUrl: github.apiUrl, githubWebUrl: github.webUrl, githubThrottle: false },
    file,
    peer: (context) => context.req.header("x-test-peer") ?? "127.0.0.1",
    done: ({ name }) => done.push(name),
  });
  return { app, file, done, get: (path: string, headers = {}) => get(app, path, headers) };
}
async function get(app: Hono, path: string, headers: Record<string, string> = {}) {
  const answer = await app.request(`http://localhost:8001${path}`, { headers: { ...HERE, ...headers } });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}
const hidden = (text: string, name: string) =>
  (new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? "").replaceAll("&quot;", '"');
const stateOf = (text: string) => /state=([\w-]+)/.exec(text)?.[1] ?? "";

/** What the person's browser does on GitHub; answers the address that they are sent back to. */
async function pressed(page: string, name: string): Promise<URL> {
  const answer = await fetch(`${github.webUrl}/settings/apps/manifest`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: github.webUrl },
    body: new URLSearchParams({
      manifest: hidden(page, "manifest"),
      name,
      state: stateOf(page),
      owner: "acme",
    }),
  });
  return new URL(answer.headers.get("location") ?? "");
}

describe("the manifest", () => {
  it("asks for what app.yml says, for nothing else", async () => {
    const { get } = setUp();
    const { text, headers } = await get(
      "/setup?step=github&organization=acme&address=https://sre.acme.example/",
    );
    const manifest = JSON.parse(hidden(text, "manifest"));
    const written = parse(readFileSync(new URL("../../app.yml", import.meta.url), "utf8"));
    expect(manifest).toEqual({
      ...written,
      default_events: expect.arrayContaining(written.default_events),
      hook_attributes: { url: "https://sre.acme.example/api/github/webhooks", active: true },
      redirect_url: "http://localhost:8001/setup/created",
      callback_urls: ["https://sre.acme.example/monitor/callback"],
      setup_on_update: false,
    });
    expect(manifest.default_events).toHaveLength(written.default_events.length);
    expect(written).toMatchObject({ name: NAME, description: DESCRIPTION, url: HOME });
    expect(text).toContain(`${github.webUrl}/organizations/acme/settings/apps/new?state=`);
    expect(headers.get("content-security-policy")).toContain(`form-action 'self' ${github.webUrl}`);
  });

  it("has no webhook where GitHub cannot reach us", async () => {
    const { text } = await setUp().get("/setup?step=github&organization=&address=");
    expect(JSON.parse(hidden(text, "manifest")).hook_attributes.active).toBe(false);
    expect(text).toContain(`action="${github.webUrl}/settings/apps/new?state=`);
  });

  it.each([
    ["organization=acme/../evil&address=", "such as acme"],
    ['organization="><script>alert(1)</script>&address=', "such as acme"],
    ["organization=&address=http://sre.acme.example", "by https"],
    ["organization=&address=https://sre.acme.example/path", "Write scheme and host alone"],
    ["organization=&address=https://user:secret@sre.acme.example", "Write scheme and host alone"],
    ["organization=&address=javascript:alert(1)", "Write scheme and host alone"],
  ])("is not made of %s", async (query, says) => {
    const { status, text } = await setUp().get(`/setup?step=github&${query}`);
    expect(status).toBe(422);
    expect(text).toContain(says);
    expect(text).not.toContain("<script");
    expect(text).not.toContain('name="manifest"');
  });
});

describe("the way back", () => {
  it("saves what GitHub hands out, once, and leaves what else stands in .env", async () => {
    const { get, file, done } = setUp("OPENAI_MODEL=gpt-x\nAPP_ID=\n# mine\n");
    const page = await get("/setup?step=github&organization=acme&address=https://sre.acme.example");
    const back = await pressed(page.text, "SRE-Space Acme");
    const saved = await get(back.pathname + back.search);
    expect(saved.status).toBe(200);
    expect(saved.text).toContain(`${github.webUrl}/apps/sre-space-acme/installations/new`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const env = parseEnv(readFileSync(file, "utf8")) as Record<string, string>;
    expect(env.OPENAI_MODEL).toBe("gpt-x");
    expect(readFileSync(file, "utf8")).toContain("# mine");
    const problems: never[] = [];
    expect(readCredentials(env, problems)).toMatchObject({ kind: "app", webhookSecret: expect.any(String) });
    expect(readSignIn(env, problems)).toMatchObject({ clientId: expect.any(String) });
    expect(problems).toEqual([]);
    expect(done).toEqual(["SRE-Space Acme"]);
    // Loading the page again must not ask for a code that is used up.
    expect((await get(back.pathname + back.search)).status).toBe(200);
  });

  it("takes no code that somebody else sends", async () => {
    const { get, file, done } = setUp();
    const page = await get("/setup?step=github&organization=acme&address=https://sre.acme.example");
    const back = await pressed(page.text, "Somebody Else");
    for (const state of ["", "x".repeat(32), `${stateOf(page.text)}x`]) {
      const answer = await get(`/setup/created?code=${back.searchParams.get("code")}&state=${state}`);
      expect(answer.status).toBe(400);
    }
    expect(() => readFileSync(file)).toThrow("ENOENT");
    expect(done).toEqual([]);
  });

  it("says what to do where the code is not good any more", async () => {
    const { get, done } = setUp();
    const page = await get("/setup?step=github&organization=acme&address=");
    const answer = await get(`/setup/created?code=used&state=${stateOf(page.text)}`);
    expect(answer.status).toBe(502);
    expect(answer.text).toContain("good once, and for an hour");
    expect(done).toEqual([]);
  });

  it("still has the credentials where they could not be saved at first", async () => {
    const { get, file, done } = setUp();
    const page = await get("/setup?step=github&organization=acme&address=");
    const back = await pressed(page.text, "Saved Later");
    // A folder in its place cannot be written over by anybody.
    mkdirSync(file);
    expect((await get(back.pathname + back.search)).text).toContain("Mend that and load this page again");
    expect(done).toEqual([]);
    rmSync(file, { recursive: true });
    expect((await get(back.pathname + back.search)).status).toBe(200);
    expect(done).toEqual(["Saved Later"]);
  });
});

it("is there for this machine alone, and for nobody who only seems to be on it", async () => {
  const { get } = setUp();
  expect((await get("/setup")).status).toBe(200);
  expect((await get("/setup", { "x-test-peer": "::1", host: "[::1]:8001" })).status).toBe(200);
  for (const headers of [
    { "x-test-peer": "10.0.0.7" },
    { "x-forwarded-for": "10.0.0.7" },
    { forwarded: "for=10.0.0.7" },
    { host: "rebound.attacker.example:8001" },
    { host: "" },
  ])
    expect((await get("/setup", headers)).status, JSON.stringify(headers)).toBe(403);
});

it("keeps every other variable as it was, whatever stands in .env", () => {
  const value = fc.stringMatching(/^[\w ./:=#@+-]{0,20}$/);
  const name = fc
    .stringMatching(/^[A-Z][A-Z_]{0,9}$/)
    .filter((one) => !["APP_ID", "PRIVATE_KEY"].includes(one));
  fc.assert(
    fc.property(
      fc.dictionary(name, value),
      fc.constantFrom("", "APP_ID=1\n", "export PRIVATE_KEY='x'\n"),
      (others, old) => {
        const file = join(directory, "property");
        const text = `${Object.entries(others)
          .map(([key, one]) => `${key}="${one}"`)
          .join("\n")}\n${old}`;
        writeFileSync(file, text);
        saveCredentials(file, { APP_ID: "7", PRIVATE_KEY: "-----BEGIN\nabc\n-----END\n" });
        expect(parseEnv(readFileSync(file, "utf8"))).toEqual({
          ...parseEnv(text),
          APP_ID: "7",
          PRIVATE_KEY: "-----BEGIN\nabc\n-----END",
        });
      },
    ),
  );
});

it("writes through a link, and never leaves the key where others can read it", () => {
  const file = join(directory, "linked");
  writeFileSync(file, "A=1\n");
  chmodSync(file, 0o644);
  symlinkSync(file, join(directory, "link"));
  saveCredentials(join(directory, "link"), { APP_ID: "7" });
  expect(readFileSync(file, "utf8")).toBe('A=1\nAPP_ID="7"\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
