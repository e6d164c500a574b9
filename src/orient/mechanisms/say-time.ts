import type { Evidence, EvidenceOf } from "../../contracts/evidence.ts";
import { isStatement } from "../is-statement.ts";
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
  // Many statements that each take a little more are as much as one that takes a lot.
  const statements = spans.filter(({ item, extra }) => extra < LEAST * all && isStatement(item));
  const together = statements.reduce((sum, { extra }) => sum + extra, 0) / all;
  if (statements.every(({ item }) => !isOftener(item)) && together >= LEAST)
    say("slow in the database", together, statements[0]?.item.id ?? "");
  for (const { item, extra } of spans) {
    const share = extra / all;
    if (share < LEAST) continue;
    const database = isStatement(item);
    const oftener = isOftener(item);
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

/** Of all the time that was added, what takes less says nothing by itself. */
const LEAST = 0.15;

function isOftener({ perRequest: { before, after } }: EvidenceOf<"span-shift">): boolean {
  return before > 0 ? after >= 1.5 * before : after > 1.5;
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
