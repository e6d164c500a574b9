import { spawn, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { APP_PERMISSIONS, startLocalGitHub } from "../github/local-github.ts";
import { freePort } from "../service/free-port.ts";

/**
 * Every error that a newcomer meets in the first hour, provoked as they would meet it, by the command that they would type:
 * each names the cause, and the next step.
 */
const ROOT = join(import.meta.dirname, "../..");
const CLI = join(ROOT, "bin/sre-space.js");
const DEMO = join(ROOT, "marketplace-demo/world/demo.ts");
const BREAK = join(ROOT, "marketplace-demo/world/break.ts");

let directory: string;
let github: Awaited<ReturnType<typeof startLocalGitHub>>;
let late: Server;
let nobody: number;
let base: Record<string, string>;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "sre-space-first-hour-"));
  github = await startLocalGitHub({ permissions: { ...APP_PERMISSIONS, administration: "read" } });
  await github.push({ ".sre-space.yml": "version: 1\nmode: merge\n" }, "chore: policy");
  github.github.requireChecks("acme/shop", "main", ["ci"], 1);
  late = createServer((_, response) =>
    response.setHeader("Date", new Date(Date.now() - 3_600_000).toUTCString()).end("{}"),
  );
  late.listen(0, "127.0.0.1");
  await once(late, "listening");
  nobody = await freePort();
  const { credentials } = github.settings;
  if (credentials?.kind !== "app") throw new Error("the local GitHub has an App");
  base = {
    PATH: process.env.PATH ?? "",
    GHE_HOST: new URL(github.github.url).host,
    GHE_PROTOCOL: "http",
    APP_ID: credentials.appId,
    PRIVATE_KEY: credentials.privateKey,
    WEBHOOK_SECRET: "a secret of this test",
    DATA_DIR: join(directory, "data"),
    PORT: "0",
    HOST: "127.0.0.1",
    // Starting a Chroma for each row takes longer than everything else; that it cannot be had is a row of its own.
    CHROMA_URL: `http://127.0.0.1:${nobody}`,
  };
});
afterAll(async () => {
  late.close();
  await github.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** What was said, on either stream, without colours, in one line; and how it ended. */
async function type(command: string[], environment: Record<string, string | undefined>) {
  const child = spawn(process.execPath, command, {
    cwd: directory,
    env: { ...base, ...environment, NO_COLOR: "1" } as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  const [code] = await once(child, "close");
  return { code, said: said.replace(/\s+/g, " ") };
}

const otherKey = () =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  }).privateKey;

interface Row {
  met: string;
  typed: string[];
  with?: () => Record<string, string | undefined>;
  code: number;
  cause: string;
  next: string;
}

const noKey = () => ({ APP_ID: undefined, PRIVATE_KEY: undefined, WEBHOOK_SECRET: undefined });

const TABLE: Row[] = [
  {
    met: "no key",
    typed: [CLI, "doctor"],
    with: noKey,
    code: 1,
    cause: "Credentials there are none",
    next: "open /setup",
  },
  {
    met: "a key that is none",
    typed: [CLI, "serve"],
    with: () => ({ PRIVATE_KEY: "my key" }),
    code: 2,
    cause: "PRIVATE_KEY is no private key in PEM format",
    next: 'Generate one under "Private keys"',
  },
  {
    met: "another App's key",
    typed: [CLI, "doctor"],
    with: () => ({ PRIVATE_KEY: otherKey() }),
    code: 1,
    cause: "GitHub does not take them",
    next: "make a new private key there",
  },
  {
    met: "no webhook secret",
    typed: [CLI, "serve"],
    with: () => ({ WEBHOOK_SECRET: undefined }),
    code: 2,
    cause: "WEBHOOK_SECRET is missing",
    next: "openssl rand -hex 32",
  },
  {
    met: "a port that is taken",
    typed: [CLI, "serve"],
    with: () => ({ PORT: String((late.address() as AddressInfo).port) }),
    code: 2,
    cause: "is taken",
    next: "Set PORT to a free one",
  },
  {
    met: "a port that is taken, before there are credentials",
    typed: [CLI, "serve"],
    with: () => ({ ...noKey(), PORT: String((late.address() as AddressInfo).port) }),
    code: 2,
    cause: "is taken",
    next: "Set PORT to a free one",
  },
  {
    met: "an address that is not this machine's",
    typed: [CLI, "serve"],
    with: () => ({ HOST: "192.0.2.1" }),
    code: 2,
    cause: "192.0.2.1 is no address of this machine",
    next: "Set HOST to one that is",
  },
  {
    met: "no git",
    typed: [DEMO, "--once"],
    with: () => ({ PATH: directory }),
    code: 2,
    cause: "There is no git on the PATH",
    next: "Install git",
  },
  {
    met: "no git, for the service",
    typed: [CLI, "doctor"],
    with: () => ({ PATH: directory }),
    code: 1,
    cause: "git there is none on the PATH",
    next: "Install it for npm run demo",
  },
  {
    met: "a git as Ubuntu 22.04 has it",
    typed: [DEMO, "--once"],
    with: () => ({ PATH: oldGit() }),
    code: 2,
    cause: "This is git version 2.34.1",
    next: "Install a newer git",
  },
  {
    met: "the demo's port, taken",
    typed: [DEMO, "--port", "TAKEN"],
    code: 2,
    cause: "is taken by another program",
    next: "Give another one: npm run demo -- --port",
  },
  {
    met: "a demo to break that is not up",
    typed: [BREAK, "errors", "--port", "NOBODY"],
    code: 2,
    cause: "Nobody listens at http://127.0.0.1:",
    next: "Start the demo with npm run demo",
  },
  {
    met: "a fault that there is not",
    typed: [DEMO, "--once", "--fault", "quotes-501"],
    code: 2,
    cause: 'There is no fault "quotes-501"',
    next: "There are: ",
  },
  {
    met: "an old Node",
    typed: [
      "--input-type=module",
      "--eval",
      `Object.defineProperty(process.versions, "node", { value: "20.20.2" }); Object.defineProperty(process, "version", { value: "v20.20.2" }); await import(${JSON.stringify(CLI)});`,
    ],
    code: 2,
    cause: "needs Node 24 or later, and this is v20.20.2",
    next: "npx sre-space",
  },
  {
    met: "no network",
    typed: [CLI, "doctor"],
    with: () => ({ GHE_HOST: `127.0.0.1:${nobody}` }),
    code: 1,
    cause: "does not answer",
    next: "Check the network, a proxy on the way, and GHE_HOST",
  },
  {
    met: "a permission that was not granted",
    typed: [CLI, "doctor"],
    code: 1,
    cause: "the App does not ask for",
    next: "Set them on the App's page under Permissions & events",
  },
  {
    met: "a branch that wants a review",
    typed: [CLI, "doctor"],
    code: 1,
    cause: "its branch requires 1 approving review",
    next: "Let the App bypass the rule",
  },
  {
    met: "a clock that is wrong",
    typed: [CLI, "doctor"],
    with: () => ({ GHE_HOST: `127.0.0.1:${(late.address() as AddressInfo).port}` }),
    code: 1,
    cause: "ahead of GitHub",
    next: "Let it keep time (NTP)",
  },
  {
    met: "something else in GitHub's place",
    typed: [CLI, "doctor"],
    with: () => ({ GHE_HOST: `127.0.0.1:${(late.address() as AddressInfo).port}` }),
    code: 1,
    cause: "what answers there is no GitHub",
    next: "Check GHE_HOST",
  },
  {
    met: "a Chroma that does not answer",
    typed: [CLI, "doctor"],
    code: 1,
    cause: `http://127.0.0.1:`,
    next: "Check CHROMA_URL, or leave it out",
  },
  {
    met: "a folder that cannot be written to",
    typed: [CLI, "doctor"],
    with: () => ({ DATA_DIR: join(CLI, "data") }),
    code: 1,
    cause: "must be a folder that can be written to",
    next: "Name one that this user may write to",
  },
  {
    met: "two ways to sign in",
    typed: [CLI, "serve"],
    with: () => ({ GITHUB_PERSONAL_ACCESS_TOKEN: "x" }),
    code: 2,
    cause: "GITHUB_PERSONAL_ACCESS_TOKEN cannot be set together with",
    next: "Unset the one",
  },
  {
    met: "a token for no repository",
    typed: [CLI, "token", "shop"],
    code: 2,
    cause: '"shop" is no repository',
    next: "Write OWNER/REPO",
  },
  {
    met: "a policy that is not there",
    typed: [CLI, "validate"],
    code: 2,
    cause: "There is no readable file .sre-space.yml",
    next: "Name one that is there",
  },
  {
    met: "a bundle that is not there",
    typed: [CLI, "diagnose", "nowhere"],
    code: 2,
    cause: "There is no folder nowhere",
    next: "Name one: sre-space diagnose BUNDLE",
  },
];

/** A folder with a git in it that says that it is old. */
function oldGit(): string {
  const folder = mkdtempSync(join(directory, "old-git-"));
  writeFileSync(join(folder, "git"), "#!/bin/sh\necho git version 2.34.1\n", { mode: 0o755 });
  return folder;
}

/** The ports of this run in place of their names. */
const port = (word: string) =>
  word === "TAKEN" ? String((late.address() as AddressInfo).port) : word === "NOBODY" ? String(nobody) : word;

describe("the first hour", () => {
  it.each(TABLE)("$met", async ({ typed, with: environment, code, cause, next }) => {
    const ended = await type(typed.map(port), environment?.() ?? {});
    expect(ended.said).toContain(cause);
    expect(ended.said).toContain(next);
    expect(ended.code).toBe(code);
  });

  it.each(["demo", "break", "start"])("npm run %s, before npm ci", async (script) => {
    const clone = mkdtempSync(join(directory, "clone-"));
    for (const name of ["bin", "package.json", ".npmrc"])
      cpSync(join(ROOT, name), join(clone, name), { recursive: true });
    const { stderr, status } = spawnSync("npm", ["run", script], {
      cwd: clone,
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: directory },
    });
    expect(stderr).toContain("The packages of SRE-Space are not installed here. Run npm ci in its folder");
    expect(stderr).not.toContain("    at ");
    expect(status).toBe(2);
  });

  it("a Chroma that cannot load", async () => {
    // A checkout whose Chroma was made for another machine, as a glibc that is too old finds it.
    const checkout = mkdtempSync(join(directory, "checkout-"));
    for (const name of ["bin", "src", "package.json"])
      cpSync(join(ROOT, name), join(checkout, name), { recursive: true });
    mkdirSync(join(checkout, "node_modules"));
    for (const name of readdirSync(join(ROOT, "node_modules"))) {
      const [from, to] = [join(ROOT, "node_modules", name), join(checkout, "node_modules", name)];
      if (name === "chromadb") cpSync(from, to, { recursive: true });
      else if (!name.startsWith("chromadb-")) symlinkSync(from, to);
      else {
        mkdirSync(to);
        for (const file of readdirSync(from))
          if (file.endsWith(".node")) writeFileSync(join(to, file), "of another machine");
          else cpSync(join(from, file), join(to, file));
      }
    }
    const { said } = await type([join(checkout, "bin/sre-space.js"), "doctor"], { CHROMA_URL: undefined });
    expect(said).toContain("our own does not start");
    expect(said).toContain("It needs glibc 2.36 or later. Run Chroma elsewhere and set CHROMA_URL");
  });

  it("an App that nobody has installed", async () => {
    github.github.registerApp({ slug: "lonely", permissions: {}, events: [] });
    const lonely = [...github.github.state.apps.values()].find(({ slug }) => slug === "lonely");
    const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
    lonely?.publicKeys.push(keys.publicKey.export({ type: "spki", format: "pem" }).toString());
    const { said } = await type([CLI, "doctor"], {
      APP_ID: String(lonely?.id),
      PRIVATE_KEY: keys.privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
    });
    expect(said).toContain("the App is installed nowhere");
    expect(said).toContain("Install App, and choose the repositories");
  });
});
