import type { CaseFile } from "./case-file.ts";

/** What clients of HTTP and of remote procedures call their spans. */
const CALL = /^(?:HTTP )?(?:GET|POST|PUT|PATCH|DELETE|HEAD)\b|^[\w.]{1,120}\/\w{1,80}$/;

/**
 * Whether requests of a service fail because a call that it makes to somebody else does: then what it throws brings the
 * news, and its stack trace leads to the messenger. Most exemplars of the failure have to show it.
 */
export function callsFailed(service: string, { evidence }: CaseFile): boolean {
  let [shown, all] = [0, 0];
  for (const item of evidence.items) {
    if (item.kind !== "trace" || !item.failing) continue;
    const own = new Set(item.spans.filter((span) => span.service === service).map(({ spanId }) => spanId));
    const failed = item.spans.filter((span) => span.error && own.has(span.spanId));
    if (failed.length === 0) continue;
    all += 1;
    if (failed.some(({ name, parentSpanId }) => parentSpanId && own.has(parentSpanId) && CALL.test(name)))
      shown += 1;
  }
  return shown > all / 2;
}
