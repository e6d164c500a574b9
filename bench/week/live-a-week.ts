import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { getRequestListener } from "@hono/node-server";
import { pino } from "pino";
import { collectGarbage } from "../../src/collect-garbage.ts";
import { loadSettings } from "../../src/config/settings.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { edgeApp } from "../../src/edge/app.ts";
import { startTelemetry } from "../../src/instruments/start-telemetry.ts";
import { wire } from "../../src/wire.ts";
import { startCompanyApart } from "./company-apart.ts";
import { customers } from "./customers.ts";
import { countInFlight } from "./in-flight.ts";
import { SharedState } from "./shared-state.ts";
import { virtualClock } from "./virtual-clock.ts";

/** Between incidents the clock leaps, and what the service does four times a second is done four times in one go. */
const LEAP_MS = 1_000;
const STEP_MS = 250;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SHARED_MEMORY = "/dev/shm";
const MEGABYTE = 1_048_576;
/**
 * A virtual day passes in minutes, in which a runtime collects its garbage once or twice as a whole: the tables of its weak maps
 * would grow as they do for nobody.
 */
const COLLECT_EVERY_MS = HOUR_MS / 2;
const RATE = 1.5;
/** Another service breaks after so long. */
const BREAKS_EVERY_MS = 4 * HOUR_MS;
/** While an incident moves, so much real time is left to each step: what it asks for takes real time. */
const PACE_MS = 2;
/** A request that is under way holds the clock up for so long at most. */
const LONGEST_HOLD_MS = 200;
/** Incidents of half a year that are there from the start, of which most are older or more than is kept. */
const OLD = { days: 180, megabytes: 96 };

export interface Reading {
  day: number;
  /** Of the service alone. */
  heapMb: number;
  rssMb: number;
  /** Open files, sockets and pipes of this process, those of the company among them. */
  handles: number;
  /** Timers and requests that keep it going. */
  resources: number;
  dataMb: number;
  chromaMb: number;
  incidents: number;
}

export interface Week {
  days: number;
  readings: Reading[];
  opened: number;
  healed: number;
  closed: number;
  spans: number;
  failures: string[];
}

/**
 * The whole of what `serve` composes, in this process, over virtual days: a service of three breaks every four hours by a
 * commit, and is healed by the loop on a GitHub of this machine, webhooks and all, which lives in another thread. The state begins as one of half a year.
 */
