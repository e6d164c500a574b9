import { RequestCell } from "../request-cell.ts";
import { PackedCells } from "./packed-cells.ts";
import type { Keeping } from "./series-budget.ts";

const MINUTE = 60;
const TEN = 600;
const REVISIONS = 32;
/** Cells that wait to be packed. */
const MAX_OPEN = 64;

/**
 * The requests of one series that are no longer kept one by one: by minutes for the last hour, by ten minutes for some
 * hours, each by revision.
 */
export class RequestHistory {
  private minutes = new PackedCells();
  private tens = new PackedCells();
  /** By minute and revision. */
  private open: Map<number, RequestCell> | null = null;

  get bytes(): number {
    return this.minutes.bytes + this.tens.bytes;
  }

  /** Where requests of that second and revision are to be added; until the next call of any other method. */
  cell(second: number, revision: number): RequestCell {
    this.open ??= new Map();
    if (this.open.size > MAX_OPEN) this.pack();
    return cellIn(this.open, Math.floor(second / MINUTE), revision);
  }

  /** Adds the minutes and tens that lie wholly between two seconds, both included, to what `into` names for each. */
  read(
    from: number,
    to: number,
    into: (revision: number, start: number, seconds: number) => RequestCell | undefined,
  ): void {
    this.pack();
    const readCells = (cells: PackedCells, length: number) =>
      cells.read((step, revision) => {
        const start = step * length;
        return start >= from && start + length - 1 <= to ? into(revision, start, length) : undefined;
      });
    readCells(this.minutes, MINUTE);
    readCells(this.tens, TEN);
  }

  /** Adds up minutes that are old by now to tens, and forgets old tens; returns the first second that is left. */
  age(second: number, { minutes, tens }: Keeping): number {
    this.pack();
    const older = new Map<number, RequestCell>();
    const oldest = Math.floor((second - minutes * MINUTE) / TEN) * TEN;
    this.minutes.drain(oldest / MINUTE, (step, revision, cell) => {
      cellIn(older, Math.floor((step * MINUTE) / TEN), revision).merge(cell);
    });
    appendAll(this.tens, older);
    const last = Math.floor(second / TEN) - tens;
    this.tens.drain(last);
    return last * TEN;
  }

  /** Counts one revision's cells as another's from now on. */
  rename(from: number, to: number): void {
    this.pack();
    this.minutes.rename(from, to);
    this.tens.rename(from, to);
  }

  toBytes(): { minutes: Uint8Array; tens: Uint8Array } {
    this.pack();
    return { minutes: this.minutes.pack(), tens: this.tens.pack() };
  }

  static from(packed: { minutes: Uint8Array; tens: Uint8Array }): RequestHistory {
    const history = new RequestHistory();
    history.minutes = PackedCells.unpack(packed.minutes);
    history.tens = PackedCells.unpack(packed.tens);
    return history;
  }

  private pack(): void {
    if (!this.open || this.open.size === 0) return;
    appendAll(this.minutes, this.open);
    this.open = null;
  }
}

function cellIn(cells: Map<number, RequestCell>, step: number, revision: number): RequestCell {
  const key = step * REVISIONS + revision;
  let cell = cells.get(key);
  if (!cell) {
    cell = new RequestCell();
    cells.set(key, cell);
  }
  return cell;
}

function appendAll(packed: PackedCells, cells: ReadonlyMap<number, RequestCell>): void {
  for (const [key, cell] of cells) packed.append(Math.floor(key / REVISIONS), key % REVISIONS, cell);
}
