import { fileURLToPath } from "node:url";
import type { BurstAnswer, BurstQuestion } from "./alerts/senders.ts";
import type { Benchmark } from "./benchmark.ts";
import { startPart } from "./ingest/part.ts";
import { startService } from "./ingest/service.ts";

const ALERTS = 10_000;
const SENDERS = 20;
/** Of a development run, a second. */
const PER_SECOND = 500;
const WANTED_MS = 100;
/** For as long no other incident may come up. */
const QUIET_MS = 10_000;

/**
 * Ten thousand alerts of one cause, twenty under way at any time, at the whole service: how long each waits for its answer,
 * which says that it is on disk, and how many incidents they become. Service, GitHub and senders are a process each.
 */
export const alerts: Benchmark = async ({ progress, seconds }) => {
  const service = await startService(["storefront", "quotes", "policies"], process.env.BENCH_PROFILE);
  const senders = startPart(fileURLToPath(new URL("alerts/senders.ts", import.meta.url)));
  try {
    const question: BurstQuestion = {
      url: service.url,
      token: service.token,
      service: "quotes",
      alerts: seconds === undefined ? ALERTS : Math.ceil(seconds * PER_SECOND),
      senders: SENDERS,
    };
    progress(`${question.alerts.toLocaleString("en")} alerts of one cause`);
    const burst = await senders.ask<BurstAnswer>(question);
    progress("whether they become more than one incident", 0.8);
    let incidents = await service.incidents();
    for (let changed = Date.now(); Date.now() - changed < QUIET_MS; ) {
      await new Promise((again) => setTimeout(again, 500));
      const now = await service.incidents();
      if (now !== incidents) changed = Date.now();
      incidents = now;
    }
    const { answered, statuses } = burst;
    const quantile = (q: number) =>
      answered[Math.min(answered.length - 1, Math.floor(q * answered.length))] ?? 0;
    const refused = question.alerts - (statuses[202] ?? 0);
    const ms = (value: number) => Number(value.toFixed(1));
    return {
      section: {
        alerts: question.alerts,
        per_second: Math.round(question.alerts / burst.seconds),
        answered_ms: { p50: ms(quantile(0.5)), p99: ms(quantile(0.99)), most: ms(quantile(1)) },
        refused,
        incidents,
      },
      rows: [
        {
          what: "alerts a second",
          measured: Math.round(question.alerts / burst.seconds).toLocaleString("en"),
        },
        { what: "answered, median", measured: `${quantile(0.5).toFixed(1)} ms` },
        {
          what: "answered, 99th percentile",
          measured: `${quantile(0.99).toFixed(1)} ms`,
          wanted: `< ${WANTED_MS} ms`,
          met: quantile(0.99) < WANTED_MS,
        },
        { what: "answered, the slowest", measured: `${quantile(1).toFixed(1)} ms` },
        { what: "refused", measured: String(refused), wanted: "0", met: refused === 0 },
        { what: "incidents", measured: String(incidents), wanted: "1", met: incidents === 1 },
      ],
    };
  } finally {
    senders.stop();
    await service.stop();
  }
};
