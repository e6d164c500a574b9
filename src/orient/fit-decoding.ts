import type { EvidenceOf } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { speaksOtherwise } from "./changes/speaks-otherwise.ts";
import type { Finding } from "./finding.ts";
import { WEIGHTS } from "./weights.ts";

/** Types and whole phrases with which decoders say that what they read has another shape than they were told. */
const TYPES =
  /JSONDecode|JsonException|JsonParse|JsonMapping|MismatchedInput|UnrecognizedProperty|InvalidFormat|Unmarshal|DeserializationE|SerializationException|MissingFieldException|DecodeError|DecodingError|ProtocolBuffer|InvalidProtocol|ValidationError|ZodError/;
const PHRASES =
  /json: (?:cannot unmarshal|unknown field)|[Cc]annot deserialize|JSON value could not be converted|invalid type: \w{1,20}, expected|missing field|Unexpected token .{1,40} in JSON|Expected .{1,60} but was /;

/**
 * Whether requests fail as somebody cannot decode what the candidate's service answers, of which it changes how it is
 * written. Of the message only phrases of decoders are read.
 */
export function fitDecoding(service: string, files: readonly ReadFile[], file: CaseFile): Finding | null {
  if (!speaksOtherwise(files)) return null;
  const item = file.evidence.items.find(
    (one): one is EvidenceOf<"exception"> =>
      one.kind === "exception" &&
      one.service !== service &&
      one.countBefore <= 0.2 * one.count &&
      (TYPES.test(one.type) || PHRASES.test(one.message)),
  );
  if (!item) return null;
  const changed = files.find(({ inert }) => inert === null);
  const [first] = changed?.classes ?? [];
  return {
    family: "place",
    weight: WEIGHTS.place.decodes,
    text: `${item.service} cannot decode what it reads, and it changes how ${service} writes its answers.`,
    evidence: [item.id],
    ...(changed && first ? { line: { path: changed.path, line: first.line } } : {}),
  };
}
