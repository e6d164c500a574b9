import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { AxeResults } from "axe-core";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GitHub } from "../../marketplace-demo/world/github/github.ts";
import { startGitHub } from "../../marketplace-demo/world/github/start.ts";
import { until } from "../attacks/until.ts";
import { freePort } from "../service/free-port.ts";

const ROOT = join(import.meta.dirname, "../..");
const REPOSITORY = "acme/shop";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const run = promisify(execFile);

const SHOP = {
  "services/quotes/package.json": '{"name": "quotes"}\n',
  "services/quotes/main.ts": "export {};\n",
  "README.md": "# shop\n",
};

const withoutBrowser = (process.env.SRE_SPACE_ABSENT ?? "").includes("chromium");
describe.skipIf(withoutBrowser)("the road of an installation", () => {
  let directory: string;
  let github: GitHub;
  let browser: Browser;
  let service: ChildProcess;
  let owner: { login: string; token: string };
  let url: string;
  let said = "";

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "sre-space-road-"));
    github = await startGitHub({ dir: join(directory, "github") });
    owner = github.createUser({ login: "ada" });
    github.createOrganization({ login: "acme", members: { ada: "admin" } });
    await github.createRepository({ owner: "acme", name: "shop", from: await seed(join(directory, "seed")) });
    github.addCollaborator(REPOSITORY, "ada", "admin");

    const port = await freePort();
    url = `http://localhost:${port}`;
    service = spawn(process.execPath, [join(ROOT, "bin/sre-space.js"), "serve"], {
      cwd: directory,
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        PATH: process.env.PATH,
        GHE_HOST: new URL(github.url).host,
        GHE_PROTOCOL: "http",
        PORT: String(port),
      },
    });
    service.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
    if (service && service.exitCode === null) {
      service.kill();
      await once(service, "exit");
    }
    await github?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const ready = () =>
    fetch(`${url}/readyz`).then(
      ({ status }) => status,
      () => 0,
    );
  const issues = () => [...(github.state.repositories.get(REPOSITORY)?.issues.values() ?? [])];

  it("leads from nothing to an App, a policy that was merged, and the first incident", async () => {
    await until(
      async () => (await ready()) === 503,
      () => said,
    );
    expect(said).toContain(`${url}/setup`);

    // The page, in both themes, on a phone, without script.
    const page = await browser.newPage({ viewport: { width: 320, height: 700 } });
    await page.goto(url);
    await page.evaluate(AXE);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = (await page.evaluate("axe.run()")) as AxeResults;
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);

    await page.getByLabel("Organization").fill("acme");
    await page.getByLabel("Public address of this service").fill(url);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("button", { name: "Create it on GitHub" }).click();
    await page.getByLabel("GitHub App name").fill("Acme SRE");
    await page.getByRole("button", { name: "Create GitHub App" }).click();
    await page.getByRole("heading", { name: "Acme SRE is there" }).waitFor();
    expect(readFileSync(join(directory, ".env"), "utf8")).toMatch(/APP_ID="\d+"/);

    // The service has taken the place of the set-up, on the same port, and hears of its installation by webhook.
    await until(
      async () => (await ready()) === 200,
      () => said,
    );
    await page.getByRole("link", { name: "Install on GitHub" }).click();
    await page.getByRole("button", { name: "Install on acme" }).click();
    await until(
      () => issues().some(({ pull }) => pull),
      () => said,
    );
    const [proposal] = issues();
    expect(proposal).toMatchObject({ title: "Configure SRE-Space", state: "open" });

    const merged = await fetch(`${github.apiUrl}/repos/${REPOSITORY}/pulls/${proposal?.number}/merge`, {
      method: "PUT",
      headers: { authorization: `token ${owner.token}`, "content-type": "application/json" },
      body: "{}",
    });
    expect(merged.status).toBe(200);

    const { stdout } = await run(process.execPath, [join(ROOT, "bin/sre-space.js"), "token", REPOSITORY], {
      cwd: directory,
    });
    const since = new Date().toISOString();
    const alert = async () => {
      const answer = await fetch(`${url}/api/alerts/generic`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${stdout.trim()}` },
        body: JSON.stringify({
          service: "quotes",
          summary: "31% of requests to quotes fail",
          metric: "error_ratio",
          value: 0.31,
          threshold: 0.01,
          fired_at: since,
        }),
      });
      expect(answer.status, await answer.text()).toBeLessThan(300);
    };
    // The merge's webhook may still be on its way, and until then no policy claims the service.
    await until(
      async () => {
        await alert();
        return issues().some(({ pull, title }) => !pull && /quotes/i.test(title));
      },
      () => said,
    );

    // As an operator would look: nothing stands in the way.
    const { stdout: looked } = await run(
      process.execPath,
      [join(ROOT, "bin/sre-space.js"), "doctor", "--json"],
      {
        cwd: directory,
        env: {
          PATH: process.env.PATH,
          GHE_HOST: new URL(github.url).host,
          GHE_PROTOCOL: "http",
          PORT: "0",
          DATA_DIR: join(directory, "another"),
        },
      },
    ).catch((error: { stdout: string }) => error);
    const { findings } = JSON.parse(looked.trim().split("\n").at(-1) ?? "") as {
      findings: { about: string; state: string; says: string }[];
    };
    const standing = findings.filter(
      ({ about, state }) => state !== "good" && !/Memory|Chroma|Model/.test(about),
    );
    expect(standing).toEqual([]);
  });
});

async function seed(directory: string): Promise<string> {
  mkdirSync(directory, { recursive: true });
  for (const [path, text] of Object.entries(SHOP)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const git = (...args: string[]) =>
    run("git", ["-C", directory, "-c", "user.name=Ada", "-c", "user.email=ada@acme.test", ...args]);
  await git("init", "-q", "--initial-branch=main");
  await git("add", "-A");
  await git("-c", "commit.gpgsign=false", "commit", "-q", "-m", "The shop");
  return directory;
}
