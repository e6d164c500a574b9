import type { Plan } from "../../contracts/change-set.ts";
import type { Diagnosis, Remedy } from "../../contracts/diagnosis.ts";
import type { File, RepoReader } from "../../contracts/ports/repo-reader.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { countLines } from "./count-lines.ts";
import { nameOfSetting } from "./name-of-setting.ts";
import { newestFirst } from "./newest-first.ts";
import { readSettings } from "./settings/read-settings.ts";
import { replaceSetting } from "./settings/replace-setting.ts";
import type { Setting } from "./settings/setting.ts";
import { tellValue } from "./settings/tell-value.ts";

/**
 * Puts the one guilty value back to what it was before the suspect, on today's head, and touches nothing else of the
 * file or of the commit. Which value that is the diagnosis says by file and line; which key it has, the file says.
 */
export async function planRestoreConfig(
  diagnosis: Diagnosis,
  { setting: guilty }: Remedy,
  reader: RepoReader,
): Promise<Plan> {
  const whyNot = (reason: string, conflicts: string[] = []): Plan => ({
    kind: "unplanned",
    remedy: "restore-config",
    reason,
    conflicts,
  });
  const { suspect } = diagnosis;
  if (!suspect || !guilty) return whyNot("The diagnosis names no single value that is guilty.");
  const { path, line } = guilty;
  const placed = await newestFirst([suspect], reader);
  if ("reason" in placed) return whyNot(placed.reason);
  const [commit, head] = await Promise.all([reader.commit(suspect), reader.defaultBranch()]);
  const parent = commit?.parents[0];
  if (!commit || !parent) return whyNot(`There is nothing before ${suspect.slice(0, 7)} to go back to.`);
  const before = commit.files?.find((file) => file.path === path)?.previousPath ?? path;
  const [old, was, now] = await Promise.all([
    reader.file(before, parent),
    reader.file(path, suspect),
    reader.file(path, head.sha),
  ]);
  if (!was) return whyNot(`${path} could not be read at ${suspect.slice(0, 7)}.`);
  if (!old)
    return whyNot(`${path} came with ${suspect.slice(0, 7)}, so that no value of it was healthy before.`);
  if (!now) return whyNot(`${path} is gone or moved since.`, [path]);
  for (const file of [old, was, now])
    if (file.binary || !isPlain(file)) return whyNot(`${path} is no plain text file.`);
  const read = [
    readSettings(before, old.content),
    readSettings(path, was.content),
    readSettings(path, now.content),
  ] as const;
  for (const one of read) if ("whyNot" in one) return whyNot(one.whyNot);
  const [then, changed, today] = read.map((one) => ("settings" in one ? one.settings : [])) as [
    Setting[],
    Setting[],
    Setting[],
  ];

  const onLine = changed.filter((one) => one.line === line && healthyOf(one, then)?.value !== one.value);
  const [culprit] = onLine;
  if (!culprit || onLine.length > 1)
    return whyNot(
      `${path} has ${culprit ? "more than one value" : "no value"} that changed at line ${line}.`,
    );
  const name = sanitise(culprit.names[0] ?? "", 150);
  if (!culprit.names.concat(culprit.path.map(String)).some((one) => one.includes(lastPart(guilty.name))))
    return whyNot(`Line ${line} of ${path} holds ${name}, and not what the diagnosis names.`);
  const healthy = healthyOf(culprit, then);
  if (!healthy) return whyNot(`${name} came with ${suspect.slice(0, 7)}, so that it had no value before.`);
  const standing = same(culprit, today);
  if (!standing) return whyNot(`${name} is gone from ${path} since.`, [path]);
  if (standing.value === healthy.value) return whyNot(`${name} in ${path} is as it was before, already.`);
  if (standing.value !== culprit.value || lengthsDiffer(culprit, then, changed, today))
    return whyNot(`${name} in ${path} was changed again since.`, [path]);
  const source = healthy.range ? old.content.slice(...healthy.range) : null;
  const made = source === null ? null : replaceSetting(path, now.content, standing, source, healthy.value);
  if (made === null)
    return whyNot(`${name} in ${path} cannot be put back without touching more than its value.`);

  const [from, to] = [tellValue(name, culprit.value), tellValue(name, healthy.value)];
  const short = suspect.slice(0, 7);
  return {
    kind: "planned",
    remedy: "restore-config",
    base: head.sha,
    reverts: [],
    files: [
      {
        path,
        mode: now.mode === "100755" ? "100755" : "100644",
        before: { blob: now.blob, content: now.content },
        after: { content: made },
        ...countLines(now.content, made),
      },
    ],
    title: sanitise(`Restore ${nameOfSetting(name)}${to === null ? "" : ` to ${to}`} in ${path}`, 200),
    summary: `Puts ${name} in ${path} back ${from !== null && to !== null ? `from ${from} to ${to}, its value` : "to its value"} before ${short}. Everything else of ${short}, and of the file, stays.`,
  };
}

const isPlain = ({ mode }: File) => mode === "100644" || mode === "100755";

/** Elements of lists by their names where they have some, else by their place. */
const same = (one: Setting, all: readonly Setting[]) => {
  const found = all.filter(
    (other) =>
      other.names[0] === one.names[0] && (other.document ?? other.path[0]) === (one.document ?? one.path[0]),
  );
  return found.length === 1 ? found[0] : undefined;
};
const healthyOf = same;

/** Places in a list mean something else once the list has become longer or shorter. */
function lengthsDiffer(one: Setting, ...all: (readonly Setting[])[]): boolean {
  const name = one.names[0] ?? "";
  for (const { index } of name.matchAll(/\[\d+\]/g)) {
    const list = `${name.slice(0, index)}[`;
    const lengths = all.map((settings) => settings.filter(({ names }) => names[0]?.startsWith(list)).length);
    if (new Set(lengths).size > 1) return true;
  }
  return false;
}

function lastPart(name: string): string {
  return name.split(".").at(-1) ?? name;
}
