import type { CaseFile } from "./case-file.ts";

/** A place where traces say that it may have begun, and which sends no telemetry of its own. */
export interface Outside {
  name: string;
  kind: "outside" | "database";
  score: number;
}

/** Of statements and commands; GET, PUT, DELETE and the like are HTTP's as well, and say nothing by themselves. */
const SQL =
  /^(?:with|select|insert|update|delete +from|merge +into|begin|commit|hget|hset|mget|incr|lrange|lpush|find|aggregate)\b(?! ?\/)/i;
const STORE =
  /(?:^|[.-])(?:db|database|postgres\w*|(?:my|ms)?sql\w*|oracle|clickhouse|couch\w*|mariadb|redis\w*|mongo\w*|cassandra|dynamo\w*|memcached?|elastic\w*|opensearch|kafka|rabbit\w*)(?:$|[.:-])/i;

/** Peers that the localisation ranks and that are no service with telemetry, the likeliest first. */
export function outsideOf({ evidence, policy, anomaly }: CaseFile): Outside[] {
  const inside = new Set([anomaly.service, ...anomaly.blastRadius, ...Object.keys(policy.services)]);
  for (const item of evidence.items) {
    if (item.kind === "trace") for (const { service } of item.spans) inside.add(service);
    if ("service" in item && item.service) inside.add(item.service);
  }
  const found = new Map<string, Outside>();
  for (const { service, operation, score } of evidence.localisation) {
    if (inside.has(service)) continue;
    const before = found.get(service);
    const kind =
      before?.kind === "database" || SQL.test(operation) || STORE.test(service) ? "database" : "outside";
    found.set(service, { name: service, kind, score: (before?.score ?? 0) + score });
  }
  return [...found.values()].toSorted((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
}
