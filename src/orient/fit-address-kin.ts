import type { EvidenceOf } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";
import { IDLE } from "./changes/idle.ts";
import type { ReadFile } from "./changes/read-change.ts";
import type { Finding } from "./finding.ts";
import { WEIGHTS } from "./weights.ts";

/** What brokers and stores say, in whole phrases of theirs, to whoever comes to the wrong place of them, and what settings of them are called. */
const KIN: readonly { says: RegExp; about: RegExp; of: string }[] = [
  {
    says: /Operation failed: (?:Queue|Exchange|Basic)\w{3,12};|\bno (?:queue|exchange) .{1,80} in vhost\b|\bvhost .{1,80} not found\b|NOT_ALLOWED - (?:vhost|access to vhost)/,
    about: /amqps?:|amqp|rabbit|\bvhost\b/i,
    of: "the message broker",
  },
  {
    says: /\bUNKNOWN_TOPIC_OR_PARTITION\b|This server does not host this topic-partition|\bTOPIC_AUTHORIZATION_FAILED\b/,
    about: /kafka|broker|bootstrap|topic/i,
    of: "the broker's topics",
  },
  {
    says: /\bNoSuchBucket\b|The specified bucket does not exist/,
    about: /bucket|\bs3\b|s3:|storage/i,
    of: "the bucket",
  },
  {
    says: /\bdatabase .{1,80} does not exist\b|\brole .{1,80} does not exist\b|password authentication failed|Unknown database\b|Access denied for user/,
    about: /database|postgres|mysql|jdbc|\bdsn\b|\bdb[._-]|_db\b/i,
    of: "the database",
  },
  {
    says: /\bNOAUTH Authentication required|\bWRONGPASS\b|\bERR DB index is out of range/,
    about: /redis|valkey/i,
    of: "the store",
  },
];

/**
 * Whether requests fail with what a broker or a store says to whoever comes to the wrong place of it, and a candidate changes
 * its address. Of messages only whole phrases of such systems are read.
 */
export function fitAddressKin(service: string, files: readonly ReadFile[], file: CaseFile): Finding | null {
  const fresh = file.evidence.items.filter(
    (item): item is EvidenceOf<"exception"> =>
      item.kind === "exception" && item.service === service && item.countBefore <= 0.2 * item.count,
  );
  for (const { says, about, of } of KIN) {
    const told = fresh.find(({ message }) => says.test(message));
    if (!told) continue;
    for (const changed of files) {
      if (changed.inert || IDLE.has(changed.kind) || changed.kind === "asset") continue;
      if (!changed.classes.some(({ change }) => change === "address changed" || change === "setting changed"))
        continue;
      const line = changed.hunks
        .flatMap(({ lines }) => lines)
        .find(({ kind, text }) => kind !== "same" && about.test(text.slice(0, 300)));
      if (!line) continue;
      return {
        family: "place",
        weight: WEIGHTS.place.addressOfRefuser,
        text: `Requests fail with what ${of} says to whoever comes to the wrong place, and it changes where that is.`,
        evidence: [told.id],
        ...(line.after ? { line: { path: changed.path, line: line.after } } : {}),
      };
    }
  }
  return null;
}
