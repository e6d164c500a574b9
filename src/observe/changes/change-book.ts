import type { ChangeEvent } from "../../contracts/change-event.ts";
import type { Resource } from "../../contracts/telemetry.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { revisionOf } from "../revision-of.ts";

const MAX_EVENTS = 300;
const MAX_PROCESSES = 4_000;
const MAX_FLAGS = 300;
const MAX_VARIANTS = 12;
const KEPT_MS = 3 * 3600_000;
export const STEP_MS = 10_000;
const STEPS = 180;

export interface SeenProcess {
  service: string;
  scope: string;
  revision: string;
  firstMs: number;
  lastMs: number;
}

export interface FlagCounts {
  scope: string;
  service: string;
  key: string;
  /** Variant → step → evaluations. */
  variants: Map<string, Map<number, number>>;
}

/** What changed, besides deployments: events that were told, processes that came and went, shares of flags' variants. All bounded, the oldest goes first. */
export class ChangeBook {
  private events: (ChangeEvent & { atMs: number })[] = [];
  private readonly processes = new Map<string, SeenProcess>();
  private readonly flags = new Map<string, FlagCounts>();

  /** An event of an operator, a provider or a bundle. The same one twice is one. */
  note(event: ChangeEvent, now: number): void {
    const atMs = Date.parse(event.time);
    if (!Number.isFinite(atMs) || atMs > now + 60_000) return;
    const same = (other: ChangeEvent) =>
      other.time === event.time &&
      other.kind === event.kind &&
      other.text === event.text &&
      other.service === event.service;
    if (this.events.some(same)) return;
    this.events.push({ ...event, atMs });
    this.events.sort((a, b) => a.atMs - b.atMs || (a.text < b.text ? -1 : 1));
    if (this.events.length > MAX_EVENTS) this.events = this.events.slice(-MAX_EVENTS);
  }

  /** A process sent something. What it returns may be told itself when the process is heard of again. */
  saw(resource: Resource, scope: string, now: number): SeenProcess | null {
    if (!resource.instance) return null;
    const key = `${scope}\0${resource.service}\0${resource.instance}`;
    const known = this.processes.get(key);
    if (known) {
      known.lastMs = now;
      return known;
    }
    const process = {
      service: sanitise(resource.service, 200),
      scope,
      revision: revisionOf(resource),
      firstMs: now,
      lastMs: now,
    };
    this.processes.set(key, process);
    if (this.processes.size > MAX_PROCESSES)
      this.processes.delete(this.processes.keys().next().value as string);
    return process;
  }

  /** A feature flag was evaluated. */
  flag(
    of: { scope: string; service: string },
    { key, variant }: { key: string; variant: string },
    atMs: number,
  ): void {
    if (!Number.isFinite(atMs)) return;
    const name = `${of.scope}\0${of.service}\0${key}`;
    let flag = this.flags.get(name);
    if (!flag) {
      if (this.flags.size >= MAX_FLAGS) return;
      flag = { ...of, key, variants: new Map() };
      this.flags.set(name, flag);
    }
    let counts = flag.variants.get(variant);
    if (!counts) {
      if (flag.variants.size >= MAX_VARIANTS) return;
      counts = new Map();
      flag.variants.set(variant, counts);
    }
    const step = Math.floor(atMs / STEP_MS);
    counts.set(step, (counts.get(step) ?? 0) + 1);
    if (counts.size > STEPS + 10) for (const old of counts.keys()) if (old < step - STEPS) counts.delete(old);
  }

  /** Events of that repository, oldest first. */
  eventsOf(repository: string, from: number, to: number): (ChangeEvent & { atMs: number })[] {
    return this.events.filter(
      (one) => one.repositories.includes(repository) && one.atMs >= from && one.atMs <= to,
    );
  }

  processesOf(scopes: ReadonlySet<string>, now: number): SeenProcess[] {
    return [...this.processes.values()].filter((one) => scopes.has(one.scope) && one.lastMs > now - KEPT_MS);
  }

  flagsOf(scopes: ReadonlySet<string>): FlagCounts[] {
    return [...this.flags.values()].filter((one) => scopes.has(one.scope));
  }
}
