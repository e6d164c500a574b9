const WINDOW_MS = 2_000;
/** Of an equal part of what all brought. */
const MODEST = 0.5;

/**
 * Who brought how much lately, so that where the process is behind with its work those are turned away whose work it is: a
 * sender that brings less than half of an equal part is heard all the same. One alone is everybody.
 */
export class FairShare {
  private young = new Map<string, number>();
  private old = new Map<string, number>();
  private bornMs = Number.NEGATIVE_INFINITY;

  /** @param sender by its credential. @param now epoch milliseconds. */
  note(sender: string, bytes: number, now: number): void {
    this.turn(now);
    this.young.set(sender, (this.young.get(sender) ?? 0) + bytes);
  }

  isModest(sender: string, now: number): boolean {
    this.turn(now);
    const senders = new Set([...this.young.keys(), ...this.old.keys()]);
    senders.add(sender);
    let all = 0;
    for (const one of senders) all += this.of(one);
    return senders.size > 1 && this.of(sender) <= (MODEST * all) / senders.size;
  }

  private of(sender: string): number {
    return (this.young.get(sender) ?? 0) + (this.old.get(sender) ?? 0);
  }

  private turn(now: number): void {
    const age = now - this.bornMs;
    if (age >= 0 && age < WINDOW_MS) return;
    this.old = age >= 0 && age < 2 * WINDOW_MS ? this.young : new Map();
    this.young = new Map();
    this.bornMs = now;
  }
}
