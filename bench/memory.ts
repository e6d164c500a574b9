import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Benchmark } from "./benchmark.ts";
import { startCompany } from "./company/company.ts";
import { startService } from "./company/start-service.ts";
import type { LoadAnswer, LoadQuestion } from "./ingest/load.ts";
import { type Market, serviceNames } from "./ingest/market-traces.ts";
import { startPart } from "./ingest/part.ts";
import type { ProbeAnswer, ProbeQuestion } from "./memory/alert-probe.ts";
import { governorSteps } from "./memory/governor-steps.ts";
import { makeMemoryGroup } from "./memory/memory-group.ts";
import { type MemorySample, memoryPlot } from "./memory/memory-plot.ts";
import { startSlowModel } from "./memory/slow-model.ts";

const LIMIT_MB = 512;
const IDLE_MB = 256;
const MEGABYTE = 1_048_576;
const SPANS_PER_SECOND = 20_000;
const MARKET: Market = { services: 10 };
const INCIDENTS = 10;
/** Nobody calls it, and alerts are told of it all the time. */
const SILENT = "backoffice";
const IDLE_SECONDS = 30;
const SECONDS = 300;
const SAMPLE_MS = 500;
const STALL_MS = 1_000;
const PLOTS = fileURLToPath(new URL("plots/", import.meta.url));

const part = (name: string) => startPart(fileURLToPath(new URL(name, import.meta.url)));

/**
 * The service in a control group of 512 MB with everything that it starts: idle, then with 20,000 spans and ten alerts a
 * second, while ten services of ten repositories break at once and the model's answers trickle. Everything else (GitHub, CI, the
 * deployer, the senders, the model) is outside of the group. `--seconds` is how long the load lasts; a whole run draws
 * `plots/memory.svg`.
 */
