import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { controlsOf } from "../../marketplace-demo/world/controls-of-world.ts";
import { createControls } from "../../marketplace-demo/world/create-controls.ts";
import { readFaults } from "../../marketplace-demo/world/fault-catalogue.ts";
import { type Ground, prepareGround } from "../../marketplace-demo/world/prepare-ground.ts";
import { startWorld, type World } from "../../marketplace-demo/world/start-world.ts";

const ROOT = join(import.meta.dirname, "../..");
const MINUTES = 600_000;
const PATIENT = { timeout: 300_000, interval: 250 };
const withoutBrowser = (process.env.SRE_SPACE_ABSENT ?? "").includes("chromium");
const guide = await readFile(join(ROOT, "DEMO.md"), "utf8");

it("shows pictures that are there, and links to files that are", () => {
  const links = [...guide.matchAll(/\]\(([^)#]+)\)/g)]
    .map(([, to = ""]) => to)
    .filter((to) => !to.includes("://"));
  expect(links.length).toBeGreaterThan(5);
  for (const to of links) expect([to, existsSync(join(ROOT, to))]).toEqual([to, true]);
});

describe.skipIf(withoutBrowser)("the guide, in one world", () => {
  let directory: string;
  let ground: Ground;
  let world: World;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "guide-"));
    ground = await prepareGround(5, join(directory, "logs"));
    const catalogue = readFaults(join(ROOT, "marketplace-demo/faults"));
    const controls = createControls({
      catalogue,
      own: catalogue,
      ...controlsOf(
        () => world,
        5,
        () => {},
      ),
    });
    world = await startWorld(ground, {
      name: "guide",
      seed: 5,
      intake: "otlp",
      port: 0,
      githubLatency: 0,
      withService: true,
      controls: controls.handler,
      say: () => {},
      onCrash: (message) => {
        throw new Error(message);
      },
    });
    browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(
        " ",
      ),
    });
    const context = await browser.newContext();
    context.setDefaultTimeout(MINUTES);
    page = await context.newPage();
  }, MINUTES);

  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await ground?.stop();
    if (directory) await rm(directory, { recursive: true, force: true });
  }, MINUTES);

  it(
    "one press, and what is broken stands on the monitor; lifted, customers are served again",
    async () => {
      const url = world.front.url;
      await expect.poll(() => world.traffic.since(0).total, PATIENT).toBeGreaterThan(100);
      const monitor = await page.context().newPage();
      await monitor.goto(`${url}/monitor`);
      await page.goto(`${url}/controls`);
      await page.locator("#press-errors-world").click();
      // On a machine that is slow enough something may have been slow before; failing is what the press does.
      await monitor
        .getByText(/ fails: \d+% of/)
        .first()
        .waitFor();
      await page.locator("#now a", { hasText: "Issue #" }).first().waitFor();
      const issue = await page.locator("#now a", { hasText: "Issue #" }).first().getAttribute("href");
      expect(await (await fetch(issue as string)).text()).toContain("quotes");
      await page.getByRole("button", { name: "Lift it" }).click();
      await page.locator("#now .break[data-state=lifted]").waitFor();
      const served = async () => {
        const answer = await fetch(`${url}/quotes`, {
          method: "POST",
          headers: { accept: "application/json" },
          body: new URLSearchParams({ kind: "renewal", previousPolicy: "POL-20000007" }),
        });
        return answer.status;
      };
      await expect.poll(served, PATIENT).toBe(201);
    },
    MINUTES,
  );
});
