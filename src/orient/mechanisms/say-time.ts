import type { Evidence, EvidenceOf } from "../../contracts/evidence.ts";
import { callsOut } from "./calls-out.ts";
import type { Say } from "./say.ts";

/** Where the time goes that requests now take longer. */
export function sayTime(items: readonly Evidence["items"][number][], say: Say): void {
  const spans = items
    .filter((item): item is EvidenceOf<"span-shift"> => item.kind === "span-shift")
    .map((item) => ({
      item,
      extra: item.perRequest.after * item.ownMs.after - item.perRequest.before * item.ownMs.before,
    }))
    .filter(({ extra }) => extra > 1);
  const all = spans.reduce((sum, { extra }) => sum + extra, 0);
  for (const { item, extra } of spans) {
    const share = extra / all;
    if (share < 0.15) continue;
    const database = /^\s{0,20}(?:with|select|insert|update|delete|merge|call)\b/i.test(item.detail ?? "");
    const oftener =
      item.perRequest.before > 0
        ? item.perRequest.after >= 1.5 * item.perRequest.before
        : item.perRequest.after > 1.5;
    const longer = item.ownMs.after >= 1.5 * item.ownMs.before;
    const itself = !callsOut(item);
    if (oftener) say("asks more often", longer && item.perRequest.before > 0 ? share / 2 : share, item.id);
    if (oftener && !longer) continue;
    say(
      database ? "slow in the database" : itself ? "slow by itself" : "slow downstream",
      oftener ? share / 2 : share,
      item.id,
    );
  }
}

/** Calls that failing requests make several times as often as before, however long each takes. */
export function sayOftener(items: readonly Evidence["items"][number][], say: Say): void {
  for (const item of items) {
    if (item.kind !== "span-shift" || !callsOut(item)) continue;
    const { before, after } = item.perRequest;
    if (before > 0.2 && after >= OFTENER * before) say("asks more often", 0.35, item.id);
  }
}

/** So many times as often is asked again, and no other way through the code. */
const OFTENER = 1.8;
