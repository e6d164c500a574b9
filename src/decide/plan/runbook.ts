import type { Plan } from "../../contracts/change-set.ts";
import type { Remedy } from "../../contracts/diagnosis.ts";
import type { Policy, Runbook } from "../../contracts/policy.ts";
import type { RepoReader } from "../../contracts/ports/repo-reader.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { countLines } from "./count-lines.ts";
import { nameOfSetting } from "./name-of-setting.ts";
import { nextAmount } from "./next-amount.ts";
import { formatOf } from "./settings/format-of.ts";
import { readSettings } from "./settings/read-settings.ts";
import { replaceSetting } from "./settings/replace-setting.ts";
import type { Setting } from "./settings/setting.ts";
import { tellValue } from "./settings/tell-value.ts";

/** What the policy's runbook for this error sets, in the one file and at the one key that it names. */
export async function planRunbook(
  { runbook: named }: Remedy,
  policy: Policy,
  reader: RepoReader,
): Promise<Plan> {
  const whyNot = (reason: string): Plan => ({ kind: "unplanned", remedy: "runbook", reason, conflicts: [] });
  if (!named) return whyNot("The diagnosis names no runbook.");
  const runbook = policy.runbooks.find(
    ({ when, set }) => when.error === named.error && set.file === named.file && set.path === named.path,
  );
  if (!runbook) return whyNot("The policy has no such runbook any more.");
  const { file: path, path: key } = runbook.set;
  if (!isInTree(path)) return whyNot(`${sanitise(path, 200)} is no path of this repository.`);
  const head = await reader.defaultBranch();
  const file = await reader.file(path, head.sha);
  if (!file) return whyNot(`The runbook sets ${key} in ${path}, and there is no such file.`);
  if (file.binary || (file.mode !== "100644" && file.mode !== "100755"))
    return whyNot(`The runbook sets ${key} in ${path}, which is no plain text file.`);
  const read = readSettings(path, file.content);
  if ("whyNot" in read) return whyNot(read.whyNot);
  const found = read.settings.filter(
    ({ names, document }) =>
      names.includes(key) && (runbook.set.document === undefined || document === runbook.set.document),
  );
  const [setting] = found;
  const where = runbook.set.document === undefined ? path : `${path} (${runbook.set.document})`;
  if (!setting) return whyNot(`${where} has no value at ${key}.`);
  if (found.length > 1)
    return whyNot(
      `${where} has ${found.length} values at ${key}; the runbook's \`document\` says which is meant.`,
    );
  const next = nextValue(runbook, setting);
  if ("whyNot" in next) return whyNot(`${key} in ${where} ${next.whyNot}.`);
  const made = written(path, file.content, setting, next.value);
  if (made === null) return whyNot(`${key} in ${where} cannot be set without touching more than its value.`);

  const [from, to] = [tellValue(key, setting.value), tellValue(key, next.value)];
  return {
    kind: "planned",
    remedy: "runbook",
    base: head.sha,
    reverts: [],
    files: [
      {
        path,
        mode: file.mode,
        before: { blob: file.blob, content: file.content },
        after: { content: made },
        ...countLines(file.content, made),
      },
    ],
    title: sanitise(
      `Set ${nameOfSetting(key)}${from === null || to === null ? "" : ` from ${from} to ${to}`} in ${path}`,
      200,
    ),
    summary: `By the policy's runbook for "${sanitise(runbook.when.error, 120)}": sets ${key} in ${where}${from === null || to === null ? "" : ` from ${from} to ${to}`}.${bound(runbook)} No commit is undone.`,
  };
}

function nextValue(
  { set }: Runbook,
  { value }: Setting,
): { value: string | number | boolean } | { whyNot: string } {
  if (set.value === undefined) return nextAmount(value, set);
  return String(value) === String(set.value)
    ? { whyNot: `is ${tellValue(set.path, value) ?? "what the runbook sets"} already` }
    : { value: set.value };
}

/** In the type that stands there, else in that of the runbook. */
function written(
  path: string,
  text: string,
  setting: Setting,
  value: string | number | boolean,
): string | null {
  const format = formatOf(path);
  if (!format || !setting.range) return null;
  const source = text.slice(...setting.range);
  const typed = typeof setting.value === "string" ? String(value) : value;
  for (const one of new Set([typed, value])) {
    const said = format.write(one, source);
    const made = said === null ? null : replaceSetting(path, text, setting, said, one);
    if (made !== null) return made;
  }
  return null;
}

function bound({ set }: Runbook): string {
  const said = [
    ...(set.min === undefined ? [] : [`no less than ${set.min}`]),
    ...(set.max === undefined ? [] : [`no more than ${set.max}`]),
  ];
  return said.length > 0 ? ` It allows ${said.join(" and ")}.` : "";
}

/** Guardrail judges the path again; a tree has none of these anyway. */
function isInTree(path: string): boolean {
  return (
    !/[\\\0]/.test(path) && path.split("/").every((part) => part !== "" && part !== "." && part !== "..")
  );
}
