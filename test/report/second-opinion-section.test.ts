import { marked } from "marked";
import { describe, expect, it } from "vitest";
import type { SecondOpinion } from "../../src/contracts/diagnosis.ts";
import { secondOpinionSection } from "../../src/report/second-opinion-section.ts";
import { HOSTILE, reportContext, SUSPECT, wholeIncident } from "./a-whole-incident.ts";

function section(change: Partial<SecondOpinion>, isPublic = false): string {
  const diagnosis = wholeIncident().diagnosis!;
  const secondOpinion: SecondOpinion = {
    model: "gpt-4.1",
    prompt: "diagnose.v1",
    heard: true,
    note: "gpt-4.1 came to the same answer: it holds a1a1a1a for the likeliest.",
    agreed: true,
    explanation: "The tariff of new customers is missing.",
    claims: [
      {
        suspect: SUSPECT,
        mechanism: "code",
        text: "Its line raises it.",
        evidence: ["E1", "E2"],
        favours: true,
      },
    ],
    doubts: [{ suspect: null, mechanism: "traffic", text: "There was more of it.", evidence: ["E3"] }],
    patch: null,
    usd: 0.0123,
    seconds: 4,
    ...change,
  };
  return secondOpinionSection({ ...diagnosis, tokens: 4321, secondOpinion }, isPublic, reportContext());
}

describe("the second opinion in the issue", () => {
  it("is marked as a model's words, with what it cost", () => {
    const text = section({});
    expect(text).toContain("A model wrote:\n\n> The tariff of new customers is missing.");
    expect(text).toMatch(/^- doubts no commit \(traffic\): There was more of it\. _\(E3\)_$/m);
    expect(text).toMatch(/^- for .*a1a1a1a.*: Its line raises it\. _\(E1, E2\)_$/m);
    expect(text).toContain("4321 tokens for this incident so far; for this answer, 0.012 USD");
  });

  it("is not there where no model was asked, and a line where it was not heard", () => {
    expect(secondOpinionSection(wholeIncident().diagnosis!, false, reportContext())).toBe("");
    const note = "gpt-4.1 did not answer in time. The reasoning stands without it.";
    const text = section({ heard: false, agreed: null, note, explanation: "", claims: [], doubts: [] });
    expect(text).toContain(note);
    expect(text).not.toContain("A model wrote");
  });

  it("quotes nothing of the model's on a public repository", () => {
    const text = section({}, true);
    expect(text).not.toMatch(/tariff|raises it|more of it/);
    expect(text).toMatch(/^- for .*a1a1a1a.* _\(E1, E2\)_$/m);
    expect(text).toContain("came to the same answer");
  });

  it("says that a price is not known, and that a patch is a proposal", () => {
    const patch = [{ path: "services/quotes/price.ts", find: "a", replace: "b" }];
    const text = section({ usd: null, patch });
    expect(text).toContain("its price is not known, so tokens alone are counted");
    expect(text).toContain("`services/quotes/price.ts`, which is on record and is not acted on");
  });

  it("lets hostile words be words", () => {
    const text = section({
      note: HOSTILE.slice(0, 300),
      explanation: HOSTILE,
      claims: [
        {
          suspect: null,
          mechanism: HOSTILE.slice(0, 200),
          text: HOSTILE.slice(0, 300),
          evidence: ["E1"],
          favours: false,
        },
      ],
      doubts: [],
      patch: [{ path: HOSTILE.slice(0, 300).replaceAll("\n", ""), find: "a", replace: "b" }],
    });
    expect(text).not.toMatch(/<!--|\u202e/);
    const html = marked.parse(text, { gfm: true, async: false });
    for (const [, name] of html.matchAll(/<([a-z]+\d?)[^>]*>/gi))
      expect(["details", "summary", "p", "blockquote", "ul", "li", "em", "sub", "code"]).toContain(
        name?.toLowerCase(),
      );
    const shown = html.replace(/<code>[\s\S]*?<\/code>|<[^>]+>/g, " ");
    expect(shown).not.toMatch(/@\w|(^|\W)#\d/);
  });
});
