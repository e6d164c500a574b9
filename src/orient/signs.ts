import type { EvidenceOf } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";

/** What an error says about its own kind, in the words of the runtimes, drivers and systems that raise it. */
export type Sign =
  | "name resolution"
  | "certificate"
  | "connection lost"
  | "connection refused"
  | "timeout"
  | "disk full"
  | "out of descriptors"
  | "broker blocked"
  | "too few replicas"
  | "database unavailable"
  | "lock"
  | "rejected"
  | "rate limited"
  | "a page for an answer";

export interface SeenSign {
  sign: Sign;
  /** Of all new errors of its service, how many show it. */
  share: number;
  service: string;
  type: string;
  evidence: readonly string[];
}

/**
 * Types come from the program. A message may hold what a visitor typed, so it is matched only against whole phrases
 * that the runtimes themselves write, and these speak for causes without a commit: the safe side to be fooled on.
 */
const SIGNS: readonly { sign: Sign; type: RegExp; message: RegExp }[] = [
  // The process itself has no more sockets or files to open: https://man7.org/linux/man-pages/man3/errno.3.html
  {
    sign: "out of descriptors",
    type: /^(?:EMFILE|ENFILE)$/,
    message: /\b[Tt]oo many open files\b|\bE[MN]FILE\b/,
  },
  // Whoever should answer in JSON shows a page for people: it is being maintained, or something before it answers in its place.
  {
    sign: "a page for an answer",
    type: /^(?:[\w.]+\.)?UnexpectedHtmlResponse$/,
    message:
      /[Uu]nexpected token '?<|invalid character '<' looking for|invalid start of a value.{1,160}<(?:html|!doctype)|Unexpected character \('<'|JSON .{0,60}<!doctype html/i,
  },
  {
    sign: "name resolution",
    type: /^(?:ENOTFOUND|EAI_AGAIN|(?:[\w.]+\.)?(?:UnknownHostException|gaierror|NameResolutionError|DNSError|DnsError))$/,
    message:
      /\bgetaddrinfo (?:ENOTFOUND|EAI_AGAIN)\b|Name or service not known|failed to lookup address information|Temporary failure in name resolution|: no such host\b|nodename nor servname provided|[Cc]ould not resolve host\b/,
  },
  {
    sign: "certificate",
    type: /^(?:CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|ERR_TLS_\w+|(?:[\w.]+\.)?(?:SSLHandshakeException|SSLPeerUnverifiedException|CertificateExpiredException|SSLCertVerificationError|CertificateInvalidError|SSLError))$/,
    message:
      /certificate has expired|certificate verify failed|\bx509: |unable to verify the first certificate|self.signed certificate in|PKIX path (?:building|validation)/i,
  },
  {
    sign: "connection refused",
    type: /^(?:ECONNREFUSED|(?:[\w.]+\.)?(?:ConnectionRefusedError))$/,
    message: /\bECONNREFUSED\b|[Cc]onnection refused/,
  },
  {
    sign: "connection lost",
    type: /^(?:ECONNRESET|ECONNABORTED|EPIPE|EHOSTUNREACH|ENETUNREACH|UND_ERR_SOCKET|(?:[\w.]+\.)?(?:SocketException|ConnectionResetError|BrokenPipeError|NoRouteToHostException|ConnectionError|SocketError))$/,
    message:
      /\bE(?:CONNRESET|PIPE|HOSTUNREACH|NETUNREACH)\b|[Cc]onnection reset by peer|[Bb]roken pipe|[Nn]o route to host|[Nn]etwork is unreachable|\bconnect ETIMEDOUT\b|dial tcp \S{1,100} i\/o timeout|socket hang up|code = Unavailable desc = (?:connection error|transport is closing|error reading from server)/,
  },
  {
    sign: "disk full",
    type: /^(?:ENOSPC|(?:[\w.]+\.)?DiskFull)$/,
    message:
      /[Nn]o space left on device|\bENOSPC\b|\bEDQUOT\b|[Dd]isk quota exceeded|The table .{1,80} is full\b|database or disk is full|could not extend file|unable to extend (?:table|index|segment)|flood.stage disk watermark|[Nn]ot enough (?:free )?(?:disk )?space\b|There is not enough space on the disk/,
  },
  // A broker that is out of memory or disk blocks whoever publishes: https://www.rabbitmq.com/docs/connection-blocked
  {
    sign: "broker blocked",
    type: /^(?:[\w.]+\.)?(?:ConnectionBlocked\w{0,20}|AlarmedBroker\w{0,20})$/,
    message: /\bconnection\.blocked\b|[Cc]onnection blocked: low on (?:memory|disk)/,
  },
  // A broker refuses what it cannot keep as often as it was told to: https://kafka.apache.org/protocol#protocol_error_codes
  {
    sign: "too few replicas",
    type: /^(?:[\w.]+[._])?(?:NotEnoughReplicas(?:AfterAppend)?(?:Exception|Error)?|NOT_ENOUGH_REPLICAS\w{0,20})$/,
    message: /fewer in-sync replicas than required|\bNOT_ENOUGH_REPLICAS\b|\bNotEnoughReplicas/,
  },
  {
    sign: "database unavailable",
    type: /^(?:[\w.]+\.)?(?:AdminShutdown|CannotConnectNow|ReadOnlySqlTransaction)$/,
    message:
      /the database system is (?:shutting down|starting up|in recovery mode)|cannot execute \w+ in a read-only transaction|terminating connection due to administrator command|server closed the connection unexpectedly/,
  },
  {
    sign: "lock",
    type: /^(?:[\w.]+\.)?(?:LockNotAvailable|DeadlockDetected|LockTimeout\w*|LockAcquisitionException|CannotAcquireLockException)$/,
    message:
      /canceling statement due to lock timeout|[Ll]ock request time ?out|deadlock detected|[Ll]ock wait timeout exceeded|could not obtain lock on/,
  },
  {
    sign: "timeout",
    type: /^(?:ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_\w*TIMEOUT|(?:[\w.]+\.)?\w*(?:Timeout|TimedOut|DeadlineExceeded)\w*|context\.deadlineExceededError)$/,
    message:
      /context deadline exceeded|aborted due to timeout|[Rr]ead timed out|[Cc]onnect(?:ion)? timed out/,
  },
  {
    sign: "rejected",
    type: /^(?:[\w.$]+[.$])?(?:\w*Unauthori[sz]ed\w*|\w*Forbidden\w*|\w*AuthenticationError|\w*InvalidToken\w*|401|403)$/,
    message:
      /\b(?:401 Unauthorized|403 Forbidden)\b|\binvalid_client\b|\binvalid_grant\b|\bInvalidProviderToken\b|\b402 Payment Required\b/,
  },
  // Object stores say SlowDown (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html), others that a quota is used up.
  {
    sign: "rate limited",
    type: /^(?:[\w.:$]+[.:$])?(?:TooManyRequests\w*|RateLimit\w*|Throttling\w*|ThrottledException|QuotaExceeded\w*|SlowDown|429)$/,
    message:
      /\b(?:quota_?[Ee]xceeded|insufficient_quota|rateLimitExceeded|RequestLimitExceeded|ProvisionedThroughputExceededException|ThrottlingException|SlowDown)\b|[Rr]educe your request rate|\b429 Too Many Requests\b|\b(?:status|code|answered|HTTP)[ :=]{1,2}(?:429|<n>)\b.{0,12}\btoo many requests\b|^[Tt]oo [Mm]any [Rr]equests\b|\b[Rr]ate limit exceeded\b|\bRESOURCE_EXHAUSTED\b/,
  },
];

