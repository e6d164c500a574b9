import { describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { amount } from "../../src/report/amount.ts";
import { answerComment, answerMarker } from "../../src/report/answer-comment.ts";
import { duration } from "../../src/report/duration.ts";
import { incidentState } from "../../src/report/incident-state.ts";
import { ownWords } from "../../src/report/own-words.ts";
import { percent } from "../../src/report/percent.ts";
import { progressComment } from "../../src/report/progress-comment.ts";
import { symptomWords } from "../../src/report/symptom-words.ts";
import { freshIncident, reportContext, wholeIncident } from "./a-whole-incident.ts";

it.each([
  [400, "0 s"],
  [59_400, "59 s"],
  [60_000, "1 min"],
  [200_000, "3 min 20 s"],
  [7_500_000, "2 h 5 min"],
  [100_800_000, "1 d 4 h"],
  [-5, "0 s"],
])("%d ms are %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});

it.each([
  [0.4183, "ratio", "41.8 %"],
  [0.00054, "ratio", "0.05 %"],
  [412.4, "ms", "412 ms"],
  [1234, "ms", "1.23 s"],
  [3_400_000, "bytes/s", "3.4 MB/s"],
  [1200, "bytes/s", "1.2 kB/s"],
] as const)("%d as %s is %s", (value, unit, words) => {
  expect(amount(value, unit)).toBe(words);
});

it.each([
  [0.97, "97 %"],
  [0.994, "99.4 %"],
  [0.9999, "> 99.9 %"],
  [0, "< 0.1 %"],
  [0.027, "2.7 %"],
])("a probability of %d is %s", (probability, words) => {
  expect(percent(probability)).toBe(words);
});

it("tells no number of what an alert gave none for", () => {
  const { anomaly } = freshIncident();
  const unmeasured = {
    ...anomaly,
    source: "alert" as const,
    symptom: "errors" as const,
    observed: { value: 0, unit: "ratio" as const, samples: 0 },
    objective: 0,
  };
  expect([symptomWords(unmeasured), symptomWords(unmeasured, true)]).toEqual(["fails", "failed"]);
  expect(symptomWords({ ...unmeasured, observed: { ...unmeasured.observed, value: 0.31 } })).toContain(
    "31 %",
  );
});

describe("the state of an incident", () => {
  const whole = wholeIncident();
  const open: Incident = { ...whole, closed: null };
  const proposed: Incident = { ...open, outcome: {}, verdict: { ...open.verdict!, decision: "propose" } };
  const waiting = { since: whole.openedAt, until: whole.openedAt, deadline: whole.openedAt };
  it.each<[string, Incident]>([
    ["investigating", freshIncident()],
    ["investigating", { ...open, outcome: {}, verdict: { ...open.verdict!, decision: "report" } }],
    ["fixing", { ...open, outcome: {} }],
    ["fixing", { ...proposed, waiting: { for: "checks", ...waiting } }],
    ["awaiting-approval", { ...proposed, waiting: { for: "approval", ...waiting } }],
    [
      "fixing",
      { ...open, outcome: { branch: open.outcome.branch! }, waiting: { for: "approval", ...waiting } },
    ],
    ["watching", open],
    ["needs-human", { ...open, needsHuman: { since: whole.openedAt, reason: "x" } }],
    ["healed", whole],
    ["recovered", { ...whole, closed: { ...whole.closed!, as: "recovered-unexplained" } }],
    ["recovered", { ...whole, closed: { ...whole.closed!, as: "resolved-by-person" } }],
  ])("is %s", (state, incident) => {
    expect(incidentState(incident)).toBe(state);
  });
});

describe("the progress comment", () => {
  it("ends with what healed it and how long each part took", () => {
    const body = progressComment(wholeIncident(), reportContext());
    expect(body).toContain("**Healed by #8.**");
    expect(body).toContain("| 5 s | 2 s | 13 s | 18 s | **38 s** |");
    expect(body).not.toContain("Next");
  });

  it("says what comes next while it moves, and which check failed", () => {
    const whole = wholeIncident();
    const body = progressComment(
      {
        ...whole,
        closed: null,
        outcome: { pullRequest: whole.outcome.pullRequest!, checks: [{ name: "ci", state: "failure" }] },
      },
      reportContext(),
    );
    expect(body).toContain("Next: the checks of #8, then the merge.");
    expect(body).toContain("Check `ci` failed");
  });
});

describe("a reason of ours", () => {
  it("links this incident's own pull requests, and nothing else", () => {
    const { quote } = reportContext();
    expect(ownWords(wholeIncident(), "#8 did not help, nor #9; fixes #8x @ada", quote)).toBe(
      "#8 did not help, nor \\#&#8203;9; fixes \\#&#8203;8x @&#8203;ada",
    );
  });
});

describe("an answer", () => {
  const comment = { comment: 5, command: "approve", actor: "jo" } as const;
  it("is for the person who asked, and for nobody whose name is none", () => {
    expect(answerComment(answerMarker(comment, false), "jo", "You may not.")).toBe(
      "<!-- sre-space:answer 5 -->\n@jo You may not.",
    );
    expect(answerComment(answerMarker(comment, false), "x y", "You may not.")).not.toContain("@");
  });

  it("is one to each comment, to each presser of a button, and to a stranger in all", () => {
    const button = { checkRun: 9, incident: "i", head: "c".repeat(40) };
    const markers = [
      answerMarker(comment, false),
      answerMarker({ ...comment, comment: 6 }, false),
      answerMarker({ ...comment, comment: null, button }, false),
      answerMarker({ ...comment, comment: null, button, actor: "al" }, false),
      answerMarker({ ...comment, comment: null, button, command: "hold" }, false),
      answerMarker(comment, true),
    ];
    expect(new Set(markers).size).toBe(markers.length);
    expect(answerMarker({ ...comment, comment: 6, command: "hold" }, true)).toBe(markers[5]);
    expect(answerMarker({ ...comment, actor: "--> <b>" }, true)).not.toContain("<b>");
  });
});
