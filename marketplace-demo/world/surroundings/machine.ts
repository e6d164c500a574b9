/** What a machine tells the processes on it. */
export type Machine = {
  /** Name to address; null does not resolve, and what is not named is asked of the real name server. */
  names: Record<string, string | null>;
  /** Service to milliseconds that its clock is ahead. */
  skews: Record<string, number>;
  /** Service to bytes a second that an agent of the machine's keeps in each of its processes. */
  leaks: Record<string, number>;
};

/** How often a process looks at what its machine tells. */
export const LOOK_AGAIN_MS = 200;

/** Where an agent's appetite ends, in bytes: a demo must not take the laptop down. */
export const MOST_LEAKED = 1_500_000_000;
