import type { EvidenceOf } from "../contracts/evidence.ts";
import { callersOf } from "./callers-of.ts";
import { callsFailed } from "./calls-failed.ts";
import type { Candidate, CaseFile } from "./case-file.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { speaksOtherwise } from "./changes/speaks-otherwise.ts";
import type { Finding } from "./finding.ts";
import { fitField } from "./fit-field.ts";
import { fitFrame } from "./fit-frame.ts";
import { fitLibrary } from "./fit-library.ts";
import type { ChangeClass } from "./mechanisms/change-class.ts";
import { classOfException } from "./mechanisms/class-of-exception.ts";
import { NO_REQUEST } from "./no-request.ts";
import { ownFrames } from "./own-frames.ts";
import { type Sign, signOf } from "./signs.ts";
import { WEIGHTS } from "./weights.ts";

/** A helper that looks something up stands in front of the line that asked for it. */
const FRAMES_THAT_READ = 2;

/**
 * How the frames of the failure lie to what a candidate changed: the best of all frames, or that none fits.
 * @param service through which the candidate would act
 */
export function fitFrames(
  candidate: Candidate,
  files: readonly ReadFile[],
  exceptions: readonly EvidenceOf<"exception">[],
  service: string,
  file: CaseFile,
): Finding | null {
  if (exceptions.length === 0) return null;
  // Most failing requests decide; a rare signature beside a common one is a by-product.
  const most = exceptions[0]?.count ?? 0;
  const leading = exceptions.filter((item) => item.count >= 0.3 * most || item.operation === NO_REQUEST);
  let best: Finding | null = null;
  for (const item of leading) {
    for (const [i, frame] of ownFrames(item.frames).entries()) {
      const finding =
        fitFrame(candidate, files, frame, i === 0, file) ??
        (i < FRAMES_THAT_READ ? fitField(files, frame, item.service !== service, file) : null);
      if (!finding) continue;
      const weight = blamesOutside(item)
        ? Math.min(
            finding.weight,
            aboutWhomItCalls(files) ? finding.weight : WEIGHTS.place.outsideErrorOnLine,
          )
        : finding.weight;
      if (best === null || weight > best.weight) best = { ...finding, weight, evidence: [item.id] };
    }
  }
  const library = fitLibrary(files, leading, file);
  if (library && (best === null || library.weight > best.weight)) return library;
  const told = leading.every(
    (item) => callsFailed(item.service, file) || asksOfSchema(item, files) || waitedInVain(item),
  );
  const thrower =
    (callersOf(file).has(service) &&
      !(speaksOtherwise(files) && leading.every((item) => item.service !== service))) ||
    leading.some((item) => files.some((changed) => shows(changed, item.service)));
  return (
    best ?? {
      family: "place",
      weight:
        !thrower || told
          ? WEIGHTS.place.elsewhereUnseen
          : leading.every(isByIntent)
            ? WEIGHTS.place.elsewhereByIntent
            : WEIGHTS.place.elsewhere,
      text: "The stack traces pass through no file that it changes.",
      evidence: leading.map((item) => item.id),
    }
  );
}

/** Raised with intent: what decides upon it may stand elsewhere, where a mistake shows itself where it is made. */
function isByIntent({ type }: EvidenceOf<"exception">): boolean {
  const symptom = classOfException(type);
  return symptom === "rejects" || symptom === "throws its own error";
}

/** Waited for what somebody else holds: a lock, a connection, a slot. Who holds it stands in no stack trace of those who wait. */
function waitedInVain(item: EvidenceOf<"exception">): boolean {
  return signOf(item) === "lock" || classOfException(item.type) === "runs out";
}

/** Whether the database refuses a statement, of a candidate that changes a schema: the statement need not have changed. */
function asksOfSchema({ type }: EvidenceOf<"exception">, files: readonly ReadFile[]): boolean {
  return classOfException(type) === "the database refuses" && files.some(({ kind }) => kind === "migration");
}

const OUTSIDE: ReadonlySet<Sign> = new Set([
  "certificate",
  "name resolution",
  "disk full",
  "broker blocked",
  "too few replicas",
  "database unavailable",
  "rate limited",
]);

/** An error that says that the other side, or what lies between, is at fault: the line that is hit only asked. */
function blamesOutside(item: EvidenceOf<"exception">): boolean {
  const sign = signOf(item);
  return sign !== null && OUTSIDE.has(sign);
}

/** Whether a change says anew whom it calls, how the two trust each other, or with what it does so. */
function aboutWhomItCalls(files: readonly ReadFile[]): boolean {
  return files.some(
    ({ kind, classes }) =>
      kind === "config" || kind === "dependencies" || classes.some(({ change }) => WHOM_IT_CALLS.has(change)),
  );
}

const WHOM_IT_CALLS: ReadonlySet<ChangeClass> = new Set([
  "address changed",
  "TLS changed",
  "setting changed",
  "configuration key changed",
  "platform changed",
]);

/** Whether a defect of that file would be seen in a stack trace of that service. */
function shows({ kind, owners }: ReadFile, service: string): boolean {
  return kind === "code" && (owners.length === 0 || owners.includes(service));
}
