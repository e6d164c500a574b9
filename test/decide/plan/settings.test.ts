import { parseEnv } from "node:util";
import { parse as parseProperties } from "dot-properties";
import fc from "fast-check";
import { parse as parseJson } from "jsonc-parser";
import { parse as parseToml } from "smol-toml";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import type { Plan } from "../../../src/contracts/change-set.ts";
import { Policy, type PolicyFile } from "../../../src/contracts/policy.ts";
import { planRestoreConfig } from "../../../src/decide/plan/restore-config.ts";
import { planRunbook } from "../../../src/decide/plan/runbook.ts";
import type { Files } from "./generated-histories.ts";
import { written } from "./generated-settings.ts";
import { modelReader } from "./model-reader.ts";
import { suspecting } from "./suspecting.ts";

const SHAS = ["a", "b", "c", "d"].map((one) => one.repeat(40));
const sha = (i: number) => SHAS[i] ?? "";
const treeOf = (files: Record<string, string>): Files =>
  new Map(Object.entries(files).map(([path, content]) => [path, { content, mode: "100644" as const }]));

type Set = NonNullable<PolicyFile["runbooks"]>[number]["set"];

function runbook(files: Record<string, string>, set: Set): Promise<Plan> {
  const policy = Policy.parse({ version: 1, runbooks: [{ when: { error: "no slots" }, set }] });
  const named = { error: "no slots", file: set.file, path: set.path };
  const remedy = { kind: "runbook" as const, summary: "", runbook: named };
  return planRunbook(
    remedy,
    policy,
    modelReader([treeOf(files)], sha, () => []),
  );
}

/** @param texts of one file: before, by the culprit, today */
function restore(path: string, texts: readonly string[], line: number, name: string): Promise<Plan> {
  const diagnosis = suspecting(sha(1));
  const patch = { path, status: "modified" as const, additions: 1, deletions: 1 };
  const reader = modelReader(
    texts.map((text) => treeOf({ [path]: text, "README.md": "as it is" })),
    sha,
    () => [patch],
  );
  return planRestoreConfig(
    diagnosis,
    { ...diagnosis.remedy, kind: "restore-config", setting: { path, line, name } },
    reader,
  );
}

/** All values of a file by its path, as another parser than ours reads them where there is one. */
function readAnew(path: string, text: string): unknown {
  if (path.endsWith(".yml"))
    return parseAllDocuments(text).map((document) => ("toJS" in document ? document.toJS() : document));
  if (path.endsWith(".jsonc")) return parseJson(text, [], { allowTrailingComma: true });
  if (path.endsWith(".toml")) return parseToml(text);
  if (path.endsWith(".properties")) return parseProperties(text);
  return parseEnv(text);
}

/** Every leaf as `path value`. */
function leaves(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null || value instanceof Date)
    return [`${path} ${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}/${key}`));
}

/** The one stretch in which two texts differ. */
function stretch(before: string, after: string): { was: string; is: string } {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end))
    end += 1;
  return { was: before.slice(start, before.length - end), is: after.slice(start, after.length - end) };
}

const other = (number: number) => (number === 4_711 ? 8_150 : 4_711);

describe("in files of every format", () => {
  test("a runbook changes the one value, and no other value and no other byte", async () => {
    await fc.assert(
      fc.asyncProperty(written, fc.nat(), async ({ path, text, numbers }, pick) => {
        const chosen = numbers[pick % numbers.length];
        if (!chosen) return;
        const plan = await runbook(
          { [path]: text },
          { file: path, path: chosen.name, value: other(chosen.value) },
        );
        if (plan.kind !== "planned") throw new Error(plan.reason);
        const after = plan.files[0]?.after?.content ?? "";
        const [was, is] = [leaves(readAnew(path, text)), leaves(readAnew(path, after))];
        const changed = was.flatMap((leaf, i) => (leaf === is[i] ? [] : [is[i]]));
        expect(was.length).toBe(is.length);
        expect(changed).toEqual([expect.stringMatching(new RegExp(` "?${other(chosen.value)}"?$`))]);
        const differs = stretch(text, after);
        expect(String(chosen.value)).toContain(differs.was);
        expect(String(other(chosen.value))).toContain(differs.is);
        expect([plan.files[0]?.added, plan.files[0]?.removed]).toEqual([1, 1]);
      }),
      { numRuns: 150 },
    );
  });

  test("a value is put back as it stood, and what else the commit and later ones did stays", async () => {
    await fc.assert(
      fc.asyncProperty(written, fc.nat(), fc.nat(), async ({ path, text, numbers }, pick, later) => {
        const guilty = numbers[pick % numbers.length];
        const innocent = numbers[later % numbers.length];
        if (!guilty || !innocent) return;
        const set = async (before: string, { name, value }: typeof guilty): Promise<string> => {
          const plan = await runbook({ [path]: before }, { file: path, path: name, value: other(value) });
          return plan.kind === "planned" ? (plan.files[0]?.after?.content ?? "") : before;
        };
        const culprit = await set(text, guilty);
        const today = innocent.name === guilty.name ? culprit : await set(culprit, innocent);
        const lines = [text.split("\n"), culprit.split("\n")];
        const line = (lines[1]?.findIndex((one, i) => one !== lines[0]?.[i]) ?? 0) + 1;
        const plan = await restore(path, [text, culprit, today], line, guilty.name.replace(/^.*[.]/, ""));
        if (plan.kind !== "planned") throw new Error(plan.reason);
        const wanted = innocent.name === guilty.name ? text : await set(text, innocent);
        expect(plan.files).toMatchObject([{ path, after: { content: wanted }, added: 1, removed: 1 }]);
      }),
      { numRuns: 100 },
    );
  });
});
