import type { FileKind } from "./file-kind.ts";

/** Kinds of files of which nothing runs in production, as far as a path can tell. */
export const IDLE: ReadonlySet<FileKind> = new Set(["docs", "test", "ci", "tooling"]);
