import type { AttributeValue, TraceInterest } from "../../../contracts/telemetry.ts";
import { AttributeBag } from "../attribute-bag.ts";
import { KEY_VALUE } from "./any-value-types.ts";
import { findPair, type Pair } from "./key-value.ts";
import { passOverValue } from "./pass-over.ts";
import type { WireReader } from "./wire-reader.ts";

const ROUTE = "http.route";
/** Beyond it all are forgotten: few systems have so many different requests. */
const MAX_BAGS = 20_000;
const SIGNATURES = 4096;

/** Attributes that several spans share, and those that have one more. */
export class SharedAttributes {
  readonly bag: Record<string, AttributeValue>;
  readonly hasRoute: boolean;
  private readonly next = new Map<Pair, SharedAttributes>();
  private lastPair: Pair | undefined;
  private lastNext: SharedAttributes | undefined;

  constructor(bag: Record<string, AttributeValue>, hasRoute: boolean) {
    this.bag = bag;
    this.hasRoute = hasRoute;
  }

  with(pair: Pair, learnt: () => void): SharedAttributes {
    if (pair === this.lastPair) return this.lastNext as SharedAttributes;
    let next = this.next.get(pair);
    if (next === undefined) {
      const bag = Object.assign(new AttributeBag(), this.bag);
      bag[pair.key] = pair.value;
      const hasRoute =
        pair.key === ROUTE ? typeof pair.value === "string" && pair.value !== "" : this.hasRoute;
      next = new SharedAttributes(bag, hasRoute);
      this.next.set(pair, next);
      learnt();
    }
    this.lastPair = pair;
    this.lastNext = next;
    return next;
  }
}

/**
 * Reads of an entry's attributes those that counting asks for, and gives the same object for the same ones, so that nothing
 * is made for a request like those before it, and whoever counts can remember what that object says.
 */
export class AskedAttributes {
  private readonly interest: Pick<TraceInterest, "asked" | "askedWithoutRoute">;
  /** By length and last bytes of a key: 1 where one is asked for that ends so. Most keys are told by it alone. */
  private readonly signatures = new Uint8Array(SIGNATURES);
  private root = new SharedAttributes(new AttributeBag(), false);
  private bags = 0;
  private isPathSeen = false;

  constructor(interest: Pick<TraceInterest, "asked" | "askedWithoutRoute">) {
    this.interest = interest;
    for (const key of [...interest.asked, ...interest.askedWithoutRoute]) {
      const bytes = Buffer.from(key);
      this.signatures[signature(bytes, 0, bytes.length)] = 1;
    }
  }

  /** To be called for each span, before its attributes are stepped over. */
  begin(): SharedAttributes {
    this.isPathSeen = false;
    if (this.bags > MAX_BAGS) {
      this.root = new SharedAttributes(new AttributeBag(), false);
      this.bags = 0;
    }
    return this.root;
  }

  /** Whether what was stepped over is all that is asked for. */
  isEnough(attributes: SharedAttributes): boolean {
    return attributes.hasRoute || !this.isPathSeen;
  }

  /**
   * Steps over a `KeyValue` that ends at `end`, for the price of `readAttribute`.
   * @returns what is known with it; null where the span must be read whole to know
   * @throws MalformedOtlp, OversizedOtlp
   */
  step(r: WireReader, end: number, before: SharedAttributes): SharedAttributes | null {
    const start = r.pos;
    const { bytes } = r;
    // A key of up to 127 bytes, as the first field: so does every exporter write it.
    const length = bytes[start + 1] as number;
    const keyEnd = start + 2 + length;
    if (bytes[start] !== 10 || length > 127 || keyEnd > end) return null;
    if (this.signatures[signature(bytes, start + 2, keyEnd)] === 1) {
      const pair = findPair(r, end);
      if (pair !== undefined) {
        if (pair.roleFor !== this) {
          pair.roleFor = this;
          pair.role = this.roleOf(pair.key);
        }
        r.charge(1);
        r.pos = end;
        if (pair.role === "asked") return before.with(pair, this.learnt);
        if (pair.role === "path") this.isPathSeen = true;
        return before;
      }
      const role = this.roleOf(bytes.toString("utf8", start + 2, keyEnd));
      if (role === "asked") return null;
      if (role === "path") this.isPathSeen = true;
    }
    r.charge(1);
    r.pos = keyEnd;
    while (r.pos < end) {
      const tag = r.tag(end);
      if (tag === 18) passOverValue(r, r.stop(end), 1);
      else if (tag === 10) return null;
      else r.skip(tag, end, "KeyValue", KEY_VALUE);
    }
    return before;
  }

  private roleOf(key: string): Pair["role"] {
    if (this.interest.asked.has(key)) return "asked";
    return this.interest.askedWithoutRoute.has(key) ? "path" : "none";
  }

  private readonly learnt = () => {
    this.bags++;
  };
}

function signature(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  const a = length > 0 ? (bytes[end - 1] as number) : 0;
  const b = length > 3 ? (bytes[end - 4] as number) : 0;
  return Math.imul((length << 24) ^ (a << 16) ^ (b << 8) ^ (bytes[start] as number), 0x9e3779b1) >>> 20;
}
