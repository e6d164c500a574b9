import type { ReadFile } from "./changes/read-change.ts";

/** Names of every program's own talk: they stand in any line. */
const COMMON =
  /^(?:this|self|data|value|result|length|size|name|type|then|map|json|body|get|set|log|error|message|status)$/;
const SHORTEST = 3;
/** `name:`, `"name":`, `.name`, `"name"]`, `json:"name"`, `val name:`, `string name = 3` */
const MEMBERS = [
  /["'`]?([A-Za-z_$][\w$]{2,60})["'`]?\s{0,2}\??\s{0,2}(?::|=>)(?!:)/g,
  /(?:\.|\?\.|->)([A-Za-z_$][\w$]{2,60})\b(?!\s{0,2}\()/g,
  /["']([A-Za-z_$][\w$]{2,60})["']\s{0,2}[\],)]/g,
  // Variables of the surroundings.
  /\b([A-Z][A-Z0-9]{1,40}_[A-Z0-9_]{2,60})\b/g,
  /\b(?:json|xml|bson|yaml|db|form|avro):"([\w$]{3,60})/g,
];

/** Names of members, keys and tags that a change takes away: whoever reads them finds nothing. */
export function fieldsGone(files: readonly ReadFile[]): Set<string> {
  const removed = new Set<string>();
  const kept = new Set<string>();
  for (const changed of files) {
    if (changed.inert || (changed.kind !== "code" && changed.kind !== "config")) continue;
    for (const { kind, text } of changed.hunks.flatMap((hunk) => hunk.lines)) {
      const names = membersOf(text);
      for (const name of names) (kind === "removed" ? removed : kept).add(name);
    }
  }
  return new Set([...removed].filter((name) => !kept.has(name)));
}

/** Whether members that were declared or written, `name: …` or a tag, are so no more: to read one says nothing new. */
export function fieldsDeclaredAnew({ path, hunks, kind }: ReadFile): boolean {
  if (kind !== "code" && kind !== "config") return false;
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const named = (sort: "added" | "removed") =>
    new Set(
      lines
        .filter((line) => line.kind === sort)
        .flatMap(({ text }) =>
          [MEMBERS[0], MEMBERS[4]].flatMap((pattern) =>
            pattern ? [...text.slice(0, 400).matchAll(pattern)].map((match) => match[1] ?? "") : [],
          ),
        )
        .filter((name) => !COMMON.test(name)),
    );
  const after = named("added");
  // Python writes a local's type as it writes that of a field.
  const gone = lines.filter((line) => line.kind === "removed").map(({ text }) => text.slice(0, 400));
  const isLocal = (name: string) =>
    /\.pyi?$/.test(path) &&
    gone.some((text) => new RegExp(`(?<![.\\w"'])${name.replaceAll("$", "\\$")}\\b(?!\\s{0,2}:)`).test(text));
  return [...named("removed")].some((name) => !after.has(name) && !isLocal(name));
}

/** Names that a line reads as members or keys. */
export function membersOf(text: string): string[] {
  const short = text.slice(0, 400);
  return MEMBERS.flatMap((pattern) => [...short.matchAll(pattern)].map((match) => match[1] ?? "")).filter(
    (name) => name.length >= SHORTEST && !COMMON.test(name),
  );
}
