import { expect, it } from "vitest";
import type { Incident } from "../src/contracts/incident.ts";
import { redactedIncidents } from "../src/redacted-incidents.ts";
import { aStory } from "./monitor/a-story.ts";

const told = (text: string): Incident[] => aStory(text);

it("shows each version as if it had been the first, whatever was shown before", () => {
  const one = redactedIncidents(() => ["policy [A-Z]{2}-\\d+"]);
  for (const incident of told("paid by ada@acme.test for policy KB-4711")) {
    const shown = one(incident);
    expect(shown).toEqual(redactedIncidents(() => ["policy [A-Z]{2}-\\d+"])(incident));
    expect(JSON.stringify(shown)).not.toMatch(/ada@acme\.test|KB-4711/);
    // Once more: what is kept is the same.
    expect(one(incident)).toBe(shown);
  }
});

it("hides what the policy hides from now on, also in what was shown already", () => {
  let patterns: string[] | null = null;
  const shown = redactedIncidents(() => patterns);
  const [incident] = told("of policy KB-4711") as [Incident];
  expect(shown(incident)).toBeNull();
  patterns = [];
  expect(JSON.stringify(shown(incident))).toContain("KB-4711");
  patterns = ["KB-\\d+"];
  expect(JSON.stringify(shown(incident))).not.toContain("KB-4711");
});
