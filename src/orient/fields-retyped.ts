import type { ReadFile } from "./changes/read-change.ts";

/** `name: Type`, `name?: z.string()`, `val name: Type` */
const NAMED_FIRST = /["']?\b([A-Za-z_$][\w$]{1,60})["']?\??\s{0,2}:\s{0,2}([A-Za-z&*[][^=;{}]{0,80})/;
/** Go: `Total int64 \`json:"total"\`` */
const GO = /^\s{1,8}([A-Z]\w{2,60})\s{1,20}(\*?[a-z[][\w.[\]]{0,60})\s{0,20}(?:`|$)/;
/** Java, C#, protocol buffers: `private long total;`, `int32 total = 3;`, `public string Total { get;` */
const TYPED_FIRST =
  /^\s{0,20}(?:(?:private|public|protected|internal|final|readonly|required|optional|repeated|static|volatile)\s{1,4}){0,4}([A-Za-z][\w.<>?]{1,60})\s{1,20}([A-Za-z_]\w{2,60})\s{0,4}(?:;|,|\)|=\s{0,4}\d{1,5}\s{0,2}[;[]|\{\s{0,2}get)/;
const TYPES =
  /^(?:\w{1,10}\.)?(?:number|string|str|int\w{0,6}|uint\w{0,6}|float\w{0,3}|double|decimal|Decimal|BigDecimal|BigInteger|bigint|BigInt|bool\w{0,3}|Boolean|String|Text|Integer|Int\w{0,3}|long|short|byte|Long|Short|Double|Float|Byte\w{0,5}|char|u\d{1,3}|i\d{1,3}|f\d{1,2}|usize|date\w{0,6}|Date\w{0,8}|LocalDate\w{0,4}|Instant|OffsetDateTime|timestamp\w{0,2}|Timestamp|uuid|UUID|Uuid|bytes?|object|array|list|List|Vec|Option|Optional|Map|dict|any|unknown|enum|record|Money|coerce|ObjectId|Number|sint\w{2}|fixed\w{2})\b/;

/** Names of members that are of another type than before: whoever reads them, or is sent them, expects the old one. */
export function fieldsRetyped(files: readonly ReadFile[]): Set<string> {
  const result = new Set<string>();
  for (const changed of files) {
    if (changed.inert || (changed.kind !== "code" && changed.kind !== "config")) continue;
    for (const { lines } of changed.hunks) {
      const was = typesOf(lines.filter(({ kind }) => kind === "removed").map(({ text }) => text));
      const is = typesOf(lines.filter(({ kind }) => kind === "added").map(({ text }) => text));
      for (const [name, type] of was) if (is.has(name) && is.get(name) !== type) result.add(name);
    }
  }
  return result;
}

function typesOf(lines: readonly string[]): Map<string, string> {
  const types = new Map<string, string>();
  for (const text of lines) {
    const short = text.slice(0, 300);
    const [, name, type] = NAMED_FIRST.exec(short) ?? GO.exec(short) ?? [];
    const [, before, after] = TYPED_FIRST.exec(short) ?? [];
    if (name && type && TYPES.test(type)) types.set(name, plain(type));
    else if (before && after && TYPES.test(before)) types.set(after, plain(before));
  }
  return types;
}

/** The type without what else is asked of its values: `z.number().min(1)` is `z.number`. */
function plain(type: string): string {
  return type.replace(/\(.*$/, "").replace(/[,)\s].*$/, "");
}
