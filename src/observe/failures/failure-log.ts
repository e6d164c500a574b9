import type { Frame } from "../../contracts/evidence.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { framesOf } from "./frames-of.ts";
import { type Occurrence, OccurrenceList } from "./occurrence-list.ts";
import { steadyPath } from "./steady-path.ts";
import { templateOf } from "./template-of.ts";

const MAX_OCCURRENCES = 4_000;
const MAX_SIGNATURES = 200;
const MAX_TYPE = 300;

export interface Signature {
  /** Of an exception, its type; "" for a log record that carries none. */
  type: string;
  template: string;
  frames: Frame[];
}

export interface FailureLogJson {
  signatures: [number, Signature][];
  occurrences: Occurrence[];
}

/**
 * Exceptions and error logs of one service: what they say, once for each signature (type, message template,
 * innermost frames of its own), and when each occurred. Both bounded, the oldest go first.
 */
export class FailureLog {
  private readonly ids = new Map<string, number>();
  private readonly signatures = new Map<number, Signature>();
  private readonly occurrences = new OccurrenceList(MAX_OCCURRENCES);
  private next = 1;

  add(
    told: { type: string; message: string; stack?: string; frame?: Frame },
    occurrence: Omit<Occurrence, "signature">,
  ): void {
    const failure = { ...told, type: sanitise(told.type, MAX_TYPE) };
    const frames = failure.stack ? [...framesOf(failure.stack)] : [];
    if (!frames.some((frame) => frame.inApp) && failure.frame) frames.unshift(failure.frame);
    const template = templateOf(failure.message, 500);
    const identity = identityOf({ type: failure.type, template, frames });
    let id = this.ids.get(identity);
    if (id === undefined) {
      id = this.next++;
      this.ids.set(identity, id);
      this.signatures.set(id, { type: failure.type, template, frames });
      if (this.ids.size > MAX_SIGNATURES) {
        const [oldest, old] = this.ids.entries().next().value as [string, number];
        this.ids.delete(oldest);
        this.signatures.delete(old);
      }
    } else {
      this.ids.delete(identity);
      this.ids.set(identity, id);
      // Links go to the revision that fails now.
      const signature = this.signatures.get(id);
      if (signature) signature.frames = frames;
    }
    this.occurrences.add({ signature: id, ...occurrence });
  }

  /**
   * Each signature with its occurrences, once for each trace: the same exception often marks several spans, and is
   * logged besides, at times without its stack.
   */
  groups(): { signature: Signature; occurrences: Occurrence[] }[] {
    const found = new Map<number, Map<string, Occurrence>>();
    for (const [index, one] of this.occurrences.all().entries()) {
      if (!this.signatures.has(one.signature)) continue;
      const mine = found.get(one.signature) ?? new Map<string, Occurrence>();
      found.set(one.signature, mine);
      const key = one.traceId ? `${one.scope}|${one.traceId}` : String(index);
      const other = mine.get(key);
      if (!other || (other.operation === null && one.operation !== null)) mine.set(key, one);
    }
    const groups = [...found].map(([id, occurrences]) => ({
      signature: this.signatures.get(id) as Signature,
      occurrences,
    }));
    const placed = new Map<string, Set<string>>();
    for (const { signature, occurrences } of groups) {
      if (!signature.frames.some((frame) => frame.inApp)) continue;
      const traces = placed.get(saying(signature)) ?? new Set();
      placed.set(saying(signature), traces);
      for (const key of occurrences.keys()) if (key.includes("|")) traces.add(key);
    }
    return groups
      .map(({ signature, occurrences }) => {
        const told = signature.frames.some((frame) => frame.inApp)
          ? undefined
          : placed.get(saying(signature));
        const left = told ? [...occurrences].filter(([key]) => !told.has(key)) : [...occurrences];
        return { signature, occurrences: left.map(([, one]) => one) };
      })
      .filter(({ occurrences }) => occurrences.length > 0);
  }

  toJSON(): FailureLogJson {
    return {
      signatures: [...this.signatures],
      occurrences: this.occurrences.all(1_000),
    };
  }

  static from(json: FailureLogJson): FailureLog {
    const log = new FailureLog();
    for (const [id, signature] of json.signatures) {
      log.ids.set(identityOf(signature), id);
      log.signatures.set(id, signature);
      log.next = Math.max(log.next, id + 1);
    }
    for (const one of json.occurrences) log.occurrences.add(one);
    return log;
  }
}

const saying = ({ type, template }: Signature) => `${type}\0${template}`;

function identityOf({ type, template, frames }: Signature): string {
  const place = frames.find((frame) => frame.inApp);
  return `${type}\0${template}\0${place && steadyPath(place.path)}:${place?.line}`;
}
