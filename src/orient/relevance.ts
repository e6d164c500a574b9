import { asksTheTable } from "./asks-the-table.ts";
import { callersOf } from "./callers-of.ts";
import type { CaseFile } from "./case-file.ts";
import { causalPath } from "./causal-path.ts";
import { byTheClock } from "./changes/by-the-clock.ts";
import { IDLE } from "./changes/idle.ts";
import type { ReadCandidate, ReadFile } from "./changes/read-change.ts";
import { speaksOtherwise } from "./changes/speaks-otherwise.ts";
import { columnsDropped } from "./columns-dropped.ts";
import type { Finding } from "./finding.ts";
import { lineOfFrame } from "./line-of-frame.ts";
import { namesIn } from "./names-in.ts";
import { newExceptions } from "./new-exceptions.ts";
import { ownFrames } from "./own-frames.ts";
import { WEIGHTS } from "./weights.ts";

/** Which of a candidate's files could have to do with the failure, through which service. */
export interface Relevance {
  /** The service on the causal path through which it would act; the failing one where none is known. */
  service: string;
  files: readonly ReadFile[];
  findings: readonly Finding[];
}

/** Code that many services share is tried through so many of them. */
const MOST_SERVICES = 6;

/**
 * Narrows a candidate to the files of each service that it would have acted through, the likeliest first, and says what
 * the kind of those files and their owner make of it. Never empty. A prose file inside a service's folder is still prose.
 */
export function relevancesOf(read: ReadCandidate, file: CaseFile): Relevance[] {
  const path = causalPath(file);
  const failing = file.anomaly.service;
  if (
    !file.policy.services[failing] &&
    !read.files.some(({ owners }) => owners.some((one) => path.has(one)))
  ) {
    return [
      {
        service: failing,
        files: read.files,
        findings: [
          kindFinding(read.files, file),
          {
            family: "ownership",
            weight: WEIGHTS.ownership.unknown,
            text: `The policy does not say which files ${failing} is built from.`,
            evidence: [],
          },
        ],
      },
    ];
  }
  const options = [...path].map(([service, told]) => {
    const its = suffersMost(service, file) ? Math.max(told, WEIGHTS.ownership.suffersMost) : told;
    const shared =
      service === failing
        ? read.files.filter(
            (changed) =>
              !changed.owners.includes(service) && asksTheTable(service, changed, file.evidence.items),
          )
        : [];
    const own = read.files.filter((changed) => changed.owners.includes(service));
    const files = [...own, ...shared];
    const weight =
      own.length === 0 && shared.length > 0
        ? WEIGHTS.ownership.sharedSchema
        : service !== failing && readsDropped(files, file)
          ? Math.max(its, WEIGHTS.ownership.sharedSchema)
          : file.anomaly.symptom === "errors" && service !== failing && speaksOtherwise(files)
            ? Math.max(its, WEIGHTS.ownership.speaksOtherwise)
            : its;
    return {
      service,
      files,
      weight,
      total: files.length > 0 ? weight + priorOf(files) : Number.NEGATIVE_INFINITY,
    };
  });
  const callers = callersOf(file);
  const owning = options
    .filter(({ files }) => files.length > 0)
    .toSorted((a, b) => b.total - a.total || (a.service < b.service ? -1 : 1))
    .slice(0, MOST_SERVICES);
  if (owning.length > 0) {
    return owning.map(({ service, files, weight }) => {
      const text =
        service === failing && weight === WEIGHTS.ownership.sharedSchema
          ? `It changes tables that ${failing} asks: ${someOf(files)}.`
          : service === failing
            ? `It changes files that ${failing} is built from: ${someOf(files)}.`
            : callers.has(service)
              ? `It changes files of ${service}, which calls ${failing}: ${someOf(files)}.`
              : `It changes files of ${service}, on which ${failing} depends: ${someOf(files)}.`;
      return {
        service,
        files,
        findings: [kindFinding(files, file), { family: "ownership", weight, text, evidence: [] }],
      };
    });
  }
  const owners = [...new Set(read.files.flatMap((changed) => changed.owners))];
  const text =
    owners.length > 0
      ? `It changes nothing that ${failing} is built from; its files belong to ${owners.join(", ")}.`
      : `It changes nothing that ${failing} or another service of the policy is built from.`;
  return [
    {
      service: failing,
      files: read.files,
      findings: [
        kindFinding(read.files, file),
        {
          family: "ownership",
          weight: owners.length > 0 ? WEIGHTS.ownership.other : WEIGHTS.ownership.unowned,
          text,
          evidence: [],
        },
      ],
    },
  ];
}

