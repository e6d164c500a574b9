import type { EvidenceOf } from "../../contracts/evidence.ts";
import { sanitise } from "../../safety/sanitise.ts";
import type { SeenProcess } from "../changes/change-book.ts";
import { changedFlags } from "../changes/changed-flags.ts";
import type { EvidenceContext, Unnumbered } from "./evidence-context.ts";

const LOOK_BACK_MS = 3 * 3600_000;
/** A process that came so long before the onset has nothing to do with it. */
const PROCESS_MS = 10 * 60_000;
/** The processes of one revision are replaced one after another within so long a time. */
const ROLLOUT_MS = 10 * 60_000;
const MAX_ITEMS = 10;
/** Revisions of services besides those that are known to suffer. */
const MAX_ELSEWHERE = 4;

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
  const began = (service: string, revision: string, atMs: number) => {
    if (revision === "" || atMs < before - LOOK_BACK_MS || atMs > now) return;
    add("revision", atMs, `${service} began to serve revision ${revision.slice(0, 10)}.`, service, revision);
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
  const processes = record ? changes.processesOf(record.scopes, now) : [];
  const rolledOut = revisionsHeard(processes);
  for (const other of record ? [record, ...others] : []) {
    const heard = new Map(rolledOut.get(other.service)?.map((one) => [one.revision, one.firstMs]));
    rolledOut.delete(other.service);
    for (const [i, { revision, firstMs }] of other.whole.revisions().entries()) {
      if (i > 0) heard.set(revision, Math.min(firstMs, heard.get(revision) ?? firstMs));
      else heard.delete(revision);
    }
    for (const [revision, firstMs] of heard) began(other.service, revision, firstMs);
  }
  const known = items.length;
  for (const [service, heard] of rolledOut)
    for (const { revision, firstMs } of heard) began(service, revision, firstMs);
  const elsewhere = items.splice(known).sort(byDistance).slice(0, MAX_ELSEWHERE);
  for (const [service, begun] of record ? restarts(processes, before) : []) {
    add(
      "restart",
      Math.min(...begun),
      `${begun.length === 1 ? "a process" : `${begun.length} processes`} of ${service} started anew on a revision that already ran.`,
      service,
    );
  }
  return [...items.sort(byDistance).slice(0, MAX_ITEMS), ...elsewhere].sort(byDistance);
}

/** What came after the onset hardly did it. */
function distanceOf({ secondsAfterOnset: s }: Change): number {
  return s <= 5 ? Math.abs(s) : 10 * s;
}

function byDistance(a: Change, b: Change): number {
  return distanceOf(a) - distanceOf(b) || (a.text < b.text ? -1 : 1);
}

/** When the first process of each revision was heard, by service and in that order, without the one that was there before. */
function revisionsHeard(
  processes: readonly SeenProcess[],
): Map<string, { revision: string; firstMs: number }[]> {
  const byService = new Map<string, Map<string, number>>();
  for (const { service, revision, firstMs } of processes) {
    const heard = byService.get(service) ?? new Map<string, number>();
    heard.set(revision, Math.min(firstMs, heard.get(revision) ?? firstMs));
    byService.set(service, heard);
  }
  return new Map(
    [...byService].map(([service, heard]) => [
      service,
      [...heard]
        .map(([revision, firstMs]) => ({ revision, firstMs }))
        .sort((a, b) => a.firstMs - b.firstMs || (a.revision < b.revision ? -1 : 1))
        .slice(1),
    ]),
  );
}

/**
 * Processes that began near the onset on a revision which older processes of the service already ran. Those that follow the
 * first of a new revision within the time of a roll-out are part of that, and no restarts.
 */
function restarts(all: readonly SeenProcess[], before: number): Map<string, number[]> {
  const found = new Map<string, number[]>();
  const first = Math.min(...all.map((one) => one.firstMs));
  const news = revisionsHeard(all);
  for (const one of all) {
    // What was there when listening began did not start then.
    if (one.firstMs < before - PROCESS_MS || one.firstMs < first + 60_000) continue;
    const older = all.some(
      (other) =>
        other.service === one.service &&
        other.revision === one.revision &&
        other.firstMs < one.firstMs - 30_000,
    );
    const rollsOut = news
      .get(one.service)
      ?.some(({ revision, firstMs }) => revision === one.revision && one.firstMs <= firstMs + ROLLOUT_MS);
    if (older && !rollsOut) found.set(one.service, [...(found.get(one.service) ?? []), one.firstMs]);
  }
  return found;
}
