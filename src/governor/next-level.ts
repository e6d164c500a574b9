/** At which part of the limit each further thing is given up. */
const GIVES_UP_AT = [0.8, 0.86, 0.92, 0.96] as const;
/** It is taken up again once there is so much more room than at the moment at which it was given up, */
const ROOM = 0.06;
/** for so long. */
const CALM_MS = 10_000;

/** How many of the things that can be given up are, and since when there would be room for one of them again. */
export interface Level {
  given: number;
  /** Epoch milliseconds. */
  roomySince: number | null;
}

/**
 * Gives up at once as much as the memory asks for, and takes up again one thing at a time, when it has been calm: what was
 * freed is memory too, and without the gap it would be given up and taken up in turn.
 *
 * @param share of the limit that is in use
 * @param now epoch milliseconds
 */
export function nextLevel({ given, roomySince }: Level, share: number, now: number): Level {
  const asked = GIVES_UP_AT.filter((bound) => share >= bound).length;
  if (asked > given) return { given: asked, roomySince: null };
  const bound = GIVES_UP_AT[given - 1];
  if (bound === undefined || share >= bound - ROOM) return { given, roomySince: null };
  const since = roomySince ?? now;
  return now - since >= CALM_MS ? { given: given - 1, roomySince: now } : { given, roomySince: since };
}
