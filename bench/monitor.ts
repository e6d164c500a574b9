import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Incident } from "../src/contracts/incident.ts";
import { after, aStory, waitingIncident } from "../test/monitor/a-story.ts";
import { launchBrowser, serveMonitor } from "../test/monitor/serve-monitor.ts";
import type { Benchmark } from "./benchmark.ts";
import { medianOf } from "./monitor/median-of.ts";
import { streamLoad } from "./monitor/stream-load.ts";

const PAINTS = 9;
const LOAD_SECONDS = 20;

/**
 * What the monitor's page weighs and how soon it is painted, on this machine and in Debian's chromium, with two incidents
 * in flight; then a hundred watchers at fifty events a second, in a process of their own.
 */
export const monitor: Benchmark = async ({ progress, seconds = LOAD_SECONDS }) => {
  const [, , , proposed] = aStory() as [Incident, Incident, Incident, Incident];
  const served = await serveMonitor({ now: Date.parse(after(14)), incidents: [proposed, waitingIncident()] });
  progress("what the page weighs");
  const parts = ["/monitor", "/monitor/monitor.css", "/monitor/monitor.js", "/monitor/icon.svg"];
  let bytes = 0;
  for (const path of parts) bytes += gzipSync(await (await fetch(served.url + path)).text()).length;

  progress("first contentful paint");
  const browser = await launchBrowser();
  const paints: number[] = [];
  for (let n = 0; n < PAINTS; n++) {
    const page = await browser.newPage();
    await page.goto(`${served.url}/monitor`);
    paints.push(
      await page.evaluate<number>(
        `new Promise((done) => new PerformanceObserver((list) => {
          for (const entry of list.getEntriesByName("first-contentful-paint")) done(entry.startTime);
        }).observe({ type: "paint", buffered: true }))`,
      ),
    );
    await page.close();
  }
  await browser.close();
  // The first one pays for the browser's own start.
  const paint = medianOf(paints.slice(1));

  progress("a hundred watchers");
  const load = await streamLoad(served, seconds);
  await served.close();
  await sleep(0);
  const kilobytes = bytes / 1000;
  return {
    section: {
      kilobytes_compressed: Number(kilobytes.toFixed(1)),
      first_contentful_paint_ms: Math.round(paint),
      watchers: load.watchers,
      events_per_second: load.eventsPerSecond,
      events_delivered_ratio: load.deliveredRatio,
      event_loop_delay_p99_ms: load.loopDelayP99Ms,
      heap_growth_mb: load.heapGrowthMb,
      processor_share: load.processorShare,
    },
    rows: [
      {
        what: "page, style, script, icon, compressed",
        measured: `${kilobytes.toFixed(1)} kB`,
        wanted: "< 60 kB",
        met: kilobytes < 60,
      },
      {
        what: "first contentful paint, median",
        measured: `${Math.round(paint)} ms`,
        wanted: "< 200 ms",
        met: paint < 200,
      },
      { what: `${load.watchers} watchers, events a second`, measured: `${load.eventsPerSecond}` },
      {
        what: "of what they were to be told, told",
        measured: `${(load.deliveredRatio * 100).toFixed(2)}%`,
        wanted: "100%",
        met: load.deliveredRatio === 1,
      },
      {
        what: "event loop's delay, 99th percentile",
        measured: `${load.loopDelayP99Ms} ms`,
        wanted: "< 50 ms",
        met: load.loopDelayP99Ms < 50,
      },
      {
        what: "heap, from a tenth of the time to its end",
        measured: `${load.heapGrowthMb} MB more`,
        wanted: "< 20 MB",
        met: load.heapGrowthMb < 20,
      },
      { what: "of one processor", measured: `${Math.round(load.processorShare * 100)}%` },
    ],
    notes: ["Intake goes through the same event loop: its delay is what intake feels of the watchers."],
  };
};
