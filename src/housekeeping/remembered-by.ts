import type { Incident } from "../contracts/incident.ts";
import type { Instant } from "../contracts/instant.ts";
import type { FilePatch } from "../contracts/ports/repo-reader.ts";
import type { Remark } from "../report/before-merging-check.ts";
import { changedByFix } from "./changed-by-fix.ts";
import { type PatchLine, patchLines } from "./patch-lines.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
/** What broke longer ago has been lived with. */
const REMEMBERED_MS = 180 * DAY_MS;
/** So much of what a fix did must be undone for its undoing to be meant. */
const MOST_OF_IT = 0.8;
const MOST_REMARKS = 5;
/** A line that would be found in any file tells nothing. */
const TELLING = /[\p{L}\p{N}].*[\p{L}\p{N}].*[\p{L}\p{N}].*[\p{L}\p{N}]/u;
const SETTINGS = /\.(?:ya?ml|json|toml|properties|ini|conf)$|(?:^|\/)\.env(?:\.|$)/;
const NAME = /^[\p{L}_$][\p{L}\p{N}_$]{2,80}$/u;

/**
 * What a pull request touches of past incidents whose cause was a commit, or that a change of ours healed: it undoes what
 * did, or changes the lines, the key or the function behind it. The newest incident first, one remark each; mostly none.
 */
export function rememberedBy(
  files: readonly FilePatch[],
  incidents: readonly Incident[],
  now: Instant,
): Remark[] {
  const changed = new Map(files.flatMap((file) => [[file.path, file] as const]));
  const past = incidents
    .filter(
      (one) => one.issue && one.closed && (one.diagnosis?.decision === "commit" || fixed(one).length > 0),
    )
    .filter(({ closed }) => Date.parse(now) - Date.parse(closed!.at) <= REMEMBERED_MS)
    .toSorted((one, other) => Date.parse(other.closed!.at) - Date.parse(one.closed!.at));
  const remarks: Remark[] = [];
  for (const incident of past) {
    // Where no commit did it, what healed it stands beside the cause, and is not behind it.
    const touched = incident.diagnosis?.decision === "commit" ? touches(incident, changed) : null;
    const remark = undoesFix(incident, changed) ?? touched;
    if (remark) remarks.push(remark);
    if (remarks.length === MOST_REMARKS) break;
  }
  return remarks;
}

const fixed = ({ plan, outcome, closed }: Incident) =>
  plan?.kind === "planned" && outcome.merge && closed?.as === "healed" ? plan.files : [];

const about = (incident: Incident) => ({
  issue: incident.issue!.number,
  service: incident.anomaly.service,
  symptom: incident.anomaly.symptom,
});

function undoesFix(incident: Incident, changed: ReadonlyMap<string, FilePatch>): Remark | null {
  let done = 0;
  let undone = 0;
  let at: { path: string; line: number } | null = null;
  for (const file of fixed(incident)) {
    const { takenOut, putIn } = changedByFix(file);
    const own = patchLines(changed.get(file.path)?.patch);
    // What the culprit had brought counts; where the fix only put lines back, what it put back does.
    const [lines, sign] = takenOut.some((line) => TELLING.test(line))
      ? [takenOut, "+" as const]
      : [putIn, "-" as const];
    for (const line of lines.filter((one) => TELLING.test(one))) {
      done++;
      const again = own.find((one) => one.sign === sign && one.text.trim() === line);
      if (!again) continue;
      undone++;
      at ??= { path: file.path, line: again.line };
    }
  }
  if (!at || undone < MOST_OF_IT * done) return null;
  return {
    kind: "undoes-fix",
    ...about(incident),
    pullRequest: incident.outcome.pullRequest?.number ?? null,
    ...at,
  };
}

function touches(incident: Incident, changed: ReadonlyMap<string, FilePatch>): Remark | null {
  for (const file of fixed(incident)) {
    const patch = changed.get(file.path);
    if (!patch) continue;
    const own = patchLines(patch.patch);
    const { takenOut, putIn } = changedByFix(file);
    if (SETTINGS.test(file.path)) {
      const keys = new Set([...takenOut, ...putIn].flatMap((line) => keyOf(line) ?? []));
      const hit = own.find((one) => keys.has(keyOf(one.text) ?? ""));
      const key = hit && keyOf(hit.text);
      if (key)
        return {
          kind: "touches",
          what: "key",
          name: key,
          ...about(incident),
          path: file.path,
          line: hit.line,
        };
    }
    const behind = new Set(putIn.filter((line) => TELLING.test(line)));
    const hit = own.find((one) => one.sign === "-" && behind.has(one.text.trim()));
    if (hit)
      return {
        kind: "touches",
        what: "line",
        name: null,
        ...about(incident),
        path: file.path,
        line: hit.line,
      };
  }
  return inFunction(incident, changed);
}

/** Whether it changes the function in which the failure was raised, by git's heading of the hunk and what stands above. */
function inFunction(incident: Incident, changed: ReadonlyMap<string, FilePatch>): Remark | null {
  const suspects = new Set(incident.diagnosis?.hypotheses[0]?.commit?.files ?? []);
  const frames = (incident.evidence?.items ?? []).flatMap((item) =>
    item.kind === "exception" ? item.frames.filter(({ inApp }) => inApp).slice(0, 3) : [],
  );
  for (const frame of frames) {
    const name = frame.function?.split(/[.:#]/).at(-1) ?? "";
    if (!NAME.test(name)) continue;
    for (const [path, file] of changed) {
      if (!suspects.has(path) || !`/${frame.path.replaceAll("\\", "/")}`.endsWith(`/${path}`)) continue;
      const hit = patchLines(file.patch).find((one) => standsIn(one, name));
      if (hit) return { kind: "touches", what: "function", name, ...about(incident), path, line: hit.line };
    }
  }
  return null;
}

/** The nearest line above that defines something defines this. */
function standsIn({ above, text }: PatchLine, name: string): boolean {
  const defined = [text, ...above].flatMap((line) => definedBy(line) ?? []);
  return defined[0] === name;
}

const DEFINITIONS = [
  /\b(?:function\*?|def|fn|func|fun|sub)\s+(?:\([^)]{0,80}\)\s*)?([\p{L}_$][\p{L}\p{N}_$]*)/u,
  /\b(?:const|let|var|val)\s+([\p{L}_$][\p{L}\p{N}_$]*)\s*=\s*(?:async\s*)?(?:\([^)]{0,200}\)|[\p{L}_$][\p{L}\p{N}_$]*)\s*=>/u,
  /^\s{1,40}(?:(?:public|private|protected|static|async|final|override)\s+){0,4}(?:[\p{L}_$][\p{L}\p{N}_$<>[\], ]{0,80}\s)?([\p{L}_$][\p{L}\p{N}_$]*)\([^)]{0,200}\)\s*(?::\s*[^{]{1,80})?\{\s*$/u,
];
const NO_NAMES = new Set(["if", "for", "while", "switch", "catch", "return", "with", "function"]);

function definedBy(line: string): string | null {
  for (const definition of DEFINITIONS) {
    const name = definition.exec(line.slice(0, 400))?.[1];
    if (name && !NO_NAMES.has(name)) return name;
  }
  return null;
}

/** `pool.max` of `pool.max = 4`, `max` of `  "max": 4,`; null where a line sets nothing. */
function keyOf(line: string): string | null {
  return /^[\s-]{0,40}["']?([\p{L}_][\p{L}\p{N}_.-]{0,80})["']?\s{0,10}[:=]\s*\S/u.exec(line)?.[1] ?? null;
}
