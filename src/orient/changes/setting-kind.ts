import { wordsOf } from "./words-of.ts";

/** What a named value governs, as far as its name tells. */
export type SettingKind =
  | "lease"
  | "timeout"
  | "retry"
  | "cache lifetime"
  | "cache key"
  | "container"
  | "batch or sampling"
  | "limit"
  | "interval"
  | "work"
  | "log level"
  | "address"
  | "flag";

/** The first that fits decides: `retry_timeout` is a timeout, `max_retries` counts retries. */
const KINDS: readonly (readonly [SettingKind, RegExp])[] = [
  ["cache key", /\bcache\b.*\b(?:prefix|key|keys|namespace|version)$/],
  // How long somebody may be at work before the work is given to another one.
  [
    "lease",
    /\b(?:visibility(?: timeout)?|invisib\w+|ack(?:nowledge(?:ment)?)? (?:deadline|wait|timeout)|consumer timeout|lock duration|lock lease\w*|lease (?:duration|time|seconds)|max poll interval|time to run|ttr|reservation timeout|retry after visibility)\b/,
  ],
  ["timeout", /\b(?:timeouts?|deadline|time out|patience|keepalive|keep alive)\b/],
  ["retry", /\b(?:retry|retries|attempts?|tries|back ?off)\b/],
  [
    "cache lifetime",
    /\b(?:ttl|max age|maxage|expires?|expiry|expiration|expire after \w+|lifetime|stale \w+|fresh \w+)\b/,
  ],
  [
    "cache lifetime",
    /\bcache\b.*\b(?:seconds|minutes|hours|ms|millis|duration|time|days|for|period|keep|life)\b/,
  ],
  [
    "container",
    /\b(?:limits|requests|resources) (?:memory|cpu|ephemeral storage)\b|\b(?:replicas?|replica count|desired count|instance count|min instances|max instances|min replicas|max replicas|max old space size|xm[xs]\w*|mem limit|memory limit|memory|memory size|memory mb|memory in mb|max memory|ram|vcpus?|cpus?|heap|heap size|max ram percentage)$/,
  ],
  [
    "batch or sampling",
    /\b(?:batch|chunk|page size|per page|prefetch|fetch size|bulk|samples?|sampling|sampler|sample rate|sampling ratio|probability)\b/,
  ],
  [
    "interval",
    /\b(?:interval|period|every|poll|polling|cron|schedule|tick|refresh|sleep|delay|wait|debounce|frequency|heartbeats?|beat|pings?|cadence|ticker)\b/,
  ],
  [
    "work",
    /\b(?:rounds|iterations|work factor|dpi|resolution|pixels|(?:bcrypt|scrypt|argon2?\w*|pbkdf2?|hash\w*|password|salt) (?:cost|factor|strength)|cost factor|log rounds|memory cost|time cost|rsa bits)$/,
  ],
  [
    "limit",
    /\b(?:max\w*|limits?|size|capacity|pool\w*|concurren\w+|parallelism|workers?|threads?|connections?|quota|queue|buffer\w*|window|rate|rps|qps|throttle|burst|inflight|in flight|backlog|depth|threshold|semaphore|slots|permits|highwatermark|high water mark|nofile|ulimit|file descriptors|maximum \w+)\b/,
  ],
  ["log level", /\b(?:log level|loglevel|logging level|level|verbosity|verbose|debug)$/],
  [
    "address",
    /\b(?:host|hostname|url|uri|endpoint|address|addr|dsn|port|server|servers|brokers?|domain|base url|upstream|bucket|topic|queue url|exchange name|stream name|region)$/,
  ],
  ["flag", /\b(?:enabled?|disabled?|flags?|features?|toggles?|experiments?|rollout|beta|use \w+)\b/],
];

export function settingKind(name: string): SettingKind | null {
  const words = wordsOf(name).join(" ");
  return KINDS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}
