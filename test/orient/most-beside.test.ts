import { expect, it } from "vitest";
import type { CaseFile } from "../../src/orient/case-file.ts";
import { mostBeside } from "../../src/orient/confidence/most-beside.ts";
import type { Contender } from "../../src/orient/judgement.ts";
import { WEIGHTS } from "../../src/orient/weights.ts";

const finding = (family: "exposure" | "place" | "ownership" | "mechanism", weight: number) =>
  ({ family, weight, text: "", evidence: [] }) as const;
const commit = (name: string, ...findings: ReturnType<typeof finding>[]): Contender => ({
  suspect: name.repeat(40),
  mechanism: "guard removed",
  base: 0,
  findings: [finding("ownership", 1), ...findings],
});
const suspect = commit("a", finding("exposure", 1), finding("mechanism", 3), finding("place", 2));
const tried = commit("a", finding("exposure", WEIGHTS.exposure.splitSideBySide), finding("mechanism", 3));

const change = (more: object) => ({
  kind: "change",
  what: "revision",
  service: "tables",
  revision: "13.0.0",
  secondsAfterOnset: -10,
  text: "",
  ...more,
});
const file = (...items: object[]) =>
  ({
    anomaly: { service: "tax" },
    evidence: { items },
    shaOf: { b0b0b0b: "b".repeat(40) },
    history: [{ sha: "d".repeat(40) }],
    candidates: [],
  }) as unknown as CaseFile;

it("is not held back where nothing happened with it", () => {
  expect(mostBeside(suspect, [suspect], file())).toBe(WEIGHTS.certainty);
});

it("another team's service that began to serve a revision as it began may be behind it; a commit of ours is weighed as one", () => {
  expect(mostBeside(suspect, [suspect], file(change({})))).toBe(WEIGHTS.most.alone);
  expect(mostBeside(suspect, [suspect], file(change({ revision: "b0b0b0b" })))).toBe(WEIGHTS.certainty);
  expect(mostBeside(suspect, [suspect], file(change({ revision: "d".repeat(40) })))).toBe(WEIGHTS.certainty);
  expect(mostBeside(suspect, [suspect], file(change({ service: "tax" })))).toBe(WEIGHTS.certainty);
  expect(mostBeside(suspect, [suspect], file(change({ secondsAfterOnset: -600 })))).toBe(WEIGHTS.certainty);
  // It would strike the old revision as well as the new one.
  expect(mostBeside(tried, [tried], file(change({})))).toBe(WEIGHTS.certainty);
});

it("what was written down, and names what the bad requests have in common, may be behind it, even where it was tried", () => {
  const attribute = { kind: "attribute", key: "app.city", value: "freiburg", text: "" };
  const done = (text: string) => change({ what: "other", service: undefined, revision: undefined, text });
  const imported = done("Freiburg: 41 stations imported");
  expect(mostBeside(tried, [tried], file(attribute, imported))).toBe(WEIGHTS.most.alone);
  expect(mostBeside(tried, [tried], file(attribute, done("Bremen: 41 stations imported")))).toBe(
    WEIGHTS.certainty,
  );
  expect(mostBeside(tried, [tried], file({ ...attribute, value: "41" }, imported))).toBe(WEIGHTS.certainty);
});

it("one of several that went live together needs the failure to be placed in what it changes", () => {
  const other = { ...commit("c", finding("exposure", 1)), base: 0 };
  const unplaced = commit("a", finding("exposure", 1), finding("mechanism", 3));
  expect(mostBeside(unplaced, [unplaced, other], file())).toBe(WEIGHTS.most.alone);
  expect(mostBeside(suspect, [suspect, other], file())).toBe(WEIGHTS.certainty);
  expect(mostBeside(unplaced, [unplaced, { ...other, base: -20 }], file())).toBe(WEIGHTS.certainty);
});

it("who refuses on purpose may be right to, where a caller went live with it, or where it let through for a while what came", () => {
  const refuses = { ...tried, mechanism: "error raised" };
  const caller: Contender = {
    ...commit("c", finding("exposure", 1)),
    findings: [finding("ownership", WEIGHTS.ownership.caller), finding("exposure", 1)],
  };
  const later = { ...refuses, findings: [...suspect.findings, finding("exposure", -2)] };
  expect(mostBeside(refuses, [refuses], file())).toBe(WEIGHTS.certainty);
  expect(mostBeside(refuses, [refuses, caller], file())).toBe(WEIGHTS.most.alone);
  expect(mostBeside(later, [later], file())).toBe(WEIGHTS.most.alone);
  // What broke by mistake is no refusal.
  expect(mostBeside(tried, [tried, caller], file())).toBe(WEIGHTS.certainty);
});
