/**
 * The folders of `bench/` that judge, written by authors who had not seen the engine: the ninth. The eighth and all before
 * are opened.
 */
export const JUDGING: readonly string[] = ["unseen9"];
