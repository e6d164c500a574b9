import type { Evidence, EvidenceOf } from "../../contracts/evidence.ts";
import { failsItself } from "../fails-itself.ts";
import { classOfException } from "./class-of-exception.ts";
import { EXPIRED } from "./expired-phrase.ts";
import type { Say } from "./say.ts";
import type { SymptomClass } from "./symptom-class.ts";

/** Whole phrases of drivers, in which a type that says nothing names its kind. */
const PHRASES: readonly (readonly [RegExp, SymptomClass])[] = [
  [EXPIRED, "expires"],
  [
    /obtaining a connection from the pool|connection pool (?:is )?(?:exhausted|timed out)|QueuePool limit|remaining connection slots are reserved|[Tt]oo many (?:connections|clients)|Timeout acquiring a connection|pool timed out|Connection is not available, request timed out|timeout exceeded when trying to connect/,
    "runs out",
  ],
  [/waiting for a connection\b/, "runs out"],
  // RabbitMQ, operating systems, pools: what is numbered has no number left.
  [
    /\b(?:id space|channels?|ports|descriptors|handles|threads|sessions|connections) exhausted\b/i,
    "runs out",
  ],
  // Brokers, databases, servers: what is sent is larger than they take.
  [
    /\b(?:MessageSizeTooLarge|RecordTooLarge|RecordBatchTooLarge|PayloadTooLarge|EntityTooLarge|MESSAGE_TOO_LARGE)\b|\b(?:message|record|packet|payload|entity|frame|document|batch)(?: size)?(?: is)? (?:too (?:large|big)|larger than|bigger than|exceeds)|max_allowed_packet|\bResource ?Exhausted: .{0,40}larger than max/i,
    "runs out",
  ],
  // All that a client says whose patience ended.
  [/^(?:[Rr]equest |[Cc]onnection |[Rr]ead |[Oo]peration )?(?:timeout|timed out)\.?$/, "times out"],
  [/\bToo many open files\b|\bEMFILE\b|\(os error 24\)/, "runs out"],
  [
    /\bAccessDenied\b|is not authorized to perform|\bpermission denied for (?:table|relation|schema|sequence|function|database)\b|\b(?:401 Unauthorized|403 Forbidden)\b|\bPERMISSION_DENIED\b|\binsufficient_scope\b/,
    "rejects",
  ],
  [
    /JSON value could not be converted|cannot unmarshal|[Cc]annot deserialize|invalid type: \w{1,20}, expected|missing field|in JSON at position/,
    "throws by mistake",
  ],
  [/deadlock detected|[Ll]ock (?:wait timeout|request time ?out)/, "the database refuses"],
];

/** What new errors, and the statuses of bad requests, say of how the program fails. */
export function sayErrors(items: readonly Evidence["items"][number][], evidence: Evidence, say: Say): void {
  const thrown = items.filter(
    (item): item is EvidenceOf<"exception"> =>
      item.kind === "exception" && failsItself(item.service, evidence),
  );
  // What grew little is of every day; what grew much, however early it began, is of this failure.
  const added = (item: EvidenceOf<"exception">) =>
    item.countBefore <= 0.2 * item.count ? item.count : Math.max(0, item.count - 2 * item.countBefore);
  const all = thrown.reduce((sum, item) => sum + added(item), 0);
  for (const item of thrown) {
    const phrase = PHRASES.find(([pattern]) => pattern.test(item.message))?.[1];
    const symptom = phrase ?? classOfException(item.type);
    if (symptom && all > 0) say(symptom, added(item) / all, item.id);
  }
  for (const item of items) {
    if (item.kind !== "attribute" || item.bad.having < 0.5 * item.bad.requests) continue;
    if (
      /(?:^|\/)(?:http\.response\.status_code|http\.status_code|rpc\.grpc\.status_code|error\.type)$/.test(
        item.key,
      )
    ) {
      const status = /^([45]\d\d)$/.exec(item.value)?.[1];
      if (status) say(...ofStatus(status), item.id);
    }
    if (/(?:^|\/)db\.response\.status_code$/.test(item.key)) say("the database refuses", 0.5, item.id);
  }
}

function ofStatus(status: string): [SymptomClass, number] {
  if (status === "429") return ["runs out", 0.6];
  if (status.startsWith("4")) return ["rejects", 0.8];
  if (status === "504" || status === "408") return ["times out", 0.6];
  // A gateway says so of whoever does not answer it.
  if (status === "502" || status === "503") return ["cannot connect", 0.3];
  return ["throws by mistake", 0];
}
