import type { Clock } from "../../contracts/ports/clock.ts";

export class TooLate extends Error {
  constructor(milliseconds: number) {
    super(`It took longer than ${Math.round(milliseconds)} ms.`);
    this.name = "TooLate";
  }
}

/** What it comes to, if it does so in time. Throws `TooLate` otherwise; the work itself is left to its own end. */
export async function inTime<T>(work: Promise<T>, milliseconds: number, clock: Clock): Promise<T> {
  let cancel = () => {};
  const late = new Promise<never>((_, reject) => {
    cancel = clock.after(Math.max(0, milliseconds), () => reject(new TooLate(milliseconds)));
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}