/** What one exception says of its own kind; null where it says nothing of the sort. */
export function signOf({ type, message }: Pick<EvidenceOf<"exception">, "type" | "message">): Sign | null {
  return SIGNS.find((row) => row.type.test(type) || row.message.test(message))?.sign ?? null;
}

const LOGGED = 0.7;

/** What the new errors of these services say of themselves, the commonest first. */
export function signsOf(file: CaseFile, services: ReadonlySet<string>): SeenSign[] {
  const fresh = file.evidence.items.filter(
    (item): item is EvidenceOf<"exception"> =>
      item.kind === "exception" && services.has(item.service) && item.countBefore <= 0.5 * item.count,
  );
  const found = new Map<string, SeenSign>();
  for (const item of fresh) {
    const sign = signOf(item);
    if (!sign) continue;
    const all = fresh.filter(({ service }) => service === item.service);
    const total = all.reduce((sum, { count }) => sum + count, 0);
    const key = `${item.service} ${sign}`;
    const before = found.get(key);
    found.set(key, {
      sign,
      share: (before?.share ?? 0) + item.count / Math.max(1, total),
      service: item.service,
      type: before?.type ?? item.type,
      evidence: [...(before?.evidence ?? []), item.id],
    });
  }
  // Where nothing but logs speaks, what they began to write tells the same, a little less surely.
  for (const item of file.evidence.items) {
    if (item.kind !== "log" || !services.has(item.service) || item.severity !== "error") continue;
    if (item.count < 5 || item.countBefore > 0.2 * item.count) continue;
    const row = SIGNS.find(({ message }) => message.test(item.template));
    const key = `${item.service} ${row?.sign ?? ""}`;
    if (!row || found.has(key)) continue;
    found.set(key, {
      sign: row.sign,
      share: LOGGED,
      service: item.service,
      type: "an error in the log",
      evidence: [item.id],
    });
  }
  return [...found.values()]
    .filter(({ share }) => share >= 0.3)
    .toSorted((a, b) => b.share - a.share || (a.sign < b.sign ? -1 : 1));
}