export async function liveAWeek(days: number, say: (text: string, done: number) => void): Promise<Week> {
  const clock = virtualClock(Date.parse("2026-03-02T00:00:00.000Z"));
  const began = clock.now();
  const shared = new SharedState(new SharedArrayBuffer(SharedState.BYTES));
  shared.setNow(began);
  const endCounting = countInFlight((by) => shared.add(by));
  const company = await startCompanyApart(shared);
  // Where a disk's waits for its platter cost nothing: a week has a hundred thousand of them.
  const dataDir = mkdtempSync(join(existsSync(SHARED_MEMORY) ? SHARED_MEMORY : tmpdir(), "sre-space-week-"));
  const settings = loadSettings(
    // The company lives in a thread of the same process, and is not to be taken for the service's own memory.
    { ...company.environment, DATA_DIR: dataDir, MEMORY_LIMIT_MB: "4096" },
    company.directory,
  );
  const { credentials } = settings;
  if (!credentials) throw new Error("the company's App has credentials");
  const telemetry = await startTelemetry({}, 0, () => {});
  const log = pino({ level: process.env.BENCH_LOG ?? "silent" });
  const wired = await wire({ ...settings, credentials }, clock, log, telemetry);
  const edge = edgeApp({
    alerts: {
      authenticate: () => company.repositories,
      secrets: settings.alertSecrets,
      accept: (key, signal) => wired.accept(key, signal),
      now: () => clock.now(),
    },
    hooks: {
      secret: credentials.webhookSecret ?? "",
      accept: (key, signal) => wired.accept(key, signal),
      now: () => clock.now(),
    },
  });
  const server = createServer(getRequestListener(edge.fetch)).listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  await company.ask({
    what: "webhook",
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/github/webhooks`,
    secret: credentials.webhookSecret ?? null,
  });
  const week: Week = { days, readings: [], opened: 0, healed: 0, closed: 0, spans: 0, failures: [] };
  const seen = new Set<string>();
  const ended = new Set<string>();
  const arrive = customers(company.services, RATE);
  let open = 0;

  /** Lives on for so long. */
  async function live(milliseconds: number): Promise<void> {
    for (const until = clock.now() + milliseconds; clock.now() < until; ) {
      clock.advance(open > 0 || clock.now() % LEAP_MS !== 0 ? STEP_MS : LEAP_MS);
      shared.setNow(clock.now());
      if (clock.now() % 1_000 === 0) {
        const sent = arrive(clock.now());
        week.spans += sent.spans.length;
        wired.acceptTelemetry({
          kind: "telemetry",
          repositories: company.repositories,
          receivedAt: new Date(clock.now()).toISOString(),
          telemetry: sent,
        });
      }
      if (clock.now() % 10_000 === 0) await look();
      if (clock.now() % COLLECT_EVERY_MS === 0) collectGarbage();
      await new Promise((turn) => (open > 0 ? setTimeout(turn, PACE_MS) : setImmediate(turn)));
      const held = performance.now();
      while (shared.count() > 0 && performance.now() - held < LONGEST_HOLD_MS)
        await new Promise((turn) => setTimeout(turn, 1));
    }
  }

  async function look(): Promise<void> {
    const all = await wired.store.open();
    open = all.length;
    for (const { id } of all) seen.add(id);
    week.opened = seen.size;
    if (open === 0 && ended.size === seen.size) return;
    for (const incident of await wired.store.recent(10)) {
      if (!seen.has(incident.id) || ended.has(incident.id) || incident.closed === null) continue;
      ended.add(incident.id);
      week.closed++;
      if (incident.closed.as === "healed") week.healed++;
    }
  }

  function said(): void {
    const day = (clock.now() - began) / DAY_MS;
    const now = week.readings.at(-1);
    const measured = now ? `, ${now.heapMb.toFixed(0)} MB, ${now.dataMb.toFixed(0)} MB of data` : "";
    say(
      `day ${day.toFixed(2)}: ${week.opened} incidents, ${week.healed} healed${measured}`,
      Math.min(1, day / days),
    );
  }

  async function read(): Promise<void> {
    await company.ask({ what: "forget" });
    collectGarbage();
    const { heapUsed, rss } = process.memoryUsage();
    const chroma = bytesIn(join(dataDir, "chroma"));
    week.readings.push({
      day: (clock.now() - began) / DAY_MS,
      heapMb: heapUsed / MEGABYTE,
      rssMb: rss / MEGABYTE,
      handles: readdirSync("/proc/self/fd").length,
      resources: process.getActiveResourcesInfo().length,
      dataMb: (bytesIn(dataDir) - chroma) / MEGABYTE,
      chromaMb: chroma / MEGABYTE,
      incidents: countIncidents(join(dataDir, "state.sqlite")),
    });
  }

  try {
    await wired.start();
    await live(60_000);
    let nth = 0;
    for (let breakAt = clock.now(); clock.now() - began < days * DAY_MS; breakAt += BREAKS_EVERY_MS) {
      const service = company.services[nth++ % company.services.length];
      if (service) await company.ask({ what: "break", service: service.name });
      // By the next look the incident is open, and the clock goes in small steps.
      open = 1;
      await live(HOUR_MS);
      said();
      if (nth === 1) growOld(join(dataDir, "state.sqlite"), await wired.store.recent(1), clock.now());
      await live(breakAt + BREAKS_EVERY_MS - clock.now());
      await read();
      said();
    }
    week.failures = [...company.failures];
    return week;
  } finally {
    await wired.stop();
    server.close();
    server.closeAllConnections();
    await company.ask({ what: "stop" });
    rmSync(dataDir, { recursive: true, force: true });
    await telemetry.stop();
    endCounting();
    clock.end();
  }
}

/** Copies of an incident, as half a year would have left them. */
function growOld(file: string, [model]: readonly Incident[], nowMs: number): void {
  if (!model) throw new Error("Nothing was found in the first hour: there is no incident to copy.");
  const database = new DatabaseSync(file);
  const size = JSON.stringify(model).length;
  const copies = Math.ceil((OLD.megabytes * MEGABYTE) / size);
  const insert = database.prepare(
    "insert into incident (id, version, repository, closed, opened_at, body) values (?, ?, ?, 1, ?, ?)",
  );
  database.exec("begin immediate");
  for (let at = 1; at <= copies; at++) {
    const ms = nowMs - (OLD.days * DAY_MS * at) / copies;
    const openedAt = new Date(ms).toISOString();
    const id = `${Math.floor(ms).toString(36)}-${model.anomaly.fingerprint}`;
    insert.run(id, model.version, model.repository, openedAt, JSON.stringify({ ...model, id, openedAt }));
  }
  database.exec("commit");
  database.close();
}

function countIncidents(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  const { rows } = database.prepare("select count(*) as rows from incident").get() as { rows: number };
  database.close();
  return rows;
}

function bytesIn(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce((sum, one) => {
      if (!one.isFile()) return sum;
      return sum + (statSync(join(one.parentPath, one.name), { throwIfNoEntry: false })?.size ?? 0);
    }, 0);
  } catch {
    // It is not there yet.
    return 0;
  }
}
