/**
 * `npx node docs/take-monitor-pictures.ts`: pictures of the monitor by itself, idle, in an incident and healed, light and
 * dark and on a phone, told the story of test/monitor/a-story.ts. Needs Debian's chromium; takes half a minute.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Incident } from "../src/contracts/incident.ts";
import { after, aStory, waitingIncident } from "../test/monitor/a-story.ts";
import { launchBrowser, serveMonitor } from "../test/monitor/serve-monitor.ts";

const PICTURES = process.argv[2] ?? join(import.meta.dirname, "pictures");
const WIDE = { width: 1_280, height: 900 };
const PHONE = { width: 390, height: 844 };

mkdirSync(PICTURES, { recursive: true });
const story = aStory() as [Incident, Incident, Incident, Incident, Incident, Incident];
const healed = story[5];
const planted: Parameters<typeof serveMonitor>[0] = { now: Date.parse(after(-420)), incidents: [] };
const monitor = await serveMonitor(planted);
const browser = await launchBrowser();
try {
  await take("/monitor", "monitor-idle", WIDE);
  planted.now = Date.parse(after(14));
  planted.incidents = [story[3], waitingIncident()];
  planted.services = [
    { service: "quotes", broken: true, errorRatio: 0.418, revisions: ["4f2c9d18", "a1a1a1a1"].map((sha) => sha.repeat(5)) },
    { service: "claims", broken: true, requestsPerSecond: 3.4, p95Ms: 1840 },
    { service: "storefront", requestsPerSecond: 41.7, errorRatio: 0.09, p95Ms: 120 },
    { service: "policies", requestsPerSecond: 6.1, p95Ms: 52 },
  ];
  await take("/monitor", "monitor-incident", WIDE);
  await take("/monitor", "monitor-phone", PHONE);
  planted.now = Date.parse(after(58));
  planted.incidents = [healed];
  delete planted.services;
  await take("/monitor", "monitor-healed", WIDE);
  await take(`/monitor/incidents/${healed.id}`, "monitor-one", WIDE, 2_400);
} finally {
  await browser.close();
  await monitor.close();
}

/** Light and dark, from the page's top, at most so many pixels high. */
async function take(
  path: string,
  name: string,
  viewport: { width: number; height: number },
  longest = viewport.height,
): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const)
    await takeOne(path, `${name}-${colorScheme}`, colorScheme, viewport, longest);
}

async function takeOne(
  path: string,
  name: string,
  colorScheme: "light" | "dark",
  viewport: { width: number; height: number },
  longest: number,
): Promise<void> {
  const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: 1 });
  const page = await context.newPage();
  await page.clock.setFixedTime(planted.now);
  await page.goto(monitor.url + path);
  const height = Number(await page.evaluate("document.documentElement.scrollHeight"));
  await page.setViewportSize({ width: viewport.width, height: Math.min(longest, height) });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  await context.close();
  process.stderr.write(`${name}.png\n`);
}
