import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { findFreePort } from "../../../marketplace-demo/world/find-free-port.ts";
import { type Postgres, startPostgres } from "../../../marketplace-demo/world/postgres.ts";
import { type Child, startChild } from "../../../marketplace-demo/world/start-child.ts";
import { type OtlpSink, openOtlpSink } from "./otlp-sink.ts";
import { openWorkingCopy, type WorkingCopy } from "./working-copy.ts";

const MINUTES = 300_000;
const withoutBrowser = (process.env.SRE_SPACE_ABSENT ?? "").includes("chromium");

describe.skipIf(withoutBrowser)("the marketplace in a browser, started alone as its README says", () => {
  let logs: string;
  let postgres: Postgres;
  let copy: WorkingCopy;
  let shop: Child;
  let browser: Browser;
  let telemetry: OtlpSink;
  let url: string;

  beforeAll(async () => {
    logs = await mkdtemp(join(tmpdir(), "shop-browser-"));
    [postgres, copy, telemetry] = await Promise.all([
      startPostgres(join(logs, "postgres.log")),
      openWorkingCopy(),
      openOtlpSink(),
    ]);
    await postgres.createDatabase("alone");
    const port = await findFreePort();
    url = `http://127.0.0.1:${port}`;
    shop = await startChild({
      name: "npm start",
      command: "npm",
      args: ["start"],
      cwd: copy.directory,
      env: {
        // Its own Node is that of this repository, whatever the machine's is.
        PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
        HOME: process.env.HOME,
        DATABASE_URL: postgres.url("alone"),
        PORT: String(port),
        OTEL_EXPORTER_OTLP_ENDPOINT: telemetry.url,
        OTEL_BSP_SCHEDULE_DELAY: "500",
        OTEL_METRIC_EXPORT_INTERVAL: "2000",
      },
      logFile: join(logs, "shop.log"),
    });
    browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(
        " ",
      ),
    });
    const headers = { accept: "application/json" };
    const isOpen = async () =>
      expect((await fetch(`${url}/claims?customer=C-10001`, { headers })).status).toBe(200);
    await vi.waitFor(isOpen, { timeout: MINUTES, interval: 100 });
  }, MINUTES);

  afterAll(async () => {
    await browser?.close();
    await shop?.stop(20_000);
    await telemetry?.close();
    await postgres?.stop();
    await copy?.remove();
    if (logs) await rm(logs, { recursive: true, force: true });
  }, MINUTES);

  /** A page without script, as the shop promises to work. */
  async function open(viewport = { width: 1280, height: 900 }): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport });
    context.setDefaultTimeout(MINUTES);
    return context.newPage();
  }
  const text = async (page: Page, selector: string) =>
    (await page.locator(selector).first().textContent())?.trim() ?? "";

  test(
    "somebody compares, buys a policy with instalments, and finds it among their policies",
    async () => {
      const page = await open();
      await page.goto(url);
      const form = page.locator("form", { has: page.locator('input[name="product"][value="motor"]') });
      await form.locator('[name="postcode"]').fill("LS6 2AB");
      await form.locator("button").click();
      expect(await page.locator(".offer").count()).toBe(6);
      // Dunmore & Hale is priced by the carrier itself, everybody else by their tables.
      expect(await page.locator(".offer", { hasText: "Priced for you by Dunmore & Hale" }).count()).toBe(1);
      expect(await page.locator(".offer details").count()).toBe(5);
      const prices = (await page.locator(".offer-price strong").allTextContents()).map((price) =>
        Number(price.replace(/[^0-9.]/g, "")),
      );
      expect(prices).toEqual(prices.toSorted((a, b) => a - b));
      await page.locator(".offer a.button").first().click();
      await page.locator('[name="name"]').fill("Jo Marsh");
      await page.locator('[name="email"]').fill("jo.marsh@example.com");
      await page.locator('[value="monthly"]').check();
      await page.locator('[name="card"]').fill("4000 0000 0000 1234");
      await page.locator("form button").click();
      expect(page.url()).toMatch(/\/policies\?customer=C-[0-9]+&bought=POL-[0-9]{8}$/);
      expect(await text(page, ".notice")).toMatch(/POL-[0-9]{8} is yours/);
      expect(await page.locator("tbody tr").count()).toBe(1);
      await page.context().close();
    },
    MINUTES,
  );

  test(
    "a declined card says so, and nothing is bought",
    async () => {
      const page = await open();
      await page.goto(url);
      const form = page.locator("form", { has: page.locator('input[name="product"][value="home"]') });
      await form.locator('[name="postcode"]').fill("EH3 9QG");
      await form.locator("button").click();
      await page.locator(".offer a.button").first().click();
      await page.locator('[name="name"]').fill("Ann Other");
      await page.locator('[name="email"]').fill("ann.other@example.com");
      await page.locator('[name="card"]').fill("4000 0000 0000 0002");
      await page.locator("form button").click();
      expect(await text(page, "main")).toContain("Your bank declined the card. Nothing was taken.");
      await page.context().close();
    },
    MINUTES,
  );

  test(
    "a customer files a small claim, and it is settled while they look",
    async () => {
      const page = await open();
      await page.goto(`${url}/policies?customer=C-10007`);
      await page.locator("a", { hasText: "File a claim" }).first().click();
      await page.locator('[name="amountPounds"]').fill("590");
      await page.locator('[name="description"]').fill("It came through the <roof>.");
      await page.locator("form button").click();
      expect(page.url()).toMatch(/\/claims\/CL-[0-9]{8}$/);
      expect(await text(page, ".said")).toBe("It came through the <roof>.");
      // The page follows by itself: it asks again while the claim is open.
      await page.locator(".status-settled, .status-referred").waitFor();
      await page.goto(`${url}/policies?customer=C-10007`);
      expect(await page.locator("#claims + table tbody tr").count()).toBeGreaterThanOrEqual(1);
      await page.context().close();
    },
    MINUTES,
  );

  test(
    "no page is wider than a phone, and none says that something went wrong",
    async () => {
      const page = await open({ width: 360, height: 740 });
      const quote = await fetch(`${url}/quotes`, {
        method: "POST",
        headers: { accept: "application/json" },
        body: new URLSearchParams({ kind: "renewal", previousPolicy: "POL-20000007" }),
      });
      const { id, offers } = (await quote.json()) as { id: string; offers: { carrier: string }[] };
      const claims = await fetch(`${url}/claims?customer=C-10007`, {
        headers: { accept: "application/json" },
      });
      const claim = ((await claims.json()) as { claims: { number: string }[] }).claims[0]?.number;
      for (const path of [
        "/",
        `/quotes/${id}`,
        `/quotes/${id}/checkout?carrier=${offers[0]?.carrier}`,
        "/policies",
        "/policies?customer=C-10007",
        "/claims/new?policy=POL-20000007",
        `/claims/${claim}`,
      ]) {
        const answer = await page.goto(url + path);
        expect([path, answer?.status()]).toEqual([path, 200]);
        const width = await page
          .locator("body")
          .evaluate((body) => body.ownerDocument.documentElement.scrollWidth);
        expect([path, width]).toEqual([path, 360]);
      }
      await page.context().close();
    },
    MINUTES,
  );

  test(
    "what they did is told over OTLP, by every service and as one trace through them",
    async () => {
      const told = () => new Set(telemetry.spans.map(({ resource }) => resource["service.name"]));
      const ours = ["claims", "payments", "policies", "quotes", "storefront"];
      await vi.waitFor(() => expect([...told()].toSorted()).toEqual(ours), {
        timeout: MINUTES,
        interval: 250,
      });
      const measured = () => new Set(telemetry.metrics.map(({ resource }) => resource["service.name"]));
      await vi.waitFor(() => expect([...measured()].toSorted()).toEqual(ours), {
        timeout: MINUTES,
        interval: 250,
      });
      const throughOne = () => {
        const bought = telemetry.spans.find(
          ({ name, resource }) => name === "POST /policies" && resource["service.name"] === "storefront",
        );
        const inTrace = telemetry.spans.filter(({ traceId }) => traceId === bought?.traceId);
        return [...new Set(inTrace.map(({ resource }) => resource["service.name"]))];
      };
      await vi.waitFor(
        () =>
          expect(throughOne()).toEqual(
            expect.arrayContaining(["storefront", "policies", "quotes", "payments"]),
          ),
        { timeout: MINUTES, interval: 250 },
      );
    },
    MINUTES,
  );
});
