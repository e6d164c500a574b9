import type { CaseFile } from "../../src/orient/case-file.ts";
import {
  COMMIT_GROUNDS,
  commitGrounds,
  NONE_GROUNDS,
  noneGrounds,
} from "../../src/orient/confidence/grounds.ts";
import { mostFor } from "../../src/orient/confidence/most-for.ts";
import { mostForNone } from "../../src/orient/confidence/most-for-none.ts";
import type { Contenders } from "../../src/orient/contenders.ts";
import { judge } from "../../src/orient/judgement.ts";
import type { Truth } from "../diagnosis/kept-case.ts";

/** The answer to one case before it is said how sure it is, the grounds for it, and whether it is right. */
export interface Answer {
  set: string;
  name: string;
  /** Of the case: whether a commit did it. */
  guilty: boolean;
  /** Two answers are as good as each other: none is right but that it cannot be told. */
  undecidable: boolean;
  says: "commit" | "none";
  right: boolean;
  /** In the order of the names. */
  grounds: number[];
  /** What rules allow at most, whatever the grounds. */
  most: number;
}

export const namesOf = (says: Answer["says"]): readonly string[] =>
  says === "commit" ? COMMIT_GROUNDS : NONE_GROUNDS;

export function answerOf(
  { all, exposures }: Contenders,
  file: CaseFile,
  truth: Truth,
): Omit<Answer, "set" | "name"> {
  const judged = judge(all);
  const withoutCommit = judged
    .filter(({ suspect }) => suspect === null)
    .reduce((sum, { probability }) => sum + probability, 0);
  const [leading] = judged.filter(({ suspect }) => suspect !== null);
  const named = leading && leading.probability > withoutCommit ? leading : null;
  const grounds: Record<string, number> = named
    ? commitGrounds(named, all)
    : noneGrounds(all, exposures, file);
  const says = named ? "commit" : "none";
  const undecidable = truth.group === "undecidable";
  return {
    guilty: truth.culprit !== null,
    undecidable,
    says,
    right: !undecidable && (named?.suspect ?? null) === truth.culprit,
    most: named ? mostFor(named) : mostForNone(all),
    grounds: namesOf(says).map((name) => Math.round(1000 * (grounds[name] ?? 0)) / 1000),
  };
}

/** Cases of one scenario have its code in common. */
export const scenarioOf = ({ set, name }: Pick<Answer, "set" | "name">) =>
  `${set}/${name.replace(/[-~]\d+$/, "")}`;
/** Scenarios of one system have its services in common. */
export const systemOf = ({ name }: Pick<Answer, "name">) => name.replace(/-.*$/, "");
