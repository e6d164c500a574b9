import type { LogRecord } from "../../contracts/telemetry.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { logMessage } from "./log-message.ts";
import { type Template, TemplateMiner } from "./template-miner.ts";

export const STEP_MS = 10_000;
const STEPS = 180;
const MAX_TEMPLATES = 4_000;
const MAX_TEMPLATES_OF_SERVICE = 400;
const MAX_SERVICES = 1_000;
/** Lines a second that are read word by word, of warnings and errors and of all others. Beyond it one in so many is. */
const BUDGET = { loud: 1_000, quiet: 1_000 };

export const SEVERITIES = ["unknown", "debug", "info", "warn", "error"] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface LogTemplate extends Template {
  severity: Severity;
  firstMs: number;
  lastMs: number;
  /** Lines that were read, by step. */
  counts: Map<number, number>;
  /** Seconds in which any was read, by step: what comes in one burst is one occasion. */
  occasions: Map<number, number>;
  lastSecond: number;
  lastTraceId: string;
}

export interface ServiceLogs {
  templates: Set<LogTemplate>;
  miners: Map<Severity, TemplateMiner<LogTemplate>>;
  /** When the first line of it came. */
  sinceMs: number;
  lastMs: number;
  /** Lines that came and lines that were read, by step, of each sort. */
  loud: Map<number, { came: number; read: number }>;
  quiet: Map<number, { came: number; read: number }>;
}

/**
 * What services write into their logs, as templates and how often each came, over half an hour. The work is bounded by
 * a budget a second: beyond it one line in so many is read, evenly over the second, and what share it was is kept, so
 * that rates stay right. `K` is what a service's logs are kept for.
 */
export class LogBook<K extends object> {
  private readonly services = new Map<K, ServiceLogs>();
  private templates = 0;
  private second = 0;
  private count = 0;
  private nextForget = 0;
  private readonly pace = { loud: { came: 0, read: 0, every: 1 }, quiet: { came: 0, read: 0, every: 1 } };

  add(log: LogRecord, key: K, now: number): void {
    const severity = severityOf(log.severity);
    const volume = severity === "warn" || severity === "error" ? "loud" : "quiet";
    const atMs = Math.min(log.timeMs > 0 ? log.timeMs : now, now);
    if (!Number.isFinite(atMs) || atMs < now - STEPS * STEP_MS) return;
    const step = Math.floor(atMs / STEP_MS);
    let logs = this.services.get(key);
    if (!logs) {
      if (this.services.size >= MAX_SERVICES && !this.forgetSilent(now)) return;
      logs = {
        templates: new Set(),
        miners: new Map(),
        sinceMs: atMs,
        lastMs: now,
        loud: new Map(),
        quiet: new Map(),
      };
      this.services.set(key, logs);
    }
    logs.lastMs = now;
    const tally = stepOf(logs[volume], step, () => ({ came: 0, read: 0 }));
    tally.came++;
    if (!this.mayRead(volume, now)) return;
    tally.read++;
    const template = this.minerOf(logs, severity).add(logMessage(log));
    if (!logs.templates.has(template)) this.welcome(logs, template, atMs);
    template.firstMs = Math.min(template.firstMs, atMs);
    template.lastMs = Math.max(template.lastMs, atMs);
    if (log.traceId) template.lastTraceId = log.traceId;
    template.counts.set(step, (template.counts.get(step) ?? 0) + 1);
    const second = Math.floor(atMs / 1000);
    if (second !== template.lastSecond) {
      template.lastSecond = second;
      template.occasions.set(step, (template.occasions.get(step) ?? 0) + 1);
    }
    if (template.counts.size > STEPS + 10) {
      forgetBefore(template.counts, step - STEPS);
      forgetBefore(template.occasions, step - STEPS);
    }
  }

  of(key: K): ServiceLogs | null {
    return this.services.get(key) ?? null;
  }

