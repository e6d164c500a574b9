import type { EvidenceItem, EvidenceOf } from "../contracts/evidence.ts";
import { FLAG_KEY, PLACE_KEY, REVISION_KEY, splitsAlike } from "./attribute-splits.ts";

/** Of what every request of the sort has, whatever it is about. */
const OF_THE_REQUEST =
  /(?:^|[/.])(?:http\.[\w.]+|error\.type|exception\.\w+|rpc\.[\w.]+|url\.\w+|db\.\w[\w.]*|server\.(?:address|port)|net\.\w[\w.]*|network\.\w[\w.]*|otel\.\w+|messaging\.\w[\w.]*|thread\.\w+|code\.\w[\w.]*)$/;
const FEWEST = 8;
const NEARLY_ALL = 0.9;
const HARDLY_ANY = 0.06;

/**
 * The value of a request's own attribute that nearly all bad requests have, and hardly a good one of the same minutes: a unit,
 * a role, a customer. Null where there is none, or where a machine, a revision or a flag splits them as well.
 */
export function oneKeyOf(items: readonly EvidenceItem[], service: string): EvidenceOf<"attribute"> | null {
  return (
    items.find(
      (item): item is EvidenceOf<"attribute"> =>
        item.kind === "attribute" &&
        item.service === service &&
        item.concurrent &&
        item.q <= 0.05 &&
        item.bad.requests >= FEWEST &&
        item.bad.having >= NEARLY_ALL * item.bad.requests &&
        item.good.having <= HARDLY_ANY * item.good.requests &&
        !OF_THE_REQUEST.test(item.key) &&
        ![PLACE_KEY, REVISION_KEY, FLAG_KEY].some((pattern) => splitsAlike(item, pattern)),
    ) ?? null
  );
}
