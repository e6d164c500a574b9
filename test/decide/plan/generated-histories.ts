import fc from "fast-check";

/** A tree in memory. Content is Latin-1 for what is binary, so that bytes and characters are the same. */
export type Files = ReadonlyMap<string, { content: string; mode: "100644" | "100755" }>;

/** A commit, and what landed after it; the culprit is the second tree. */
export interface History {
  trees: Files[];
}

const WORDS = ["}", "", "  return value;", "// ---", "end"];

/** Numbered lines among such as repeat in every file, so that where a line belongs is not always plain. */
const text = (name: string, ends: string, last: boolean): string =>
  Array.from({ length: 14 }, (_, i) =>
    i % 4 === 3 ? (WORDS[(i >> 2) % WORDS.length] ?? "") : `${name} ${i}`,
  )
    .map((line, i) => (i === 13 && !last ? line : line + ends))
    .join("");

const START: Files = new Map(
  Object.entries({
    "src/a.ts": text("alpha", "\n", true),
    "src/b.ts": text("beta", "\r\n", true),
    "src/deep/c.ts": text("gamma", "\n", false),
    "lib/d.ts": text("delta", "\r\n", false),
    "lib/e.ts": text("epsilon", "\n", true),
    "f.txt": text("zeta", "\n", true),
    "lib/empty": "",
    "img/logo.bin": `\0\u0001${"picture".repeat(20)}`,
  }).map(([path, content]) => [path, { content, mode: "100644" }] as const),
);

const DOES = [
  ...["edit", "edit", "edit", "edit", "insert", "insert", "erase", "block"],
  ...["add", "remove", "rename", "rename", "rename-edit", "move", "mode", "binary", "truncate", "back"],
] as const;

const step = fc.record({ does: fc.constantFrom(...DOES), file: fc.nat(30), at: fc.nat(13) });
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What is generated: the culprit's steps, and those of up to three commits after it. */
export const course = fc.record({
  culprit: fc.array(step, { minLength: 1, maxLength: 3 }),
  later: fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
});
export type Course = typeof course extends fc.Arbitrary<infer C> ? C : never;

export function historyOf({ culprit, later }: Course): History {
  const trees: Files[] = [START];
  for (const [i, steps] of [culprit, ...later].entries()) trees.push(taken(steps, trees, i + 1));
  return { trees };
}

function taken(steps: readonly Step[], trees: readonly Files[], revision: number): Files {
  const files = new Map(trees.at(-1));
  for (const { does, file, at } of steps) {
    const paths = [...files.keys()].toSorted();
    const path = paths[file % paths.length];
    const one = path === undefined ? undefined : files.get(path);
    if (path === undefined || !one) continue;
    const ends = one.content.includes("\r\n") ? "\r\n" : "\n";
    const lines = one.content.split(ends);
    const write = (content: string) => files.set(path, { ...one, content });
    const isText = !one.content.includes("\0");
    const own = path.replace(/\W/g, "");
    switch (does) {
      case "edit":
        if (isText) write(lines.with(at % lines.length, `${own} ${at} revision ${revision}`).join(ends));
        break;
      case "insert":
        if (isText) write(lines.toSpliced(at, 0, WORDS[at % WORDS.length] ?? "").join(ends));
        break;
      case "erase":
        if (isText) write(lines.toSpliced(at, 1 + (file % 2)).join(ends));
        break;
      case "block":
        if (isText)
          write(
            lines
              .toSpliced(at, 0, `${own} new {`, "  return value;", `  revision ${revision}`, "}")
              .join(ends),
          );
        break;
      case "truncate":
        if (isText) write(one.content.replace(/\r?\n$/, ""));
        break;
      case "binary":
        write(`\0${revision} ${at} ${"bytes".repeat(10)}`);
        break;
      case "mode":
        files.set(path, { ...one, mode: one.mode === "100644" ? "100755" : "100644" });
        break;
      case "remove":
        files.delete(path);
        break;
      case "add":
        files.set(`src/new-${revision}-${at}.ts`, {
          content: text(`new ${revision} ${at}`, "\n", true),
          mode: "100644",
        });
        break;
      case "back":
        // As it was at the beginning: perhaps a revert by hand.
        if (trees[0]?.has(path)) files.set(path, trees[0].get(path) ?? one);
        break;
      case "rename":
      case "rename-edit":
      case "move": {
        files.delete(path);
        const to =
          does === "move"
            ? `${["moved", "lib", "src/deep"][at % 3]}/${revision}-${at}.ts`
            : path.replace(/[^/]+$/, `renamed-${revision}-${at}.ts`);
        const edited = lines.with(at % lines.length, `${own} ${at} revision ${revision}`).join(ends);
        files.set(to, { ...one, content: does === "rename-edit" && isText ? edited : one.content });
        break;
      }
    }
  }
  return files;
}
