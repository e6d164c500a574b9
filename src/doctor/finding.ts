/** What a look at one thing came to. */
export interface Finding {
  /** What was looked at, in a word or two. */
  about: string;
  /** `odd`: it works, and not as most would want it. */
  state: "good" | "odd" | "bad";
  /** What is so. */
  says: string;
  /** What to do about it; absent where nothing need be done. */
  todo?: string;
}
