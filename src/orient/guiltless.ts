import type { EvidenceOf } from "../contracts/evidence.ts";
import type { Symptom } from "../contracts/signal.ts";
import type { CaseFile } from "./case-file.ts";
import type { Finding } from "./finding.ts";
import { queryOf, type SlowSpan } from "./fit-spans.ts";
import { unreadInStep } from "./unread-in-step.ts";
import { WEIGHTS } from "./weights.ts";

/** A cause that no commit is guilty of. It always stands among the candidates. */
export interface Guiltless {
  mechanism: "outside provider or network" | "traffic" | "data or operator" | "a change that I cannot see";
  summary: string;
  /** Shares of all guiltless causes before anything is known; each column sums to 1. */
  share: Readonly<Record<Symptom, number>>;
}

export const GUILTLESS: readonly Guiltless[] = [
  {
    mechanism: "outside provider or network",
    summary: "Something outside that the service calls, or the network between, fails or is slow.",
    share: { errors: 0.35, latency: 0.3, memory: 0.1, traffic: 0.4, saturation: 0.1 },
  },
  {
    mechanism: "traffic",
    summary: "More requests, or other ones, than the service can bear.",
    share: { errors: 0.1, latency: 0.3, memory: 0.3, traffic: 0.1, saturation: 0.45 },
  },
  {
    mechanism: "data or operator",
    summary: "A record, a table, a lock or somebody's hand on production, and no change of the code.",
    share: { errors: 0.25, latency: 0.2, memory: 0.2, traffic: 0.2, saturation: 0.2 },
  },
  {
    mechanism: "a change that I cannot see",
    summary: "A flag, a setting, a secret or a platform that changed outside of this repository.",
    share: { errors: 0.3, latency: 0.2, memory: 0.4, traffic: 0.3, saturation: 0.25 },
  },
];

/** Errors that the network itself raises, by type: no program throws these about its own logic. */
const NETWORK_ERRORS =
  /^(?:ECONN\w+|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|\w*(?:Connect|Socket|Timeout|DNS|Network|Tls|SSL|Certificate)\w*(?:Error|Exception)?|UND_ERR_\w+|BrokenPipeError)$/i;

/** What the evidence says for a guiltless cause by itself, apart from how badly the commits fit. */
export function fitGuiltless(
  guiltless: Guiltless,
  exceptions: readonly EvidenceOf<"exception">[],
  slow: readonly SlowSpan[],
  file: CaseFile,
): Finding[] {
  const findings: Finding[] = [];
  if (guiltless.mechanism === "outside provider or network") {
    const leading = exceptions[0];
    if (leading && NETWORK_ERRORS.test(leading.type)) {
      findings.push({
        family: "place",
        weight: 2,
        text: `Requests fail with ${leading.type}, as they do when a connection does.`,
        evidence: [leading.id],
      });
    }
    const outward = slow.find(
      ({ item }) =>
        item.perRequest.before > 0 &&
        item.code === undefined &&
        queryOf(item) === null &&
        item.span !== item.operation,
    );
    if (outward && outward.item.perRequest.after < 1.5 * outward.item.perRequest.before) {
      findings.push({
        family: "place",
        weight: 1.5,
        text: "The time goes into a call that is made as often as before and now takes longer.",
        evidence: [outward.item.id],
      });
    }
  }
  if (guiltless.mechanism === "data or operator") {
    const query = slow.find(({ item }) => queryOf(item) !== null && item.perRequest.before > 0);
    if (query && query.item.perRequest.after < 1.5 * query.item.perRequest.before) {
      findings.push({
        family: "place",
        weight: 1,
        text: "A query that ran before, as often as before, takes longer now.",
        evidence: [query.item.id],
      });
    }
  }
  const unread = guiltless.mechanism === "a change that I cannot see" ? unreadInStep(file) : 0;
  if (unread > 0) {
    findings.push({
      family: "prior",
      weight: WEIGHTS.unreadInStep,
      text: `${unread} of the changes between the last healthy and the failing revision could not be read.`,
      evidence: [],
    });
  } else if (guiltless.mechanism === "a change that I cannot see" && file.truncated) {
    findings.push({
      family: "prior",
      weight: 1,
      text: "More was deployed in that time than was read.",
      evidence: [],
    });
  }
  return findings;
}