/** Whether a line that fails reads a column that a migration takes away, be the table anybody's. */
function readsDropped(files: readonly ReadFile[], file: CaseFile): boolean {
  const dropped = columnsDropped(files);
  if (dropped.size === 0) return false;
  return newExceptions(file, new Set(causalPath(file).keys())).some(({ frames }) =>
    ownFrames(frames)
      .slice(0, 2)
      .some((frame) => namesIn(lineOfFrame(frame, file) ?? "").some((name) => dropped.has(name))),
  );
}

/** So many times as long as before, and longer than what is waited for elsewhere. */
const FAR = 10;

/** Whether the work of a service takes far longer than before, and longer than that of the one which was told: work beside requests. */
function suffersMost(service: string, { anomaly, evidence }: CaseFile): boolean {
  if (anomaly.symptom !== "latency" || service === anomaly.service) return false;
  return evidence.items.some(
    (item) =>
      item.kind === "shift" &&
      item.unit === "ms" &&
      item.service === service &&
      item.before !== undefined &&
      item.after.value >= FAR * Math.max(1, item.before.value) &&
      item.after.value > 2 * anomaly.observed.value,
  );
}

function priorOf(files: readonly ReadFile[]): number {
  return Math.max(WEIGHTS.prior.docs, ...files.map(priorOfFile));
}

function priorOfFile(changed: ReadFile): number {
  if (IDLE.has(changed.kind)) return WEIGHTS.prior[changed.kind];
  if (changed.inert) return WEIGHTS.prior.inert;
  if (changed.classes.length > 0 && changed.classes.every((one) => one.change === "text changed")) {
    return WEIGHTS.prior.textOnly;
  }
  return changed.unread ? WEIGHTS.prior.unread : WEIGHTS.prior[changed.kind];
}

function kindFinding(files: readonly ReadFile[], { anomaly }: CaseFile): Finding {
  const live = files.filter((changed) => priorOfFile(changed) > WEIGHTS.prior.asset);
  let text = "";
  if (live.length === 0) {
    if (files.every((changed) => changed.inert)) text = `Only ${inertWords(files)} differ.`;
    else if (files.every((changed) => changed.kind === "docs" || changed.inert))
      text = "It changes documentation only.";
    else if (files.every((changed) => changed.kind === "test" || changed.inert))
      text = "It changes tests only.";
    else text = "Nothing that it changes runs in production.";
  } else if (live.every((changed) => changed.unread)) {
    text = "Its patch could not be read: the files are binary or too large.";
  }
  const apart =
    live.length > 0 &&
    live.every(
      ({ path, classes }) =>
        byTheClock(path) ||
        (classes.length > 0 && classes.every(({ change }) => change === "scheduled work changed")),
    ) &&
    !byTheClock(anomaly.operation) &&
    !byTheClock(anomaly.service);
  if (apart) text = "All that it changes belongs to work that a clock starts, and no request.";
  return {
    family: "prior",
    weight: priorOf(files) + (apart ? WEIGHTS.prior.byTheClock : 0),
    text,
    evidence: [],
  };
}

/** "comments or layout and the order of imports" */
function inertWords(files: readonly ReadFile[]): string {
  return [...new Set(files.flatMap(({ inert }) => inert ?? []))].toSorted().join(", and ");
}

function someOf(files: readonly ReadFile[]): string {
  const names = files.map((changed) => changed.path);
  return names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}
