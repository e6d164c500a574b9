/** A stretch in which the operation was broken: no part of what is normal. Seconds; open while it lasts. */
export interface Stretch {
  from: number;
  to: number | null;
  /** It passed by itself, as what comes with the clock does: no part of what was normal just now, but of the hour of the week. */
  passed?: boolean;
}

/** The oldest give way. */
const MOST = 20;

/** When one operation is known to have been broken. */
export class BrokenStretches {
  private list: Stretch[];

  constructor(list: readonly Stretch[] = []) {
    this.list = list.map((stretch) => ({ ...stretch }));
  }

  /** It is broken from that second on, until it is mended. */
  breakAt(from: number): void {
    this.list = [...this.list.slice(1 - MOST), { from, to: null }];
  }

  /** @param passed by itself, and nobody wrote down that it must not be. */
  mendAt(to: number, passed: boolean): void {
    for (const stretch of this.list) {
      if (stretch.to !== null) continue;
      stretch.to = to;
      if (passed) stretch.passed = true;
    }
  }

  /** Whether any part of that time, both ends included, lies in one. */
  overlap(from: number, to: number): boolean {
    for (const s of this.list) if (s.from <= to && (s.to === null || s.to >= from)) return true;
    return false;
  }

  /** The same of those that did not pass by themselves. */
  hasFault(from: number, to: number): boolean {
    for (const s of this.list) if (!s.passed && s.from <= to && (s.to === null || s.to >= from)) return true;
    return false;
  }

  toJSON(): Stretch[] {
    return this.list;
  }
}
