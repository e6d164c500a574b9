import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { everyPage, type Seeded, seeded } from "./seeded.ts";

const withoutBrowser = (process.env.SRE_SPACE_ABSENT ?? "").includes("chromium");
describe.skipIf(withoutBrowser)("in a browser", () => {
  let world: Seeded;
  let browser: Browser;
  beforeAll(async () => {
    world = await seeded();
    browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(
        " ",
      ),
    });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  /** Waits by selector: waiting for an expression is evaluating one, which the policy forbids. */
  const drawnIn = (page: Page, colours: "" | "=light") =>
    page.locator(`html[data-drawn${colours}]`).waitFor({ state: "attached", timeout: 0 });

  /** Opens a page and waits until its diagrams are drawn. */
  async function open(context: BrowserContext, path: string) {
    const page = await context.newPage();
    const errors: string[] = [];
    const asked: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(world.url + path);
    if (await page.locator("script").count()) await drawnIn(page, "");
    return { page, errors, asked };
  }

  // The policy is switched off, so that it is the sanitising that is proved; it stands behind it all the same.
  test("nothing of what others wrote runs or is loaded from elsewhere, and no page is wider than a phone", {
    timeout: 300_000,
  }, async () => {
    const context = await browser.newContext({ bypassCSP: true, viewport: { width: 360, height: 740 } });
    for (const path of everyPage(world)) {
      const { page, errors, asked } = await open(context, path);
      for (const link of await page.locator("figure.drawing svg a").all())
        for (const name of ["href", "xlink:href"])
          expect((await link.getAttribute(name)) ?? "").not.toContain("javascript");
      expect([path, await page.evaluate(() => "pwned" in globalThis), errors]).toEqual([path, false, []]);
      expect(asked.filter((url) => !url.startsWith(world.url))).toEqual([]);
      expect([path, await page.evaluate("document.documentElement.scrollWidth - innerWidth")]).toEqual([
        path,
        0,
      ]);
      await page.close();
    }
    await context.close();
  });

  test("diagrams are drawn in the reader's light or dark under the policy, and what is none stays code", async () => {
    const context = await browser.newContext({ colorScheme: "dark" });
    const { page } = await open(context, `/acme/shop/issues/${world.issue}`);
    const post = page.locator(".post").first();
    expect(await post.locator("figure.drawing svg").count()).toBe(2);
    expect(await post.locator("svg text", { hasText: "buy" }).first().isVisible()).toBe(true);
    expect(await post.locator(".markdown > pre.diagram").textContent()).toContain("no diagram at all");
    expect(await page.evaluate("document.documentElement.dataset.drawn")).toBe("dark");
    await page.emulateMedia({ colorScheme: "light" });
    await drawnIn(page, "=light");
    expect(await post.locator("figure.drawing svg").count()).toBe(2);
    await context.close();
  });

  test("without script a diagram is its code", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${world.url}/acme/shop/issues/${world.issue}`);
    const code = page.locator("pre.diagram").first();
    expect(await code.isVisible()).toBe(true);
    expect(await code.textContent()).toContain("gantt");
    await context.close();
  });

  test("a permalink goes to its line and marks it", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${world.url}/acme/shop/blob/${world.suspect}/src/other.js#L2`);
    const ground = (line: number) =>
      page.evaluate(`getComputedStyle(document.querySelector("#L${line} td:last-child")).backgroundColor`);
    expect(await page.locator("tr:target").getAttribute("id")).toBe("L2");
    expect(await ground(2)).not.toBe(await ground(1));
    await context.close();
  });
});
