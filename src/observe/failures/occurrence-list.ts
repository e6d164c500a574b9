export interface Occurrence {
  signature: number;
  atMs: number;
  traceId: string;
  scope: string;
  /** Null where the entry span must be asked. */
  operation: string | null;
  revision: string;
}

type Place = Pick<Occurrence, "scope" | "operation" | "revision">;

const SMALLEST = 64;
const ID_WORDS = 4;
const TRACE_ID = /^[0-9a-f]{32}$/;

/**
 * The latest failures of one service in 32 bytes each: as objects they take four times as much, and a service that fails for an
 * hour has thousands.
 */
export class OccurrenceList {
  private readonly most: number;
  private length = 0;
  private times = new Float64Array(SMALLEST);
  private signatures = new Uint32Array(SMALLEST);
  /** Where each occurred, by its number in `places`. */
  private wheres = new Uint32Array(SMALLEST);
  private ids = new Uint32Array(ID_WORDS * SMALLEST);
  private places: Place[] = [];
  private byPlace = new Map<string, number>();
  /** Ids that are none by the specification, by index. */
  private odd = new Map<number, string>();

  /** @param most so many are held, and up to twice as many. */
  constructor(most: number) {
    this.most = most;
  }

  add(one: Occurrence): void {
    if (this.length === 2 * this.most) this.forget();
    if (this.length === this.times.length) this.resize(Math.min(2 * this.most, 2 * this.length));
    const at = this.length++;
    this.times[at] = one.atMs;
    this.signatures[at] = one.signature;
    this.wheres[at] = this.placeOf(one);
    if (!TRACE_ID.test(one.traceId)) {
      this.odd.set(at, one.traceId);
      return;
    }
    for (let word = 0; word < ID_WORDS; word++)
      this.ids[ID_WORDS * at + word] = Number.parseInt(one.traceId.slice(8 * word, 8 * word + 8), 16);
  }

  /** The oldest first; with `last`, no more than so many of the newest. */
  all(last = this.length): Occurrence[] {
    const found: Occurrence[] = [];
    for (let at = Math.max(0, this.length - last); at < this.length; at++) {
      found.push({
        signature: this.signatures[at] as number,
        atMs: this.times[at] as number,
        traceId: this.odd.get(at) ?? this.idAt(at),
        ...(this.places[this.wheres[at] as number] as Place),
      });
    }
    return found;
  }

  private idAt(at: number): string {
    let id = "";
    for (let word = ID_WORDS * at; word < ID_WORDS * (at + 1); word++)
      id += (this.ids[word] as number).toString(16).padStart(8, "0");
    return id;
  }

  private placeOf({ scope, operation, revision }: Place): number {
    const key = JSON.stringify([scope, operation, revision]);
    let place = this.byPlace.get(key);
    if (place === undefined) {
      place = this.places.push({ scope, operation, revision }) - 1;
      this.byPlace.set(key, place);
    }
    return place;
  }

  /** The older half goes, and with it the names that only it held. */
  private forget(): void {
    const kept = this.all(this.most);
    this.length = 0;
    this.places = [];
    this.byPlace = new Map();
    this.odd = new Map();
    for (const one of kept) this.add(one);
  }

  private resize(size: number): void {
    const grown = <Words extends Float64Array | Uint32Array>(into: Words, from: Words): Words => {
      into.set(from);
      return into;
    };
    this.times = grown(new Float64Array(size), this.times);
    this.signatures = grown(new Uint32Array(size), this.signatures);
    this.wheres = grown(new Uint32Array(size), this.wheres);
    this.ids = grown(new Uint32Array(ID_WORDS * size), this.ids);
  }
}
