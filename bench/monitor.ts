import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import type { Incident } from "../src/contracts/incident.ts";
import { after, aStory, waitingIncident } from "../test/monitor/a-story.ts";
import { launchBrowser, serveMonitor } from "../test/monitor/serve-monitor.ts";
import type { Benchmark } from "./benchmark.ts";
import { besideWatchers } from "./monitor/beside-watchers.ts";
import { medianOf } from "./monitor/median-of.ts";

const PAINTS = 9;
const PAIRS = 4;
const TURN_SECONDS = 8;
/** The least that this browser on this machine takes to paint anything. */
const WORD = "data:text/html,<!doctype html><p>A word</p>";

/**
 * What the monitor's page weighs and how soon it is painted, on this machine and in Debian's chromium, with two incidents
 * in flight, in turns with a page that is one word; then a worker's intake with and without a hundred watchers.
 */
export const monitor: Benchmark = async ({ progress, seconds }) => {
  const [, , , proposed] = aStory() as [Incident, Incident, Incident, Incident];
  const served = await serveMonitor({ now: Date.parse(after(14)), incidents: [proposed, waitingIncident()] });
  progress("what the page weighs");
  const parts = ["/monitor", "/monitor/monitor.js", "/monitor/icon.svg"];
  let bytes = 0;
  for (const path of parts) bytes += gzipSync(await (await fetch(served.url + path)).text()).length;

  progress("first contentful paint");
  const browser = await launchBrowser();
  const paints: number[] = [];
  const words: number[] = [];
  for (let n = 0; n < PAINTS; n++) {
    words.push(await firstPaint(browser, WORD));
    paints.push(await firstPaint(browser, `${served.url}/monitor`));
  }
  await browser.close();
  await served.close();
  // The first one pays for the browser's own start.
  const paint = medianOf(paints.slice(1));
  const word = medianOf(words.slice(1));

  const load = await besideWatchers(seconds === undefined ? PAIRS : 2, seconds ?? TURN_SECONDS, progress);
  const kilobytes = bytes / 1000;
  return {
    section: {
      kilobytes_compressed: Number(kilobytes.toFixed(1)),
      first_contentful_paint_ms: Math.round(paint),
      first_contentful_paint_of_a_word_ms: Math.round(word),
      watchers: load.watchers,
      events_per_second: load.eventsPerSecond,
      events_delivered_ratio: load.deliveredRatio,
      spans_per_second: Math.round(load.spansPerSecond),
      intake_ratio: Number(load.intakeRatio.toFixed(3)),
      refused: load.refused,
      wait_p99_ms: rounded(load.waitMs),
      event_loop_delay_p99_ms: rounded(load.loopDelayP99Ms),
      processor_share: Number(load.processorShare.toFixed(2)),
      heap_growth_mb: Number(load.heapGrowthMb.toFixed(1)),
    },
    rows: [
      {
        what: "page with its style, script, icon, compressed",
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
      { what: "that of a page of one word, in turns with it", measured: `${Math.round(word)} ms` },
      {
        what: `of ${load.eventsPerSecond} events a second, told to each of ${load.watchers} watchers`,
        measured: `${(load.deliveredRatio * 100).toFixed(2)}%`,
        wanted: "100%",
        met: load.deliveredRatio === 1,
      },
      {
        what: `intake at ${Math.round(load.spansPerSecond)} spans a second, of that without watchers`,
        measured: `× ${load.intakeRatio.toFixed(3)}, ${load.refused} refused`,
        wanted: "≥ 0.98, 0",
        met: load.intakeRatio >= 0.98 && load.refused === 0,
      },
      {
        what: "what a sender waits, 99th percentile: alone, watched",
        measured: `${load.waitMs.alone.toFixed(1)} ms, ${load.waitMs.watched.toFixed(1)} ms`,
      },
      {
        what: "event loop's delay, 99th percentile: alone, watched",
        measured: `${load.loopDelayP99Ms.alone.toFixed(1)} ms, ${load.loopDelayP99Ms.watched.toFixed(1)} ms`,
      },
      { what: "of one processor, for the watchers", measured: `${Math.round(load.processorShare * 100)}%` },
      {
        what: "heap, from the first turn with watchers to the last",
        measured: `${load.heapGrowthMb.toFixed(1)} MB more`,
        wanted: "< 20 MB",
        met: load.heapGrowthMb < 20,
      },
    ],
  };
};

async function firstPaint(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage();
  await page.goto(url);
  const at = await page.evaluate<number>(
    `new Promise((done) => new PerformanceObserver((list) => {
      for (const entry of list.getEntriesByName("first-contentful-paint")) done(entry.startTime);
    }).observe({ type: "paint", buffered: true }))`,
  );
  await page.close();
  return at;
}

const rounded = ({ alone, watched }: { alone: number; watched: number }) => ({
  alone: Number(alone.toFixed(1)),
  watched: Number(watched.toFixed(1)),
});
