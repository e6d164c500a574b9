import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { HOSTILE } from "../report/a-whole-incident.ts";
import { after, aStory, waitingIncident } from "./a-story.ts";
import { launchBrowser, serveMonitor } from "./serve-monitor.ts";
import { WORST_CONTRAST } from "./worst-contrast.ts";

const MINUTES = 300_000;
const PATIENT = { timeout: 120_000, interval: 50 };
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const withoutBrowser = (process.env.SRE_SPACE_ABSENT ?? "").includes("chromium");

const story = aStory();
const [noticed, observed, diagnosed, proposed, merged, healed] = story as [
  Incident,
  Incident,
  Incident,
  Incident,
  Incident,
  Incident,
];
const hostile = { ...hostileIncident(), id: "mzk1x2y4-aaaaaaaaaaaa" };

describe.skipIf(withoutBrowser)("in a browser", () => {
  let browser: Browser;
  let monitor: Awaited<ReturnType<typeof serveMonitor>>;
  const planted: Parameters<typeof serveMonitor>[0] = { now: Date.parse(after(14)), incidents: [] };
  beforeAll(async () => {
    monitor = await serveMonitor(planted);
    browser = await launchBrowser();
  }, MINUTES);
  afterAll(async () => {
    await browser?.close();
    await monitor?.close();
  }, MINUTES);

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(PATIENT.timeout);
    const page = await context.newPage();
    await page.goto(monitor.url + path);
    await page.evaluate("globalThis.notReloaded = true").catch(() => {});
    return page;
  }
  const same = async (page: Page) => expect(await page.evaluate("globalThis.notReloaded")).toBe(true);
  const lines = (page: Page) => page.locator("#thoughts li > span").allTextContents();
  const step = (page: Page) => page.locator(`#incident-${noticed.id} [aria-current=step]`);
  const newestFirst = (incident: Incident) => incident.thoughts.map(({ text }) => text).reverse();

  it(
    "an incident appears and walks to healed without a reload; nothing is missing or doubled where the connection is cut",
    async () => {
      planted.incidents = [];
      const page = await open("/monitor");
      const one = await open(`/monitor`);
      await page.getByText("All services are within their objectives.").waitFor();
      await page.getByText("No incident so far.").waitFor();
      // Whoever is not connected yet would be told of it all the same; but this is about being told.
      await expect.poll(() => monitor.feed.isWatched(), PATIENT).toBe(true);

      await monitor.put(noticed);
      await page.getByText("One incident in flight. Nobody is needed.").waitFor();
      await expect.poll(() => step(page).textContent(), PATIENT).toBe("observe");
      await monitor.put(observed);
      await expect.poll(() => step(page).textContent(), PATIENT).toBe("orient");
      await one.goto(`${monitor.url}/monitor/incidents/${noticed.id}`);
      await one.locator("#timeline").waitFor();

      monitor.cut();
      await page.getByText("Connection lost, trying again.").waitFor();
      await monitor.put(diagnosed);
      await monitor.put(proposed);
      expect(await lines(page)).toEqual(newestFirst(observed));
      monitor.mend();
      await expect.poll(() => step(page).textContent(), PATIENT).toBe("act");
      await expect.poll(() => lines(page), PATIENT).toEqual(newestFirst(proposed));
      await page.getByText("Connection lost").waitFor({ state: "hidden" });

      await monitor.put(merged);
      await expect.poll(() => step(page).textContent(), PATIENT).toBe("watch");
      await monitor.put(healed);
      await page.locator(`#incident-${healed.id}[data-state=healed]`).waitFor();
      await page.getByText("All services are within their objectives.").waitFor();
      await expect.poll(() => lines(page), PATIENT).toEqual(newestFirst(healed));
      expect(await page.locator("article.incident").count()).toBe(1);
      expect(await page.locator("#part-github").innerText()).toContain("/sre rollback");
      expect(await page.locator("#part-figures").innerText()).toContain("38 s");
      await same(page);

      // The page of the one incident has become whole by itself, too.
      await one.locator("#deeper-still").getByText("60 requests in a row succeeded.").first().waitFor();
      await one.locator(".diff [data-line=added]").first().waitFor();
      await expect.poll(() => lines(one), PATIENT).toEqual(newestFirst(healed));
      await Promise.all([page.context().close(), one.context().close()]);
    },
    MINUTES,
  );

  it(
    "thoughts are filtered and paused, and what came meanwhile is shown afterwards",
    async () => {
      planted.incidents = [diagnosed];
      const page = await open("/monitor");
      await page.locator("#filter [name=agent]").selectOption("brain");
      expect(await page.locator("#thoughts li:visible b").allTextContents()).toEqual(["brain", "brain"]);
      await page.locator("#filter [name=agent]").selectOption("");
      await page.locator("#pause").click();
      await monitor.put(healed);
      await page.getByRole("button", { name: /Go on \(\d+ new\)/ }).waitFor();
      expect(await lines(page)).toEqual(newestFirst(diagnosed));
      await page.locator(`#incident-${healed.id}[data-state=healed]`).waitFor();
      await page.locator("#pause").click();
      await expect.poll(() => lines(page), PATIENT).toEqual(newestFirst(healed));
      await page.context().close();
    },
    MINUTES,
  );

  it(
    "what telemetry and GitHub say stays text, on the pages and in what the stream brings, and fits a phone of 320 pixels",
    async () => {
      planted.incidents = [hostile];
      planted.services = [{ service: HOSTILE, revisions: [HOSTILE] }];
      const narrow = { viewport: { width: 320, height: 640 } };
      const pages = [await open("/monitor", narrow), await open(`/monitor/incidents/${hostile.id}`, narrow)];
      await expect.poll(() => monitor.feed.isWatched(), PATIENT).toBe(true);
      const before = await pages[0]!.locator("#thoughts li").count();
      await monitor.put({
        ...hostile,
        version: 99,
        thoughts: [
          ...hostile.thoughts,
          { at: after(40), agent: "fixer", text: HOSTILE.slice(0, 400), evidence: [] },
        ],
      });
      for (const page of pages) {
        await expect.poll(() => page.locator("#thoughts li").count(), PATIENT).toBe(before + 1);
        expect(await page.evaluate(INTRUDERS)).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
        expect(await page.locator("body").innerText()).toContain("<script>alert(1)</script>");
        await same(page);
        await page.context().close();
      }
      delete planted.services;
    },
    MINUTES,
  );

  it(
    "axe finds no violation, and text holds 4.5:1 on the worst background, in both themes, wide and narrow",
    async () => {
      planted.incidents = [proposed, waitingIncident(), { ...healed, id: "mzk1x2y1-bbbbbbbbbbbb" }];
      planted.services = [
        { service: "storefront" },
        { service: "quotes", broken: true, errorRatio: 0.4 },
        { service: "policies", lastSeen: after(-100) },
        { service: "claims", broken: null },
      ];
      for (const path of ["/monitor", `/monitor/incidents/${proposed.id}`]) {
        const page = await open(path);
        await page.locator("#pause").waitFor();
        await page.evaluate(AXE);
        for (const [colorScheme, width] of [
          ["light", 1280],
          ["dark", 1280],
          ["dark", 320],
          ["light", 320],
        ] as const) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 800 });
          const where = `${path} ${colorScheme} ${width}`;
          const { violations } = (await page.evaluate("axe.run()")) as AxeResults;
          expect([where, violations.map(({ id, nodes }) => [id, nodes[0]?.html])]).toEqual([where, []]);
          const [worst] = (await page.evaluate(WORST_CONTRAST)) as { ratio: number; text: string }[];
          expect(worst?.ratio, `${where}: ${worst?.text}`).toBeGreaterThanOrEqual(4.5);
          // That a panel lets something through is what makes the last line worth something.
          // It comes one step after the words.
          await expect
            .poll(() => page.evaluate(GLASS), { timeout: MINUTES })
            .toEqual({ blurred: true, opaque: false });
        }
        await page.context().close();
      }
      delete planted.services;
    },
    MINUTES,
  );

  it(
    "glass is opaque for whoever asks for less transparency, more contrast or colours of their own",
    async () => {
      const page = await open("/monitor");
      const session = await page.context().newCDPSession(page);
      for (const [name, value] of [
        ["prefers-reduced-transparency", "reduce"],
        ["prefers-contrast", "more"],
        ["forced-colors", "active"],
      ] as const) {
        await session.send("Emulation.setEmulatedMedia", { features: [{ name, value }] });
        expect([name, await page.evaluate(GLASS)]).toEqual([name, { blurred: false, opaque: true }]);
      }
      expect(await page.evaluate("document.getAnimations().length")).toBe(0);
      await page.context().close();
    },
    MINUTES,
  );

  it(
    "without script it is complete, refreshes by itself and filters; with no signal it is grey and says so",
    async () => {
      planted.incidents = [healed];
      planted.silentSince = planted.now - 120_000;
      const context = await browser.newContext({ javaScriptEnabled: false });
      context.setDefaultTimeout(PATIENT.timeout);
      const page = await context.newPage();
      // The first time it is answered; that it is asked for again is seen, and disturbs nobody.
      const asked: string[] = [];
      await page.route("**/monitor?*", async (route) => {
        asked.push(route.request().url());
        if (asked.length === 1) await route.continue();
      });
      await page.goto(`${monitor.url}/monitor?agent=guardrail`);
      expect(await page.locator(".sentence b").innerText()).toBe("No signal: nothing can be said.");
      expect(await page.locator(".sentence").getAttribute("data-state")).toBe("stale");
      expect(await page.locator(".services [data-stale=true]").count()).toBe(4);
      expect(await page.locator(".services em").allTextContents()).toEqual([
        "silent",
        "silent",
        "silent",
        "silent",
      ]);
      expect(await page.locator("article.incident").count()).toBe(1);
      expect(await lines(page)).toEqual(["All rules pass: merge."]);
      await expect.poll(() => asked.length, PATIENT).toBeGreaterThan(1);
      delete planted.silentSince;
      await page.goto(`${monitor.url}/monitor/incidents/${healed.id}`);
      for (const heading of [
        "Suspects",
        "What would settle it",
        "The change",
        "Guardrails: merge",
        "Evidence",
        "Where the time went",
        "Time line UTC",
        "Outcome",
        "Measured",
        "Traces",
        "Play it again",
      ])
        await page.getByRole("heading", { name: heading, exact: true }).waitFor();
      await context.close();
    },
    MINUTES,
  );

  it(
    "who signs in by GitHub sees their own incidents move without a reload, and nothing of others; axe finds no violation",
    async () => {
      const signedIn = await serveMonitor(
        { now: Date.now(), incidents: [] },
        {
          key: "a key of this test",
          // As GitHub does where somebody has agreed before: straight back.
          authorizeUrl: (state) => `/monitor/callback?code=any&state=${state}`,
          identify: async () => ({ login: "ann", repositories: ["acme/shop"] }),
        },
      );
      const context = await browser.newContext();
      context.setDefaultTimeout(PATIENT.timeout);
      const page = await context.newPage();
      await page.goto(`${signedIn.url}/monitor`);
      await page.evaluate("globalThis.notReloaded = true");
      await page.locator("#sign-out").getByText("ann").waitFor();
      await expect.poll(() => signedIn.feed.isWatched(), PATIENT).toBe(true);
      const others = { ...noticed, id: "mzk1x2y9-abcdefabcdef", repository: "acme/other" };
      await signedIn.put(others);
      await signedIn.put(noticed);
      await page.getByText("One incident in flight. Nobody is needed.").waitFor();
      await signedIn.put(healed);
      await page.locator(`#incident-${healed.id}[data-state=healed]`).waitFor();
      await page.locator("#part-github").getByText("/sre rollback").waitFor();
      expect(await page.locator("article.incident").count()).toBe(1);
      await same(page);
      await page.evaluate(AXE);
      const { violations } = (await page.evaluate("axe.run()")) as AxeResults;
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByText("You are signed out.").waitFor();
      expect(await context.cookies()).toEqual([]);
      await context.close();
      await signedIn.close();
    },
    MINUTES,
  );

  it(
    "a keyboard reaches what matters first",
    async () => {
      planted.incidents = [waitingIncident()];
      const page = await open("/monitor");
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the incidents");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.textContent")).toBe("Look at pull request #7");
      await page.context().close();
    },
    MINUTES,
  );
});

