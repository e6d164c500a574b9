import type { Resource } from "../../../contracts/telemetry.ts";

/** Bytes; what is longer is never kept. */
const LONGEST = 2048;
/** Encoded bytes of a generation: of some five thousand processes. */
const MOST = 2 * 1024 * 1024;

/** What the bytes of a resource were found to mean, and what that is charged. */
export interface KnownResource {
  resource: Resource;
  units: number;
}

/**
 * Remembers what the processes say of themselves, by all of its bytes: most of them are the same for every process, and those that
 * differ may stand anywhere. Two generations: when the young one is full, what was not met since the one before it is forgotten.
 */
export class KnownResources {
  private young = new Map<string, KnownResource>();
  private old = new Map<string, KnownResource>();
  private held = 0;
  /** The bytes that `find` was asked for last. */
  private key = "";

  /** What the bytes in `[start, stop)` mean; undefined where that is not known. */
  find(bytes: Buffer, start: number, stop: number): KnownResource | undefined {
    this.key = "";
    if (stop - start > LONGEST) return undefined;
    this.key = bytes.toString("latin1", start, stop);
    const known = this.young.get(this.key);
    if (known !== undefined) return known;
    const older = this.old.get(this.key);
    if (older !== undefined) this.learn(older);
    return older;
  }

  /** Tells what the bytes mean that `find` was asked for last and did not know. */
  learn(known: KnownResource): void {
    const { key } = this;
    if (key === "") return;
    if (this.held + key.length > MOST) {
      this.old = this.young;
      this.young = new Map();
      this.held = 0;
    }
    this.young.set(key, known);
    this.held += key.length;
  }
}
