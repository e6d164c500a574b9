import type { EvidenceOf } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";
import { IDLE } from "./changes/idle.ts";
import type { ReadCandidate, ReadFile } from "./changes/read-change.ts";
import { wordsOf } from "./changes/words-of.ts";
import type { Finding } from "./finding.ts";
import { WEIGHTS } from "./weights.ts";

/**
 * How decoders name the member that they could not read. It is a name of the program that reads, and no word of whoever sent it:
 * Go's encoding/json (https://pkg.go.dev/encoding/json#UnmarshalTypeError), .NET's System.Text.Json, Jackson's reference chain.
 */
const PHRASES: readonly RegExp[] = [
  /cannot unmarshal \w{1,20} into Go struct field (?:\w{1,60}\.){0,6}(\w{2,60}) of type/,
  /could not be converted to [\w.<>`[\]]{1,120}\. Path: \$(?:\.\w{1,60}|\[[\w<>]{1,12}\]){0,6}\.(\w{2,60})\b/,
  /through reference chain: .{0,300}\["?(\w{2,60})"?\]/,
];
/** Where so many of the candidates touch that name it tells none of them apart. */
const MOST_SHARE = 0.5;

/**
 * Whether somebody cannot decode a member that the candidate's lines write, or that it declares anew: what is written as a string
 * where a number was read fails at the reader, on lines that did not change.
 */
export function fitDecodedField(
  files: readonly ReadFile[],
  all: readonly ReadCandidate[],
  { evidence }: CaseFile,
): Finding | null {
  for (const item of evidence.items) {
    if (item.kind !== "exception" || item.countBefore > 0.2 * item.count) continue;
    const name = decodedField(item);
    if (name === null) continue;
    const line = lineAbout(files, name);
    if (!line) continue;
    const having = all.filter((other) => lineAbout(other.files, name) !== null).length;
    if (having > 1 && having > MOST_SHARE * all.length) continue;
    return {
      family: "place",
      weight: WEIGHTS.place.decodedField,
      text: `What cannot be decoded is \`${name}\`, and it changes lines about that.`,
      evidence: [item.id],
      line,
    };
  }
  return null;
}

/** The member that a decoder says it could not read; null where it names none. */
export function decodedField({ message }: Pick<EvidenceOf<"exception">, "message">): string | null {
  for (const phrase of PHRASES) {
    const name = phrase.exec(message)?.[1];
    if (name) return name;
  }
  return null;
}

function lineAbout(files: readonly ReadFile[], name: string): { path: string; line: number } | null {
  const wanted = wordsOf(name).join("-");
  for (const changed of files) {
    if (changed.inert || IDLE.has(changed.kind)) continue;
    for (const hunk of changed.hunks) {
      let after = 0;
      for (const line of hunk.lines) {
        if (line.after !== undefined) after = line.after;
        if (line.kind === "same") continue;
        const names = line.text.slice(0, 400).match(/[A-Za-z_]\w{1,60}/g) ?? [];
        if (names.some((one) => wordsOf(one).join("-") === wanted))
          return { path: changed.path, line: Math.max(1, line.after ?? after) };
      }
    }
  }
  return null;
}
