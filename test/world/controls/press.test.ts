import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { culpritFirst } from "../../../marketplace-demo/world/culprit-first.ts";
import { describeAction } from "../../../marketplace-demo/world/describe-action.ts";
import { ENVIRONMENT_ACTIONS } from "../../../marketplace-demo/world/environment-actions.ts";
import { ENVIRONMENT_GUIDE } from "../../../marketplace-demo/world/environment-guide.ts";
import { type Fault, readFaults } from "../../../marketplace-demo/world/fault-catalogue.ts";
import { incidentsOfBreaks } from "../../../marketplace-demo/world/incidents-of-breaks.ts";
import { readPress } from "../../../marketplace-demo/world/read-press.ts";
import { SYMPTOM_BREAKS } from "../../../marketplace-demo/world/symptom-breaks.ts";
import type { SeenIssue, SeenPull } from "../../../marketplace-demo/world/watch-incidents.ts";

const faults = readFaults(join(import.meta.dirname, "../../../marketplace-demo/faults"));

describe("a press", () => {
  it("is read from its form, and what was left empty is not said", () => {
    const read = (form: string) => readPress(new URLSearchParams(form));
    expect(read("fault=quotes-500")).toEqual({ kind: "fault", id: "quotes-500" });
    expect(read("symptom=memory&by=world")).toEqual({ kind: "symptom", symptom: "memory", by: "world" });
    expect(read("action=slow&target=quotes&ms=500&for=30s&ratio=")).toEqual({
      kind: "action",
      action: { action: "slow", target: "quotes", ms: 500, for: 30_000 },
    });
    expect(read("action=flag&name=live_prices&value=false")).toMatchObject({ action: { value: false } });
    expect(() => read("action=unplug")).toThrow("There are: stop, slow");
    expect(() => read("action=slow&ms=soon")).toThrow(/ms/);
    expect(() => read("action=errors&ratio=7")).toThrow(/ratio/);
    expect(() => read("symptom=errors&by=magic")).toThrow("commit or world");
  });

  it("has every action explained, and every choice of the page is understood", () => {
    expect(Object.keys(ENVIRONMENT_GUIDE)).toEqual([...ENVIRONMENT_ACTIONS]);
    for (const [action, { targets, fields }] of Object.entries(ENVIRONMENT_GUIDE))
      for (const target of targets.length > 0 ? targets : [""]) {
        const form = new URLSearchParams({ action, target });
        for (const { name, usual } of fields) form.set(name, usual);
        const press = readPress(form);
        expect(press.kind).toBe("action");
        if (press.kind === "action") expect(describeAction(press.action)).not.toContain("undefined");
      }
  });

  it("finds the faults that it deploys in the catalogue, each with a culprit", () => {
    for (const { fault } of SYMPTOM_BREAKS)
      expect(faults.get(fault)?.commits.filter(({ culprit }) => culprit)).toHaveLength(1);
  });

  it.each(
    [...faults.values()].filter(({ kind }) => kind === "change").map((fault) => [fault.id, fault] as const),
  )("pushes the culprit before what is free to come later: %s", (_, fault) => {
    const { commits } = culpritFirst(fault);
    expect(commits.map(({ patch }) => patch).toSorted()).toEqual(
      fault.commits.map(({ patch }) => patch).toSorted(),
    );
    const before = commits.slice(
      0,
      commits.findIndex(({ culprit }) => culprit),
    );
    const fixed = fault.commits.filter(({ order }) => order === "fixed").map(({ patch }) => patch);
    for (const { patch, culprit } of before) expect(culprit || fixed.includes(patch)).toBe(true);
    expect(commits.map(({ patch }) => patch).filter((patch) => fixed.includes(patch))).toEqual(fixed);
  });
});

describe("what SRE-Space opened", () => {
  const issue = (number: number, openedAt: number) => ({ number, openedAt }) as SeenIssue;
  const pull = (number: number, branch: string) => ({ number, branch }) as SeenPull;

  it("belongs to the newest press before it, a pull request to the issue of its branch", () => {
    const found = incidentsOfBreaks(
      [
        { id: 2, since: 200 },
        { id: 1, since: 100 },
      ],
      [issue(5, 50), issue(6, 150), issue(9, 250)],
      [pull(7, "sre-space/0f3-6"), pull(8, "sre-space/0f3-6-2-rollback"), pull(10, "sre-space/12-9")],
    );
    const numbers = (id: number) => {
      const { issues = [], pulls = [] } = found.get(id) ?? {};
      return [issues.map((one) => one.number), pulls.map((one) => one.number)];
    };
    expect(numbers(0)).toEqual([[5], []]);
    expect(numbers(1)).toEqual([[6], [7, 8]]);
    expect(numbers(2)).toEqual([[9], [10]]);
  });
});

it("leaves a fault alone in which nobody is guilty", () => {
  const away = faults.get("carrier-away") as Fault;
  expect(culpritFirst(away)).toBe(away);
});