  get size(): number {
    return this.templates;
  }

  /** One in `every` lines, by what the second before brought; and never more than twice the budget. */
  private mayRead(volume: "loud" | "quiet", now: number): boolean {
    const second = Math.floor(now / 1000);
    if (second !== this.second) {
      for (const sort of ["loud", "quiet"] as const) {
        const pace = this.pace[sort];
        pace.every = second === this.second + 1 ? Math.max(1, Math.ceil(pace.came / BUDGET[sort])) : 1;
        pace.came = 0;
        pace.read = 0;
      }
      this.second = second;
    }
    const pace = this.pace[volume];
    pace.came++;
    if (pace.every > 1 && scattered(this.count++) % pace.every !== 0) return false;
    if (pace.read >= 2 * BUDGET[volume]) return false;
    pace.read++;
    return true;
  }

  private minerOf(logs: ServiceLogs, severity: Severity): TemplateMiner<LogTemplate> {
    let miner = logs.miners.get(severity);
    if (!miner) {
      miner = new TemplateMiner<LogTemplate>((tokens) => ({
        tokens,
        severity,
        firstMs: Number.POSITIVE_INFINITY,
        lastMs: Number.NEGATIVE_INFINITY,
        counts: new Map(),
        occasions: new Map(),
        lastSecond: Number.NaN,
        lastTraceId: "",
      }));
      logs.miners.set(severity, miner);
    }
    return miner;
  }

  /** Makes room for a new template: the one heard of least lately goes, of the service, or of all. */
  private welcome(logs: ServiceLogs, template: LogTemplate, atMs: number): void {
    template.firstMs = atMs;
    template.lastMs = atMs;
    logs.templates.add(template);
    this.templates++;
    if (logs.templates.size > MAX_TEMPLATES_OF_SERVICE) this.forgetOldest(logs, template);
    else if (this.templates > MAX_TEMPLATES) {
      let largest = logs;
      for (const one of this.services.values())
        if (one.templates.size > largest.templates.size) largest = one;
      this.forgetOldest(largest, template);
    }
  }

  /** Services of which nothing can be left go; whether there were any. */
  private forgetSilent(now: number): boolean {
    if (now < this.nextForget) return false;
    this.nextForget = now + 60_000;
    const before = this.services.size;
    for (const [key, logs] of this.services) {
      if (logs.lastMs > now - STEPS * STEP_MS) continue;
      this.templates -= logs.templates.size;
      this.services.delete(key);
    }
    return this.services.size < before;
  }

  private forgetOldest(logs: ServiceLogs, but: LogTemplate): void {
    let oldest: LogTemplate | null = null;
    for (const one of logs.templates)
      if (one !== but && (!oldest || one.lastMs < oldest.lastMs)) oldest = one;
    if (!oldest) return;
    logs.templates.delete(oldest);
    logs.miners.get(oldest.severity)?.forget(oldest);
    this.templates--;
  }
}

/** OTLP severity numbers: https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
export function severityOf(number: number): Severity {
  if (!(number >= 1)) return "unknown";
  return number >= 17 ? "error" : number >= 13 ? "warn" : number >= 9 ? "info" : "debug";
}

/** The template as people read it. */
export function templateText({ tokens }: Template): string {
  return sanitise(tokens.join(" "), 500);
}

/** Every tenth line of a request that writes ten is always the same one: which are read must follow no beat. Murmur's finaliser. */
function scattered(count: number): number {
  let h = Math.imul(count ^ (count >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function stepOf<V>(steps: Map<number, V>, step: number, begin: () => V): V {
  let value = steps.get(step);
  if (!value) {
    value = begin();
    steps.set(step, value);
    if (steps.size > STEPS + 10) forgetBefore(steps, step - STEPS);
  }
  return value;
}

function forgetBefore(steps: Map<number, unknown>, least: number): void {
  for (const step of steps.keys()) if (step < least) steps.delete(step);
}
