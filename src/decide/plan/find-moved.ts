import type { File } from "../../contracts/ports/repo-reader.ts";
import { similarity } from "./similarity.ts";
import type { Tree } from "./tree.ts";

/** Git takes half for a rename. On either side of that, where its estimate or its choice could differ, nobody is sure. */
const SURELY = 0.65;
const HARDLY = 0.35;
/** So many files are read to find one. */
const MOST_READ = 40;
/** Longer texts are generated. */
const LONGEST_TEXT = 500_000;

/**
 * Where a file of one tree stands in a later one that lacks its path: under another path, nowhere, or nobody can be
 * sure. Sure is what git would find whichever way it looked: one path alone is like it, and no other that is gone is
 * like that one.
 */
export async function findMoved(
  gone: File,
  before: Tree,
  now: Tree,
): Promise<{ path: string } | "nowhere" | "unsure"> {
  const [then, today] = await Promise.all([before.entries(), now.entries()]);
  if (then === null || today === null) return "unsure";
  const isPlain = ({ mode }: { mode: string }) => mode === "100644" || mode === "100755";
  const sources = [...then].filter(([path, entry]) => !today.has(path) && isPlain(entry));
  const places = [...today].filter(([path, entry]) => !then.has(path) && isPlain(entry));
  if (places.length === 0) return "nowhere";
  const [same, ...others] = places.filter(([, { blob }]) => blob === gone.blob);
  if (same) {
    const alone = others.length === 0 && sources.filter(([, { blob }]) => blob === gone.blob).length === 1;
    return alone && (gone.binary || gone.content !== "") ? { path: same[0] } : "unsure";
  }
  if (gone.binary || gone.content.length > LONGEST_TEXT) return "unsure";
  // Git finds no renames of empty files.
  if (gone.content === "") return "nowhere";
  if (places.length > MOST_READ || sources.length > MOST_READ) return "unsure";
  const like = await alike(
    gone,
    places.map(([path]) => path),
    now,
  );
  if (like.length === 0) return "nowhere";
  const [found] = like;
  if (!found || like.length > 1 || found.score < SURELY) return "unsure";
  const rivals = sources.map(([path]) => path).filter((path) => path !== gone.path);
  return (await alike(found.file, rivals, before)).length === 0 ? { path: found.file.path } : "unsure";
}

async function alike(
  one: File,
  paths: readonly string[],
  tree: Tree,
): Promise<{ file: File; score: number }[]> {
  const files = await Promise.all(paths.map((path) => tree.file(path)));
  return files.flatMap((file) => {
    if (!file || file.binary || file.content.length > LONGEST_TEXT) return [];
    const score = similarity(one.content, file.content);
    return score >= HARDLY ? [{ file, score }] : [];
  });
}
