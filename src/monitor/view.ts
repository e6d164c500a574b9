import type { Level } from "../contracts/anomaly.ts";
import type { Incident } from "../contracts/incident.ts";
import type { Instant } from "../contracts/instant.ts";
import type { BusState } from "../contracts/ports/bus-state.ts";
import type { MemoryState } from "../contracts/ports/memory.ts";
import type { PressureState } from "../contracts/ports/pressure.ts";
import type { QuotaState } from "../contracts/ports/quota.ts";
import type { ServiceView } from "../contracts/worker-status.ts";

/** Everything that the monitor reads. It is given this and cannot write. */
export interface MonitorSource {
  now(): number;
  incidents(limit: number): Promise<Incident[]>;
  incident(id: string): Promise<Incident | null>;
  /** The files of its bundle; null where there is none here. */
  bundle(id: string): Promise<{ name: string; content: Uint8Array }[] | null>;
  services(): ServiceView[];
  unclaimed(): { service: string; lastSeen: Instant }[];
  /** What is not told apart or not looked at any more because there is too much of it, in sentences. */
  limits(): string[];
  lastSignalAt(): Instant | null;
  repositories(): string[];
  memory(): MemoryState;
  pressure(): PressureState;
  bus(): BusState;
  /** Name of the model that Brain may ask; null where it reasons by itself. */
  model(): string | null;
  /** How many signals were laid aside, as nothing could be done about them. */
  letters(): Promise<number>;
  /** What is left of GitHub's limits, as far as it was heard. */
  quota(): QuotaState[];
  /** The workers that are there, by name; null where there is this process alone. */
  workers(): string[] | null;
  /** In Prometheus' text format; null where this process measures nothing. */
  metrics(): Promise<string | null>;
}

/** The steps of the loop, and how far an incident has come. */
export const stages = ["observe", "orient", "decide", "act", "watch"] as const;
export type Stage = (typeof stages)[number];

export function stageOf(incident: Incident): Stage | "closed" {
  if (incident.closed) return "closed";
  if (incident.outcome.merge) return "watch";
  if (incident.outcome.branch || incident.verdict?.decision === "merge") return "act";
  if (incident.diagnosis) return "decide";
  if (incident.evidence) return "orient";
  return "observe";
}

/** One word for people: what state the incident is in. */
export function stateOf(
  incident: Incident,
): "healed" | "closed" | "needs a person" | "awaiting approval" | "in flight" {
  if (incident.closed) return incident.closed.as === "healed" ? "healed" : "closed";
  if (incident.needsHuman) return "needs a person";
  if (incident.waiting?.for === "approval") return "awaiting approval";
  return "in flight";
}

export function percent(ratio: number): string {
  const value = ratio * 100;
  if (value > 0 && value < 0.1) return "<0.1%";
  return `${value >= 10 || value === 0 ? value.toFixed(0) : value.toFixed(1)}%`;
}

export function level(value: number, unit: Level["unit"]): string {
  if (unit === "ratio") return percent(value);
  if (unit === "ms") return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${Math.round(value)} ms`;
  if (unit === "requests/s") return `${value >= 10 ? Math.round(value) : Number(value.toPrecision(2))} req/s`;
  if (unit === "waiting") return `${Math.round(value)} waiting`;
  return `${(value / 1e6).toFixed(1)} MB/s`;
}

/** "4 s", "3 min", "2 h": from then until `now`, epoch milliseconds. */
export function age(from: Instant, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(from)) / 1000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}
