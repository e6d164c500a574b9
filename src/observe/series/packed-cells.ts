import { RequestCell } from "../request-cell.ts";

/** Room for one cell with every key there is. */
const scratch = new Uint8Array(64 * 1024);
const floats = new DataView(scratch.buffer);
const NONE = new Uint8Array(0);
const WEIGHTED = 32;
const REVISION_MASK = 31;

/**
 * Cells of older time, one after the other in one array of bytes: a hundred thousand of them as objects would cost more
 * than all that they say. Each is its step of time, a byte of revision and kind, its length, and then its counts: as whole
 * numbers of seven bits a byte where every request counted once, else as floating point. One step may have several
 * cells of the same revision, which add up.
 */
export class PackedCells {
  private data = NONE;
  private used = 0;

  get bytes(): number {
    return this.data.length;
  }

  append(step: number, revision: number, cell: RequestCell): void {
    const weighted = !cell.isExact();
    const length = weighted ? packWeighted(cell) : packExact(cell);
    this.reserve(this.used + length + 16);
    this.used = putNumber(this.data, this.used, step);
    this.data[this.used++] = revision | (weighted ? WEIGHTED : 0);
    this.used = putNumber(this.data, this.used, length);
    this.data.set(scratch.subarray(0, length), this.used);
    this.used += length;
  }

  /** Adds each cell to the one that `into` names for it, if any. */
  read(into: (step: number, revision: number) => RequestCell | undefined): void {
    this.walk((step, head, at, end) => {
      const cell = into(step, head & REVISION_MASK);
      if (cell) this.unpackInto(cell, head, at, end);
      return true;
    });
  }

  /** Takes out the cells of the steps before `before` and shows them. */
  drain(before: number, show?: (step: number, revision: number, cell: RequestCell) => void): void {
    let kept = 0;
    let began = 0;
    this.walk((step, head, at, end) => {
      if (step < before) {
        if (show) {
          const cell = new RequestCell();
          this.unpackInto(cell, head, at, end);
          show(step, head & REVISION_MASK, cell);
        }
      } else {
        this.data.copyWithin(kept, began, end);
        kept += end - began;
      }
      began = end;
      return true;
    });
    this.used = kept;
    if (kept === 0) this.data = NONE;
    else if (kept < this.data.length / 2) this.data = this.data.slice(0, Math.ceil(kept * 1.25));
  }

  /** Counts one revision's cells as another's from now on. */
  rename(from: number, to: number): void {
    this.walk((_step, head, _at, _end, headAt) => {
      if ((head & REVISION_MASK) === from) this.data[headAt] = (head & ~REVISION_MASK) | to;
      return true;
    });
  }

  pack(): Uint8Array {
    return this.data.subarray(0, this.used);
  }

  /** Whatever does not read as whole cells is cut off. */
  static unpack(packed: Uint8Array): PackedCells {
    const cells = new PackedCells();
    cells.data = new Uint8Array(packed);
    cells.used = packed.length;
    let sound = 0;
    cells.walk((_step, _head, _at, end) => {
      if (end > packed.length) return false;
      sound = end;
      return true;
    });
    cells.used = sound;
    return cells;
  }

  private walk(show: (step: number, head: number, at: number, end: number, headAt: number) => boolean): void {
    for (let at = 0; at < this.used; ) {
      let number = 0;
      let scale = 1;
      let byte = 128;
      for (; byte >= 128; scale *= 128) {
        byte = this.data[at++] ?? 0;
        number += (byte & 127) * scale;
      }
      const step = number;
      const headAt = at;
      const head = this.data[at++] ?? 0;
      number = 0;
      scale = 1;
      byte = 128;
      for (; byte >= 128; scale *= 128) {
        byte = this.data[at++] ?? 0;
        number += (byte & 127) * scale;
      }
      if (!show(step, head, at, at + number, headAt)) return;
      at += number;
    }
  }

  private unpackInto(cell: RequestCell, head: number, begin: number, end: number): void {
    const { data } = this;
    let at = begin;
    const next = () => {
      let number = 0;
      let byte = 128;
      for (let scale = 1; byte >= 128; scale *= 128) {
        byte = data[at++] ?? 0;
        number += (byte & 127) * scale;
      }
      return number;
    };
    if (!(head & WEIGHTED)) {
      const requests = next();
      cell.count(requests, next(), requests);
      for (let key = 0; at < end; ) {
        key += next();
        const count = next();
        cell.latency.put(key, count, count);
      }
      return;
    }
    const view = new DataView(data.buffer, data.byteOffset);
    if (end - begin < 32 || begin + 32 > data.length) return;
    cell.count(view.getFloat64(at), view.getFloat64(at + 8), view.getFloat64(at + 16));
    const squares = view.getFloat64(at + 24);
    at += 32;
    let total = 0;
    for (let key = 0; at < end && at + 4 < data.length; ) {
      key += next();
      if (at + 4 > data.length) break;
      const count = view.getFloat32(at);
      at += 4;
      total += count;
      cell.latency.put(key, count, 0);
    }
    if (total > 0) cell.latency.squares += squares;
  }

  private reserve(length: number): void {
    if (length <= this.data.length) return;
    const larger = new Uint8Array(Math.ceil(Math.max(64, length * 1.25)));
    larger.set(this.data.subarray(0, this.used));
    this.data = larger;
  }
}

function packExact(cell: RequestCell): number {
  let at = putNumber(scratch, 0, cell.requests);
  at = putNumber(scratch, at, cell.errors);
  let last = 0;
  cell.latency.each((key, count) => {
    at = putNumber(scratch, at, key - last);
    at = putNumber(scratch, at, count);
    last = key;
  });
  return at;
}

function packWeighted(cell: RequestCell): number {
  floats.setFloat64(0, cell.requests);
  floats.setFloat64(8, cell.errors);
  floats.setFloat64(16, cell.squares);
  floats.setFloat64(24, cell.latency.squares);
  let at = 32;
  let last = 0;
  cell.latency.each((key, count) => {
    at = putNumber(scratch, at, key - last);
    floats.setFloat32(at, count);
    at += 4;
    last = key;
  });
  return at;
}

/** Seven bits a byte, the lowest first; returns where the next number goes. */
function putNumber(data: Uint8Array, at: number, number: number): number {
  let left = number;
  let next = at;
  while (left > 127) {
    data[next++] = (left % 128) | 128;
    left = Math.floor(left / 128);
  }
  data[next++] = left;
  return next;
}