export const memory: Benchmark = async ({ progress, seconds: asked }) => {
  const seconds = asked ?? SECONDS;
  const idleSeconds = asked === undefined ? IDLE_SECONDS : 10;
  const group = makeMemoryGroup(LIMIT_MB * MEGABYTE);
  const model = await startSlowModel();
  const load = part("ingest/load.ts");
  const probe = part("memory/alert-probe.ts");
  progress("a company of ten repositories");
  const company = await startCompany({
    repositories: INCIDENTS,
    servicesEach: 1,
    checks: true,
    claimed: [...serviceNames(MARKET), SILENT],
  });
  let service: Awaited<ReturnType<typeof startService>> | null = null;
  try {
    const running = await startService(
      join(company.directory, "service"),
      {
        ...company.environment,
        OPENAI_API_KEY: "a-key-of-this-benchmark",
        OPENAI_BASE_URL: model.baseUrl,
        OPENAI_MODEL: "gpt-4.1",
        MEMORY_LIMIT_MB: String(LIMIT_MB),
      },
      group.procs,
    );
    service = running;
    company.github.setWebhook("sre-space", {
      url: `${running.url}/api/github/webhooks`,
      secret: company.environment.WEBHOOK_SECRET ?? null,
    });
    const began = Date.now();
    const since = (at = Date.now()) => (at - began) / 1000;
    const samples: MemorySample[] = [];
    const sample = () => {
      const children = group.pids().filter((pid) => pid !== running.pid);
      samples.push({
        at: since(),
        group: group.used() / MEGABYTE,
        service: anonymous(running.pid),
        children: children.reduce((sum, pid) => sum + anonymous(pid), 0),
      });
    };
    const sampling = setInterval(sample, SAMPLE_MS);
    const marks: { at: number; what: string }[] = [];
    const mark = (what: string) => marks.push({ at: since(), what });
    const wait = (forSeconds: number) => new Promise((done) => setTimeout(done, forSeconds * 1000));

    progress("idle");
    company.traffic(() => running.url);
    await wait(idleSeconds);
    const idle = samples.slice(-10);

    mark("load begins");
    progress(`${SPANS_PER_SECOND.toLocaleString("en")} spans a second`);
    const { url } = running;
    const loading = load.ask<LoadAnswer>({
      do: "steady",
      url,
      token: company.ingestToken,
      market: MARKET,
      spansPerSecond: SPANS_PER_SECOND,
      seconds,
    } satisfies LoadQuestion);
    const probing = probe.ask<ProbeAnswer>({
      url,
      token: company.ingestToken,
      service: SILENT,
      seconds,
    } satisfies ProbeQuestion);
    await wait(seconds / 5);
    mark("ten services break");
    await company.breakServices(company.services);
    let atOnce = 0;
    let incidents: { closed: { as: string } | null }[] = [];
    const watching = setInterval(async () => {
      const answer = await fetch(`${url}/api/incidents`).catch(() => null);
      if (!answer?.ok) return;
      incidents = (await answer.json()) as typeof incidents;
      const open = incidents.filter(({ closed }) => closed === null).length;
      atOnce = Math.max(atOnce, open);
      const now = samples.at(-1);
      progress(
        `${open} incidents open, ${incidents.length - open} closed, ${now?.group.toFixed(0)} MB`,
        Math.min(1, since() / (idleSeconds + seconds)),
      );
    }, 3_000);
    const [sent, alerts] = await Promise.all([loading, probing]);
    mark("load ends");
    await wait(Math.min(20, seconds / 4));
    clearInterval(watching);
    clearInterval(sampling);

    const steps = governorSteps(running.log).map((one) => ({ ...one, at: since(one.at) }));
    const kills = group.kills();
    const most = Math.max(...samples.map((one) => one.group));
    const mean = (of: (one: MemorySample) => number, all: readonly MemorySample[]) =>
      all.reduce((sum, one) => sum + of(one), 0) / all.length;
    const idleMb = mean((one) => one.group - one.children, idle);
    const afterMb = mean((one) => one.group - one.children, samples.slice(-6));
    const healed = incidents.filter(({ closed }) => closed?.as === "healed").length;
    const refused = Object.entries(sent.statuses).reduce(
      (sum, [status, n]) => sum + (status === "200" ? 0 : n),
      0,
    );
    const p99 = alerts.answered[Math.floor(0.99 * alerts.answered.length)] ?? Number.NaN;
    const slowestAlert = alerts.answered.at(-1) ?? Number.NaN;
    const alertsRefused = alerts.answered.length - (alerts.statuses[202] ?? 0);
    const gap = sent.longestGapMs ?? Number.NaN;
    const { asked: questions, most: streams } = model.counts();
    if (asked === undefined) {
      mkdirSync(PLOTS, { recursive: true });
      writeFileSync(`${PLOTS}memory.svg`, memoryPlot(samples, steps, marks, LIMIT_MB));
    }
    const round = (value: number) => Math.round(value);
    return {
      section: {
        limit_mb: LIMIT_MB,
        oom_kills: kills,
        alive: running.isRunning(),
        memory_mb: {
          idle_without_chroma: round(idleMb),
          most: round(most),
          service_most: round(Math.max(...samples.map((one) => one.service))),
          chroma_most: round(Math.max(...samples.map((one) => one.children))),
          after: round(afterMb),
        },
        spans_per_second: round(sent.spans / sent.seconds),
        longest_gap_ms: round(gap),
        slowest_export_ms: round(sent.slowestMs ?? Number.NaN),
        refused_batches: refused,
        alert_answered_ms: { p99: round(p99), most: round(slowestAlert) },
        alerts_refused: alertsRefused,
        incidents: { at_once: atOnce, all: incidents.length, healed },
        model: { asked: questions, streams_at_once: streams },
        governor: steps.map(({ at, step }) => ({ second: round(at), step })),
      },
      rows: [
        {
          what: `killed for want of memory, of ${LIMIT_MB} MB`,
          measured: `${kills}${running.isRunning() ? "" : ", the service has ended"}`,
          wanted: "0",
          met: kills === 0 && running.isRunning(),
        },
        {
          what: "memory at most: all, service, Chroma",
          measured: `${round(most)} MB, ${round(Math.max(...samples.map((one) => one.service)))} MB, ${round(Math.max(...samples.map((one) => one.children)))} MB`,
        },
        {
          what: "memory idle, Chroma apart",
          measured: `${round(idleMb)} MB`,
          wanted: `≤ ${IDLE_MB} MB`,
          met: idleMb <= IDLE_MB,
        },
        { what: "after the load, Chroma apart", measured: `${round(afterMb)} MB` },
        {
          what: "spans a second",
          measured: Math.round(sent.spans / sent.seconds).toLocaleString("en"),
          wanted: `≥ ${(0.99 * SPANS_PER_SECOND).toLocaleString("en")}`,
          met: sent.spans / sent.seconds >= 0.99 * SPANS_PER_SECOND,
        },
        {
          what: "longest time without an acknowledged export",
          measured: `${round(gap)} ms`,
          wanted: `≤ ${STALL_MS} ms`,
          met: gap <= STALL_MS,
        },
        { what: "batches refused", measured: String(refused) },
        {
          what: "an alert's answer, 99th percentile and slowest",
          measured: `${round(p99)} ms, ${round(slowestAlert)} ms`,
          wanted: `≤ ${STALL_MS} ms`,
          met: slowestAlert <= STALL_MS && alertsRefused === 0,
        },
        {
          what: "incidents at once, in all, healed",
          measured: `${atOnce}, ${incidents.length}, ${healed}`,
          wanted: `≥ ${INCIDENTS} at once`,
          met: atOnce >= INCIDENTS,
        },
        { what: "questions to the model, answers streaming at once", measured: `${questions}, ${streams}` },
        { what: "the governor's steps", measured: steps.map(({ step }) => step).join(", ") || "none" },
      ],
      notes: company.failures.map((one) => `The company failed: ${String(one)}`),
    };
  } finally {
    load.stop();
    probe.stop();
    await service?.stop();
    await company.stop();
    model.stop();
    await group.remove();
  }
};

/** Megabytes that a process has for itself: pages of files are the kernel's to drop. */
function anonymous(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    // It has ended since.
    return 0;
  }
}
