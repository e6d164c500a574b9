import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Evidence } from "../../contracts/evidence.ts";
import { oneKeyOf } from "../one-key.ts";
import type { Scope } from "./symptom-class.ts";

const NODES =
  /(?:^|[/.])(?:host\.name|host\.id|k8s\.pod\.name|k8s\.node\.name|service\.instance\.id|container\.id|cloud\.availability_zone|server\.address|process\.pid)$/;
const TENANTS =
  /(?:^|[/._-])(?:tenant|customer|account|org|organi[sz]ation|workspace|merchant|team|region|country|locale|plan|currency|browser|client|user_agent)/i;

/** One attribute that nearly all bad requests share and few good ones do. */
export function scopeOf(
  items: readonly Evidence["items"][number][],
  anomaly: Anomaly,
): { scope: Scope; id: string } | null {
  const key = oneKeyOf(items, anomaly.service);
  if (key) return { scope: TENANTS.test(key.key) ? "one tenant" : "one record", id: key.id };
  for (const item of items) {
    if (item.kind !== "attribute" || item.service !== anomaly.service || !item.concurrent || item.q > 0.05)
      continue;
    const bad = item.bad.having / Math.max(1, item.bad.requests);
    const good = item.good.having / Math.max(1, item.good.requests);
    if (bad < 0.8 || good > 0.5) continue;
    if (NODES.test(item.key)) return { scope: "one node", id: item.id };
    if (TENANTS.test(item.key)) return { scope: "one tenant", id: item.id };
    if (/(?:^|[/._-])id$/i.test(item.key) && good < 0.1) return { scope: "one record", id: item.id };
  }
  return null;
}
