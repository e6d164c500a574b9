import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Controls, createControls } from "../../../marketplace-demo/world/create-controls.ts";
import { type EnvironmentAction, readFaults } from "../../../marketplace-demo/world/fault-catalogue.ts";
import type { Outcome } from "../../../marketplace-demo/world/outcome.ts";
import type { SeenIssue, SeenPull } from "../../../marketplace-demo/world/watch-incidents.ts";

const ROOT = join(import.meta.dirname, "../../..");
const catalogue = readFaults(join(ROOT, "marketplace-demo/faults"));
const withoutBrowser = (process.env.SRE_SPACE_ABSENT ?? "").includes("chromium");
const MINUTES = 120_000;

let done: string[];
let finish: (outcome: Outcome) => void;
let issues: SeenIssue[];
let pulls: SeenPull[];
let controls: Controls;
let server: Server;
let url: string;

/** Controls of a world that only writes down what is done to it. */
function freshControls(): void {
  done = [];
  issues = [];
  pulls = [];
  controls = createControls({
    catalogue,
    own: catalogue,
    repositoryUrl: () => "http://github.example/fernhill/marketplace",
    seen: () => ({ issues, pulls }),
    inject: (fault) => {
      done.push(`fault ${fault.id}, first ${fault.commits[0]?.patch}`);
      return new Promise((resolve) => {
        finish = resolve;
      });
    },
    apply: async (action: EnvironmentAction) => {
      done.push(JSON.stringify(action));
      return async () => void done.push(`lifted ${action.action}`);
    },
    revert: async (shas) => void done.push(`reverted ${shas.join(" ")}`),
  });
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?", 1)[0] as string;
    void controls.handler(request, response, path).then((ours) => ours || response.writeHead(404).end());
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(freshControls);

const openIssue = (number: number): SeenIssue => ({
  number,
  title: "quotes: POST /quotes fails",
  state: "open",
  labels: ["incident"],
  openedAt: Date.now() + 1,
  diagnosedAt: undefined,
  summary: undefined,
  settledAt: undefined,
});

describe("presses without a browser", () => {
  const press = (form: Record<string, string>, headers: Record<string, string> = {}, path = "break") =>
    fetch(`${url}/controls/${path}`, {
      method: "POST",
      headers,
      body: new URLSearchParams(form),
      redirect: "manual",
    });

  it("are refused from another site, and where they name nothing that there is", async () => {
    const stop = { action: "stop", target: "quotes" };
    for (const headers of [
      { origin: "http://elsewhere.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ] as Record<string, string>[])
      expect([headers, (await press(stop, headers)).status]).toEqual([headers, 403]);
    expect((await press({ fault: "nope" })).status).toBe(404);
    expect((await press({ action: "unplug" })).status).toBe(404);
    expect((await press({ action: "slow", target: "quotes", ms: "soon" })).status).toBe(422);
    expect((await press({ id: "7" }, {}, "lift")).status).toBe(404);
    expect((await press({ fault: "x".repeat(20_000) })).status).toBe(413);
    expect((await fetch(`${url}/controls/nothing`)).status).toBe(404);
    expect(done).toEqual([]);
    expect((await press(stop, { origin: url })).status).toBe(303);
    const again = await press(stop, { origin: url });
    expect([again.status, await again.text()]).toEqual([409, expect.stringContaining("lift it first")]);
  });

  it("escape what they are shown", async () => {
    await press({ action: "stop", target: "<script>alert(1)</script>" });
    controls.note("<img src=x>", Date.now());
    const page = await (await fetch(`${url}/controls`)).text();
    expect(page).not.toContain("<script>alert");
    expect(page).not.toContain("<img");
  });
});

describe("npm run break", () => {
  const run = (...args: string[]) =>
    promisify(execFile)(
      process.execPath,
      [join(ROOT, "marketplace-demo/world/break.ts"), "--port", url.split(":")[2] ?? "", ...args],
      { env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "" } },
    ).then(
      ({ stdout }) => ({ code: 0, text: stdout }),
      (error: { code: number; stderr: string }) => ({ code: error.code, text: error.stderr }),
    );

  it(
    "does what the page does, tells what is under way with its issue, and lifts it",
    async () => {
      expect((await run()).text).toMatch(/Nothing is broken[\s\S]*lock-table[\s\S]*carrier-away/);
      expect(await run("errors", "--by", "world")).toMatchObject({
        code: 0,
        text: expect.stringContaining("1  quotes answers 503 to 60%"),
      });
      issues.push(openIssue(3));
      expect(await run("do", "slow", "policies", "--ms", "400", "--for", "5m")).toMatchObject({ code: 0 });
      expect(done).toEqual([
        '{"action":"errors","target":"quotes","ratio":0.6}',
        '{"action":"slow","target":"policies","for":300000,"ms":400}',
      ]);
      const list = (await run("list")).text;
      expect(list).toMatch(/1 {2}quotes answers.*\n {3}issue #3 looks for the cause/);
      expect(list).toContain("http://github.example/fernhill/marketplace/issues/3");
      expect((await run("lift", "1")).code).toBe(0);
      expect(done.at(-1)).toBe("lifted errors");
      expect((await run("memory")).code).toBe(0);
      expect(done.at(-1)).toBe("fault quotes-leak, first cache-rating-tables.patch");
      expect(await run("fault", "carrier-away")).toMatchObject({
        code: 1,
        text: expect.stringContaining("quotes-leak is under way"),
      });
      expect(await run("do", "unplug")).toMatchObject({
        code: 1,
        text: expect.stringContaining("lock-table"),
      });
      expect(await run("explode")).toMatchObject({ code: 2, text: expect.stringContaining("--help") });
      expect(await run("--port", "1", "list")).toMatchObject({
        code: 2,
        text: expect.stringContaining("npm run demo"),
      });
    },
    MINUTES,
  );
});

describe.skipIf(withoutBrowser)("the page of controls in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(
        " ",
      ),
    });
  }, MINUTES);
  afterAll(() => browser?.close());

  async function open(javaScriptEnabled: boolean, width = 1_280): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width, height: 900 } });
    context.setDefaultTimeout(MINUTES);
    const page = await context.newPage();
    await page.goto(`${url}/controls`);
    return page;
  }

  it(
    "works without a script: breaks, shows the issue and the pull request, lifts",
    async () => {
      const page = await open(false);
      await page.locator("#press-latency-world").click();
      const card = page.locator("#now .break");
      await card.waitFor();
      expect(await card.textContent()).toContain("No issue yet.");
      issues.push(openIssue(4));
      pulls.push({ number: 5, branch: "sre-space/ab-4", merged: true, mergedAt: 1, mergeSha: "cafe" });
      await page.reload();
      expect(await card.getByRole("link").allTextContents()).toEqual(["Issue #4", "Pull request #5"]);
      await page.getByRole("button", { name: "Lift it" }).click();
      await page.locator("#now .break[data-state=lifted]").waitFor();
      expect(done).toEqual(['{"action":"slow","target":"quotes","ms":1200}', "lifted slow"]);
      expect(await page.locator("#now .break").getAttribute("data-state")).toBe("lifted");
      await page.context().close();
    },
    MINUTES,
  );

  it(
    "follows what happens by itself, and leaves alone what somebody is filling in",
    async () => {
      const page = await open(true);
      const field = page.locator('form:has([value="flood"]) input[name="factor"]');
      await field.fill("3");
      await page.locator("#press-errors-commit").click();
      expect(done).toEqual(["fault quotes-500, first one-list-of-claims.patch"]);
      await field.fill("4");
      await field.focus();
      issues.push(openIssue(8));
      await page.getByRole("link", { name: "Issue #8" }).waitFor();
      issues[0]?.labels.push("sre-space:healed");
      await page.locator("#now .good", { hasText: "healed" }).waitFor();
      const seconds = { fault_to_healed: 14 };
      finish({
        healed: true,
        correct: true,
        verdict: "merge",
        culprits: ["abc"],
        seconds,
      } as unknown as Outcome);
      await page.locator("#now .break[data-state=over]", { hasText: "as expected" }).waitFor();
      expect(await field.inputValue()).toBe("4");
      expect(await field.evaluate((input) => input === input.ownerDocument.activeElement)).toBe(true);
      await page.context().close();
    },
    MINUTES,
  );

  it(
    "is used by keyboard alone, and says of each control what it does",
    async () => {
      const page = await open(false);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      const focused = () =>
        page.evaluate("document.activeElement.id || document.activeElement.name || ''") as Promise<string>;
      const visited: string[] = [];
      for (let tabs = 0; tabs < 200 && visited.at(-1) !== "press-errors-world"; tabs++) {
        await page.keyboard.press("Tab");
        visited.push(await focused());
      }
      expect(visited).toEqual(["press-errors-commit", "press-errors-world"]);
      await page.keyboard.press("Enter");
      await page.locator("#now .break").waitFor();
      expect(done).toEqual(['{"action":"errors","target":"quotes","ratio":0.6}']);
      const unnamed = await page
        .locator("select, input:not([type=hidden])")
        .evaluateAll(
          (fields) =>
            fields.filter((field) => !(field as unknown as { labels?: unknown[] }).labels?.length).length,
        );
      expect(unnamed).toBe(0);
      for (const action of ["stop", "lock-table", "one-bad-node"])
        await page.getByRole("heading", { name: action, exact: true }).waitFor();
      await page.context().close();
    },
    MINUTES,
  );

  it(
    "is no wider than a phone, with everything on it",
    async () => {
      const page = await open(false, 360);
      await page.locator("#press-errors-world").click();
      // Where the press leads to, before it is loaded anew: a page on its way to another cannot be.
      await page.locator("#now .break").first().waitFor();
      issues.push({ ...openIssue(12), title: `quotes: ${"x".repeat(200)}` });
      controls.note("y".repeat(300), Date.now());
      await page.reload();
      const width = await page
        .locator("body")
        .evaluate((body) => body.ownerDocument.documentElement.scrollWidth);
      expect(width).toBe(360);
      await page.context().close();
    },
    MINUTES,
  );
});
