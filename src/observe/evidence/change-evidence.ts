import type { EvidenceOf } from "../../contracts/evidence.ts";
import { sanitise } from "../../safety/sanitise.ts";
import type { ChangeBook } from "../changes/change-book.ts";
import { changedFlags } from "../changes/changed-flags.ts";
import type { EvidenceContext, Unnumbered } from "./evidence-context.ts";

const LOOK_BACK_MS = 3 * 3600_000;
/** A process that came so long before the onset has nothing to do with it. */
const PROCESS_MS = 10 * 60_000;
const MAX_ITEMS = 10;

type Change = Omit<EvidenceOf<"change">, "id">;
const WHAT: Readonly<Record<string, Change["what"]>> = {
  feature_flag: "feature-flag",
  "feature-flag": "feature-flag",
  scale: "scale",
  config: "config",
  status: "status",
};

/** Without a record where only alerts speak: then what was told is all there is. */
type Around = Omit<EvidenceContext, "record" | "slowMs"> & { record: EvidenceContext["record"] | null };

/** What else changed around the onset, the nearest to it first: flags, events that were told, revisions, restarts. */
export function changeEvidence({ anomaly, record, memory, before, after, now }: Around): Unnumbered[] {
  const { changes } = memory.witnesses;
  const items: Change[] = [];
  const add = (what: Change["what"], atMs: number, text: string, service?: string, revision?: string) => {
    const seconds = Math.round((atMs - after) / 1000);
    const when = `${Math.abs(seconds)} s ${seconds < 0 ? "before" : "after"} the onset’s best estimate`;
    items.push({
      kind: "change",
      what,
      ...(service ? { service: sanitise(service, 200) } : {}),
      ...(revision ? { revision } : {}),
      at: new Date(atMs).toISOString(),
      secondsAfterOnset: seconds,
      reference: { at: new Date(atMs).toISOString() },
      text: sanitise(`${when}: ${text}`, 1000),
    });
  };
  for (const one of changedFlags(record ? changes.flagsOf(record.scopes) : [], { earliest: before }, now)) {
    const percent = (of: { evaluations: number; having: number }) =>
      `${Math.round((100 * of.having) / of.evaluations)}% of ${of.evaluations}`;
    add(
      "feature-flag",
      one.atMs,
      `flag ${sanitise(one.key, 120)} of ${one.service} turned to “${sanitise(one.variant, 120)}” (${percent(one.before)} evaluations before, ${percent(one.after)} since).`,
      one.service,
    );
  }
  for (const event of changes.eventsOf(anomaly.repository, before - LOOK_BACK_MS, now)) {
    add(WHAT[event.kind] ?? "other", event.atMs, event.text, event.service);
  }
  const others = record
    ? anomaly.blastRadius
        .map((service) => memory.services.neighbour(service, record))
        .filter((other) => other !== null)
    : [];
  for (const other of record ? [record, ...others] : []) {
    for (const [i, { revision, firstMs }] of other.whole.revisions().entries()) {
      if (i === 0 || revision === "" || firstMs < before - LOOK_BACK_MS || firstMs > now) continue;
      add(
        "revision",
        firstMs,
        `${other.service} began to serve revision ${revision.slice(0, 10)}.`,
        other.service,
        revision,
      );
    }
  }
  for (const [service, begun] of record ? restarts(record.scopes, changes, before, now) : []) {
    add(
      "restart",
      Math.min(...begun),
      `${begun.length === 1 ? "a process" : `${begun.length} processes`} of ${service} started anew on a revision that already ran.`,
      service,
    );
  }
  const distance = ({ secondsAfterOnset: s }: Change) => (s <= 5 ? Math.abs(s) : 10 * s);
  return items.sort((a, b) => distance(a) - distance(b) || (a.text < b.text ? -1 : 1)).slice(0, MAX_ITEMS);
}

/** Processes that began near the onset on a revision which older processes of the service already ran. */
function restarts(
  scopes: ReadonlySet<string>,
  changes: ChangeBook,
  before: number,
  now: number,
): Map<string, number[]> {
  const found = new Map<string, number[]>();
  const all = changes.processesOf(scopes, now);
  const first = Math.min(...all.map((one) => one.firstMs));
  for (const one of all) {
    // What was there when listening began did not start then.
    if (one.firstMs < before - PROCESS_MS || one.firstMs < first + 60_000) continue;
    const older = all.some(
      (other) =>
        other.service === one.service &&
        other.revision === one.revision &&
        other.firstMs < one.firstMs - 30_000,
    );
    if (older) found.set(one.service, [...(found.get(one.service) ?? []), one.firstMs]);
  }
  return found;
}
