import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ensureIngestSecret } from "../../src/config/ensure-ingest-secret.ts";
import { loadSettings, SettingsError } from "../../src/config/settings.ts";
import { Settings } from "../../src/contracts/settings.ts";

const pemOf = (type: "rsa" | "ec") =>
  (type === "rsa"
    ? generateKeyPairSync("rsa", { modulusLength: 2048 })
    : generateKeyPairSync("ec", { namedCurve: "P-256" })
  ).privateKey
    .export({ type: "pkcs8", format: "pem" })
    .toString();
const pem = pemOf("rsa");
const ingest = { SRE_INGEST_SECRET: "0123456789abcdef" };
const app = { ...ingest, APP_ID: "123", PRIVATE_KEY: pem, WEBHOOK_SECRET: "s3cr3t" };
const pat = { ...ingest, GITHUB_PERSONAL_ACCESS_TOKEN: "ghp_x", GITHUB_REPOSITORY: "acme/shop" };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sre-space-settings-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const load = (env: Record<string, string>) => loadSettings(env, directory);
/** `VARIABLE`, and the sentence about it, for each problem. */
function refusal(env: Record<string, string>): Record<string, string> {
  try {
    load(env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    for (const { variable, must, where } of error.problems)
      expect(error.message).toContain(`${variable} ${must}. ${where}`);
    return Object.fromEntries(
      error.problems.map(({ variable, must, where }) => [variable, `${must}. ${where}`]),
    );
  }
  return {};
}

const both = { SRE_REDIS_URL: "redis://:pw@redis:6379/1", KAFKA_BROKERS: "one:9092, two:9093" };
test.each([
  ["the one in the process where none is named", {}, { home: "local" }],
  ["Kafka on a laptop, where brokers are named", both, { home: "kafka", brokers: ["one:9092", "two:9093"] }],
  ["Redis in the cloud", { ...both, ENV: "cloud" }, { home: "redis", url: both.SRE_REDIS_URL }],
  ["no Redis on a laptop", { SRE_REDIS_URL: both.SRE_REDIS_URL }, { home: "local" }],
  ["no Kafka in the cloud", { KAFKA_BROKERS: "one:9092", ENV: "cloud" }, { home: "local" }],
  ["Redis where it is asked for", { ...both, EVENT_BUS: "redis" }, { home: "redis" }],
  ["Kafka where it is asked for", { ...both, EVENT_BUS: "kafka", ENV: "cloud" }, { home: "kafka" }],
  ["the one in the process where it is asked for", { ...both, EVENT_BUS: "local" }, { home: "local" }],
])("the bus is %s", (_, env, bus) => {
  expect(load({ ...app, ...env }).bus).toMatchObject(bus);
});

describe("an App", () => {
  test("is read, and its settings are whole", () => {
    const settings = load(app);
    expect(Settings.parse(settings)).toEqual(settings);
    expect(settings).toMatchObject({
      credentials: { kind: "app", appId: "123", webhookSecret: "s3cr3t" },
      githubApiUrl: "https://api.github.com",
      githubWebUrl: "https://github.com",
      githubThrottle: true,
      port: 8001,
      host: "0.0.0.0",
      dataDir: join(directory, ".data"),
      memoryLimitMb: 512,
      logLevel: "info",
    });
  });

  test("without WEBHOOK_SECRET it is refused, and told what to set and where to get it", () => {
    const { WEBHOOK_SECRET: _, ...without } = app;
    expect(refusal(without)).toEqual({
      WEBHOOK_SECRET: expect.stringMatching(/missing.*openssl rand -hex 32.*settings page/),
    });
    expect(refusal({ ...without, WEBHOOK_SECRET: " " })).toHaveProperty("WEBHOOK_SECRET");
    expect(refusal({ ...without, WEBHOOK_SECRET: "development" })).toHaveProperty("WEBHOOK_SECRET");
  });

  test.each([
    ["as PEM", { PRIVATE_KEY: pem }],
    ["with \\n for line breaks", { PRIVATE_KEY: pem.replaceAll("\n", "\\n") }],
    ["in base64", { PRIVATE_KEY: Buffer.from(pem).toString("base64") }],
  ])("its key %s", (_, key) => {
    expect(load({ ...app, ...key }).credentials).toMatchObject({ privateKey: `${pem.trim()}\n` });
  });

  test("its key from a file", () => {
    const path = join(directory, "app.pem");
    writeFileSync(path, pem);
    const { PRIVATE_KEY: _, ...rest } = app;
    expect(load({ ...rest, PRIVATE_KEY_PATH: path }).credentials).toMatchObject({
      privateKey: `${pem.trim()}\n`,
    });
  });

  test.each([
    [
      "no key at all",
      { PRIVATE_KEY: "" },
      "PRIVATE_KEY",
      /missing, and so is PRIVATE_KEY_PATH.*Private keys/,
    ],
    ["a key that is none", { PRIVATE_KEY: "hello" }, "PRIVATE_KEY", /no private key in PEM/],
    ["a key of the wrong kind", { PRIVATE_KEY: pemOf("ec") }, "PRIVATE_KEY", /RSA/],
    ["two keys", { PRIVATE_KEY_PATH: "/x" }, "PRIVATE_KEY", /together with PRIVATE_KEY_PATH/],
    [
      "a file that is not there",
      { PRIVATE_KEY: "", PRIVATE_KEY_PATH: "/none" },
      "PRIVATE_KEY_PATH",
      /ENOENT/,
    ],
    ["no App ID", { APP_ID: "" }, "APP_ID", /missing.*App ID/],
    ["an App ID that is none", { APP_ID: "my app" }, "APP_ID", /number or its client ID/],
    [
      "a token as well",
      { GITHUB_PERSONAL_ACCESS_TOKEN: "x" },
      "GITHUB_PERSONAL_ACCESS_TOKEN",
      /together with APP_ID/,
    ],
  ])("%s is refused", (_, over, variable, say) => {
    expect(refusal({ ...app, ...over })).toEqual({ [variable]: expect.stringMatching(say) });
  });

  test("a lone webhook secret is an App that is not finished", () => {
    expect(Object.keys(refusal({ WEBHOOK_SECRET: "x" }))).toEqual(["APP_ID", "PRIVATE_KEY"]);
  });
});

describe("a personal access token", () => {
  test("serves one repository, with or without webhooks", () => {
    expect(load(pat).credentials).toEqual({ kind: "token", token: "ghp_x", repository: "acme/shop" });
    expect(load({ ...pat, WEBHOOK_SECRET: "w" }).credentials).toMatchObject({ webhookSecret: "w" });
  });

  test.each([
    ["", /missing.*acme\/shop/],
    ["shop", /OWNER\/REPO/],
  ])("GITHUB_REPOSITORY %j is refused", (repository, say) => {
    expect(refusal({ ...pat, GITHUB_REPOSITORY: repository })).toEqual({
      GITHUB_REPOSITORY: expect.stringMatching(say),
    });
  });
});

describe("everything else", () => {
  test("nobody yet: only this machine may look", () => {
    expect(load({ ...ingest, HOST: "0.0.0.0" })).toMatchObject({ credentials: null, host: "127.0.0.1" });
    expect(load({ ...app, HOST: "10.0.0.7" }).host).toBe("10.0.0.7");
  });

  test.each([
    [{ GHE_HOST: "github.acme.example" }, "https://github.acme.example/api/v3", true],
    [{ GHE_HOST: "127.0.0.1:3000", GHE_PROTOCOL: "http" }, "http://127.0.0.1:3000/api/v3", false],
    [{ GHE_HOST: "localhost:3000", GHE_PROTOCOL: "http" }, "http://localhost:3000/api/v3", false],
    [
      { GHE_HOST: "127.0.0.1:3000", GHE_PROTOCOL: "http", SRE_GITHUB_THROTTLE: "on" },
      "http://127.0.0.1:3000/api/v3",
      true,
    ],
    [{ GHE_HOST: "127.0.0.1.evil.example" }, "https://127.0.0.1.evil.example/api/v3", true],
    [{ GHE_HOST: "github.com" }, "https://api.github.com", true],
  ])("%j", (env, githubApiUrl, githubThrottle) => {
    expect(load({ ...app, ...env })).toMatchObject({ githubApiUrl, githubThrottle });
  });

  test.each([
    [{ PORT: "http" }, "PORT", /a port, 0 to 65535, and is "http"/],
    [{ PORT: "65536" }, "PORT", /65535/],
    [{ PORT: "-1" }, "PORT", /65535/],
    [{ EVENT_BUS: "rabbit" }, "EVENT_BUS", /auto, local, redis, kafka/],
    [{ ENV: "staging" }, "ENV", /local or cloud/],
    [{ EVENT_BUS: "redis" }, "SRE_REDIS_URL", /missing.*redis:\/\/HOST:PORT/],
    [{ EVENT_BUS: "kafka" }, "KAFKA_BROKERS", /missing.*HOST:PORT/],
    [{ SRE_REDIS_URL: "http://:hush@redis" }, "SRE_REDIS_URL", /^(?!.*hush).*redis:\/\/HOST:PORT/],
    [{ KAFKA_BROKERS: "one:9092,two" }, "KAFKA_BROKERS", /HOST:PORT.*"one:9092,two"/],
    [{ DATABASE_URL: "mysql://:hush@db/x" }, "DATABASE_URL", /^(?!.*hush).*postgres:\/\//],
    [{ DATABASE_URL: "postgres://db:5432" }, "DATABASE_URL", /DATABASE/],
    [{ MEMORY_LIMIT_MB: "12" }, "MEMORY_LIMIT_MB", /128 or more/],
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL", /debug, info, warn, error/],
    [{ SRE_INGEST_SECRET: "short" }, "SRE_INGEST_SECRET", /at least 16/],
    [{ SRE_GITHUB_THROTTLE: "off" }, "SRE_GITHUB_THROTTLE", /on, or not set/],
    [{ GHE_HOST: "https://github.acme.example/" }, "GHE_HOST", /host name/],
    [{ GHE_HOST: "x", GHE_PROTOCOL: "ftp" }, "GHE_PROTOCOL", /http or https/],
  ])("%j is refused", (over, variable, say) => {
    expect(refusal({ ...app, ...over })).toHaveProperty(variable, expect.stringMatching(say));
  });

  test("all that is wrong is told at once, and no secret with it", () => {
    const wrong = { APP_ID: "x y", PRIVATE_KEY: "hush-hush", PORT: "p", MEMORY_LIMIT_MB: "m" };
    expect(Object.keys(refusal(wrong))).toEqual([
      "APP_ID",
      "PRIVATE_KEY",
      "WEBHOOK_SECRET",
      "PORT",
      "MEMORY_LIMIT_MB",
    ]);
    expect(() => load(wrong)).not.toThrow(/hush-hush/);
    expect(readdirSync(directory)).toEqual([]);
  });

  test(".env is read, and the real environment wins", () => {
    writeFileSync(join(directory, ".env"), `PORT=1234\nLOG_LEVEL=debug\nGITHUB_REPOSITORY="a/b"\n`);
    const settings = load({ ...pat, LOG_LEVEL: "warn" });
    expect(settings).toMatchObject({
      port: 1234,
      logLevel: "warn",
      credentials: { repository: "acme/shop" },
    });
  });
});

describe("the ingest secret", () => {
  test("is made once, kept, and readable by its owner alone", () => {
    const dataDir = join(directory, "deep", "data");
    const secret = ensureIngestSecret(dataDir);
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(ensureIngestSecret(dataDir)).toBe(secret);
    expect(statSync(join(dataDir, "ingest-secret")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dataDir, "ingest-secret"), "utf8").trim()).toBe(secret);
  });

  test("differs from one directory to the next", () => {
    expect(ensureIngestSecret(join(directory, "a"))).not.toBe(ensureIngestSecret(join(directory, "b")));
  });

  test("an emptied file is said to be one", () => {
    writeFileSync(join(directory, "ingest-secret"), "");
    expect(() => ensureIngestSecret(directory)).toThrow(/ingest-secret holds no secret. Remove the file/);
  });

  test("is the environment's where that has one, else the kept one", () => {
    expect(load(app).ingestSecret).toBe(ingest.SRE_INGEST_SECRET);
    const { SRE_INGEST_SECRET: _, ...without } = app;
    expect(load(without).ingestSecret).toBe(ensureIngestSecret(join(directory, ".data")));
  });
});

test("a folder for data that cannot be made is told of as a setting", () => {
  writeFileSync(join(directory, "file"), "");
  const { SRE_INGEST_SECRET: _, ...without } = pat;
  expect(refusal({ ...without, DATA_DIR: "file/data" }).DATA_DIR).toMatch(/ENOTDIR.*outlives a restart/);
});