/** What is on the page, and was not made by it. Runs in the page. */
const INTRUDERS = `
[...document.querySelectorAll("*")].flatMap((element) => [
  ...(element.matches("img, iframe, object, embed, base, form:not(#filter), script:not([data-since])") ? [element.outerHTML] : []),
  ...[...element.attributes]
    .filter(({ name, value }) => name.startsWith("on") || (name === "href" && !/^(https?:[/][/]|[/]|#)/.test(value)))
    .map(({ name, value }) => name + "=" + value),
]).concat(document.title.includes("owned") ? ["title"] : [])`;

const GLASS = `(() => {
  const { backdropFilter, backgroundColor } = getComputedStyle(document.querySelector(".glass"));
  return { blurred: backdropFilter !== "none", opaque: !/rgba|[/] /.test(backgroundColor) };
})()`;

/** Hostile wherever others' words or addresses stand. */
function hostileIncident(): Incident {
  const incident = aStory(HOSTILE).at(-1) as Incident;
  const url = "javascript:alert(document.title='owned')";
  const [first, ...rest] = incident.diagnosis!.hypotheses;
  const tried = {
    at: after(20),
    ended: "worse" as const,
    reason: HOSTILE,
    suspect: null,
    remedy: "revert" as const,
    title: HOSTILE,
    facts: null,
    verdict: null,
    approvals: [],
    recovery: null,
    rollback: null,
  };
  return {
    ...incident,
    closed: null,
    needsHuman: { since: after(30), reason: HOSTILE },
    issue: { ...incident.issue!, url },
    approvals: [{ by: HOSTILE, at: after(12), via: "comment", head: null, permission: "write" }],
    attempts: [
      {
        ...tried,
        plan: null,
        outcome: {
          pullRequest: { number: 5, url, head: "4d".repeat(20), draft: false },
          merge: { sha: "3e".repeat(20), at: after(18) },
        },
      },
    ],
    plan: {
      kind: "unplanned",
      remedy: "revert",
      reason: HOSTILE,
      conflicts: [HOSTILE],
      look: [{ text: HOSTILE.slice(0, 500), url }],
    },
    diagnosis: {
      ...incident.diagnosis!,
      hypotheses: [{ ...first!, commit: { ...first!.commit!, url, author: HOSTILE } }, ...rest],
    },
    outcome: {
      ...incident.outcome,
      branch: { name: HOSTILE, commit: "4d".repeat(20) },
      pullRequest: { number: 8, url, head: "4d".repeat(20), draft: false },
      checks: [{ name: HOSTILE, state: "failure", url }],
      stopped: { at: after(25), reason: HOSTILE },
    },
    recovery: { ...incident.recovery!, summary: HOSTILE },
  };
}
