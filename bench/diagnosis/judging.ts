/**
 * The folders of `bench/` that judge, written by authors who had not seen the engine: the eighth. The seventh and all before
 * are opened.
 */
export const JUDGING: readonly string[] = ["unseen8"];
