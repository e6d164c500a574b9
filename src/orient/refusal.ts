import type { EvidenceOf } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";
import { outsideOf } from "./outside.ts";
import { type SeenSign, signOf } from "./signs.ts";

/** Connections of the failing service that were refused: nobody listened where it called (RFC 9293, section 3.10.7.1). */
export interface Refusal {
  /** A store, by the driver that says so; a peer outside, by the traces; or one of these services; null where nothing tells. */
  by: "store" | "outside" | null;
  /** Services that the failing one calls, and of which nothing is heard where it is refused. */
  services: ReadonlySet<string>;
  evidence: readonly string[];
}

/** Of the new errors of a service, so many must say it. */
const MOST_SAY = 0.5;
/** Clients that only say that a call failed; the cause is recorded beside it. */
const MESSENGER = /\bfetch failed\b(?!: )/;
/** By so much of the localisation a peer outside is one of the places where it may have begun. */
const NAMED = 0.015;

/** Packages that open connections to stores, as they stand in a path or in the name of a type; never a program's own. */
const DRIVER =
  /(?:^|[\\/.@])(?:pg|pg-pool|pg-protocol|postgres|postgrex|mysql2?|mariadb|tedious|mssql|oracledb|mongodb|mongoose|ioredis|@redis|redis|cassandra-driver|psycopg2?|psycopg_pool|asyncpg|pymysql|pymongo|aiomysql|sqlalchemy|pgx|pgconn|go-redis|lib\/pq|go-sql-driver|mongo-driver|postgresql|jdbc|lettuce|jedis|hikari|npgsql|mysqlconnector|stackexchange\.redis|sqlclient|activerecord|sequel)(?=$|[\\/.@:-])/i;
/** Whole phrases of drivers: https://www.postgresql.org/docs/current/server-start.html#CLIENT-CONNECTION-PROBLEMS */
const PHRASE =
  /accepting TCP\/IP connections|Can't connect to (?:MySQL|MariaDB) server|connecting to redis|^(?:redis|mongo|postgres)\w*: /i;

/**
 * What is known of who refuses the failing service. Null where its new errors do not say that connections are refused.
 * A service that is heard in the very traces in which the failing one is refused has answered, and refuses nobody.
 */
export function refusalOf(signs: readonly SeenSign[], file: CaseFile): Refusal | null {
  const { service } = file.anomaly;
  const sign = signs.find((one) => one.sign === "connection refused" && one.service === service);
  if (!sign) return null;
  const { evidence } = sign;
  const told = file.evidence.items.filter(
    (item): item is EvidenceOf<"exception"> =>
      item.kind === "exception" &&
      item.service === service &&
      item.countBefore <= 0.5 * item.count &&
      !MESSENGER.test(item.message),
  );
  const thrown = told.filter((item) => signOf(item) === "connection refused");
  const all = sumOf(told);
  if ((all > 0 ? sumOf(thrown) / all : sign.share) < MOST_SAY) return null;
  if (thrown.some(saysDriver)) return { by: "store", services: new Set(), evidence };
  const services = silentCallees(service, file);
  const [peer] = outsideOf(file).filter(({ kind }) => kind === "outside");
  const scoreOf = (name: string) =>
    file.evidence.localisation
      .filter((place) => place.service === name)
      .reduce((sum, { score }) => sum + score, 0);
  const outside =
    peer !== undefined &&
    peer.score >= NAMED &&
    [...services].every((callee) => scoreOf(callee) < peer.score);
  return { by: outside ? "outside" : null, services, evidence };
}

function sumOf(items: readonly EvidenceOf<"exception">[]): number {
  return items.reduce((sum, { count }) => sum + count, 0);
}

/** The driver stands innermost, but for the runtime that opens sockets for everybody. */
function saysDriver({ type, message, frames }: EvidenceOf<"exception">): boolean {
  if (PHRASE.test(message) || DRIVER.test(type)) return true;
  const [top] = frames.filter(({ path }) => !/^(?:node:|internal\/)/.test(path));
  return top !== undefined && !top.inApp && DRIVER.test(top.path);
}

function silentCallees(caller: string, { evidence, policy }: CaseFile): Set<string> {
  const called = new Set<string>();
  const heard = new Set<string>();
  let shown = false;
  for (const item of evidence.items) {
    if (item.kind !== "trace") continue;
    if (item.spans.some((span) => span.service === caller)) shown = true;
    const serviceOf = new Map(item.spans.map((span) => [span.spanId, span.service]));
    for (const { service, parentSpanId } of item.spans) {
      if (service === caller) continue;
      if (item.failing) heard.add(service);
      if (parentSpanId !== undefined && serviceOf.get(parentSpanId) === caller) called.add(service);
    }
  }
  const callees = shown && called.size > 0 ? called : new Set(policy.services[caller]?.depends_on ?? []);
  return new Set([...callees].filter((callee) => !heard.has(callee)));
}
