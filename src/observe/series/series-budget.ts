import { BlockPool } from "./block-pool.ts";

/** Every service has one series for the whole of it besides one per operation. */
const MAX_SERIES = 25_000;
const MEGABYTE = 1_048_576;
/** Recent requests: beyond the first, fewer seconds are kept one by one; beyond the second, fewer requests. */
const MUCH_LOG = 4 * MEGABYTE;
const MOST_LOG = 48 * MEGABYTE;
/** Older time: beyond the first, less of it is kept, and least beyond the second. */
const MUCH_HISTORY = 24 * MEGABYTE;
const MOST_HISTORY = 56 * MEGABYTE;
const MAX_SEASONS = 2_500;
const MOST_THINNED = 1_024;

/** How much time a series may keep. */
export interface Keeping {
  /** Seconds one by one. */
  seconds: number;
  /** Minutes one by one, before they are added up to tens. */
  minutes: number;
  /** Tens of minutes. */
  tens: number;
}

/**
 * What all series together may hold, and how much they do. As it fills, time is kept in less detail before any request is
 * left out; and where requests come faster than can be kept at all, one in so many is taken and stands for the rest.
 */
export class SeriesBudget {
  /** Where they hold their recent requests. */
  readonly blocks = new BlockPool();
  series = 0;
  /** How many there ever were: the same telemetry makes the same ones in the same order, whatever else the process did. */
  made = 0;
  logBytes = 0;
  historyBytes = 0;
  seasons = 0;
  /** Requests that were counted with the long tail because there were too many operations. */
  folded = 0;
  /** Requests of metrics that found no room at all. */
  leftOut = 0;
  /** Only one request of so many is looked at. */
  thinned = 1;
  private random = 0x9e3779b9;

  get isFull(): boolean {
    return this.series >= MAX_SERIES;
  }

  /** Thinning leaves room for as much again: of metrics, one point of which stands for many requests, none can be left out alone. */
  get hasRoom(): boolean {
    return this.logBytes < 2 * MOST_LOG;
  }

  get mayLearnSeason(): boolean {
    return this.seasons < MAX_SEASONS && this.historyBytes < MOST_HISTORY;
  }

  keeping(): Keeping {
    return {
      seconds: this.logBytes > MUCH_LOG ? 120 : 300,
      minutes: this.historyBytes > MOST_HISTORY ? 15 : this.historyBytes > MUCH_HISTORY ? 30 : 60,
      tens: this.historyBytes > MOST_HISTORY ? 9 : this.historyBytes > MUCH_HISTORY ? 12 : 36,
    };
  }

  /** For how many requests this one is to be counted; 0: not at all. */
  share(): number {
    if (this.logBytes > MOST_LOG && this.thinned < MOST_THINNED) this.thinned *= 2;
    else if (this.thinned > 1 && this.logBytes < MOST_LOG / 2) this.thinned /= 2;
    if (this.thinned === 1) return 1;
    this.random ^= this.random << 13;
    this.random ^= this.random >>> 17;
    this.random ^= this.random << 5;
    return (this.random >>> 0) % this.thinned === 0 ? this.thinned : 0;
  }
}
