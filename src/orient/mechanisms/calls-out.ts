import type { EvidenceOf } from "../../contracts/evidence.ts";

/** Names that instrumentations give to what leaves the process: verbs of HTTP and SQL, methods of services, queues. */
const OUT =
  /^(?:HTTP )?(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b|^[\w.$-]{1,120}\/[\w.$-]{1,80}$|\b(?:send|publish|receive|process|poll|settle|create|produce|consume)\b|^(?:SELECT|INSERT|UPDATE|DELETE|MERGE|CALL|WITH|BEGIN|COMMIT|ROLLBACK|SET|HGET|HSET|MGET|INCR|EXPIRE|EVAL|find|aggregate|insert|update)\b|\b(?:redis|mongo\w*|postgres\w*|mysql|kafka|amqp|grpc|http|dns|tcp|tls|s3|connect)\b/i;

/** Whether a span is of a call that leaves the process; else it is a stretch of the program's own work. */
export function callsOut({ span, operation, detail, code }: EvidenceOf<"span-shift">): boolean {
  return span !== operation && code === undefined && (detail !== undefined || OUT.test(span.slice(0, 300)));
}
