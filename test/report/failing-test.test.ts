import { Script } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failingTest } from "../../src/report/failing-test.ts";
import { quoting } from "../../src/report/quoting.ts";
import { HOSTILE, wholeIncident } from "./a-whole-incident.ts";

const quote = quoting([]);
const RUNNERS = ["node:test", "vitest", "jest", "pytest", "go"] as const;

describe("the skeleton of a test", () => {
  it.each(RUNNERS)("for %s tells request, expected and got", async (runner) => {
    const text = failingTest(wholeIncident(), { runner, isPublic: false, quote, goPackage: "quotes" });
    await expect(text).toMatchFileSnapshot(`snapshots/failing-test-${runner.replace(":", "-")}.txt`);
  });

  it("has no value of any request on a public repository", () => {
    const text = failingTest(wholeIncident(), { runner: "jest", isPublic: true, quote });
    expect(text).not.toContain("acme,");
    expect(text).not.toContain("tenant.name");
    expect(text).toContain("Got:      TypeError");
  });

  it("stays a program of one failing test, whatever words are in it", () => {
    const words = fc.oneof(fc.constant(HOSTILE), fc.string({ unit: "binary", maxLength: 80 }));
    fc.assert(
      fc.property(words, fc.constantFrom(...RUNNERS), (word, runner) => {
        const text = failingTest(wholeIncident(word), {
          runner,
          isPublic: false,
          quote,
          goPackage: "quotes",
        });
        // No word of others begins a line of its own.
        const plain = failingTest(wholeIncident(), { runner, isPublic: false, quote, goPackage: "quotes" });
        expect(text.split(/\r\n|[\n\r\u2028\u2029]/).length).toBe(plain.split("\n").length);
        if (runner !== "jest") return;
        const ran: unknown[] = [];
        new Script(text).runInNewContext({ test: (_: string, body: () => Promise<void>) => ran.push(body) });
        expect(ran).toHaveLength(1);
      }),
    );
  });
});
