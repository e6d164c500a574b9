import { describe, expect, test } from "vitest";
import { whatChanges } from "../../src/config/what-changes.ts";
import { Policy, type PolicyFile } from "../../src/contracts/policy.ts";

const policy = (file: Partial<PolicyFile>) => Policy.parse({ version: 1, ...file });
const changes = (before: Partial<PolicyFile>, after: Partial<PolicyFile>) =>
  whatChanges(policy(before), policy(after)).map(({ setting, before, after, direction }) => [
    setting,
    before,
    after,
    direction,
  ]);

describe("what an edit changes", () => {
  test("is nothing where both mean the same", () => {
    expect(changes({ guardrails: { max_age: "6h" } }, { guardrails: { max_age: "360m" } })).toEqual([]);
  });

  test("what is loosened comes first, in the units that people write", () => {
    expect(
      changes(
        { mode: "merge", guardrails: { max_age: "6h", required_checks: ["ci"], max_lines: 200 } },
        {
          mode: "propose",
          guardrails: { max_age: "1d", required_checks: [], max_lines: 100 },
          notify: { labels: ["x"] },
        },
      ),
    ).toEqual([
      ["guardrails.required_checks", '["ci"]', "[]", "looser"],
      ["guardrails.max_age", "6h", "1d", "looser"],
      ["mode", "merge", "propose", "tighter"],
      ["guardrails.max_lines", "200", "100", "tighter"],
      ["notify.labels", "[]", '["x"]', "other"],
    ]);
  });

  test("a list that gains one thing and loses another is partly looser", () => {
    const edit = changes({ guardrails: { deny_paths: ["a/**"] } }, { guardrails: { deny_paths: ["b/**"] } });
    expect(edit).toEqual([["guardrails.deny_paths", '["a/**"]', '["b/**"]', "both"]]);
  });

  test("a service that comes, and what is said of it", () => {
    const after = {
      services: {
        quotes: { paths: ["q/**"], slo: { availability: "99.5%" as const, latency: { p95: "400ms" } } },
      },
    };
    expect(changes({}, after)).toEqual([
      ["services.quotes.paths", null, '["q/**"]', "other"],
      ["services.quotes.slo.availability", null, "0.995", "other"],
      ["services.quotes.slo.latency.p95", null, "400ms", "other"],
      ["services.quotes.ignore_errors", null, "[]", "other"],
      ["services.quotes.depends_on", null, "[]", "other"],
    ]);
  });

  test("in words", () => {
    const [one] = whatChanges(policy({}), policy({ guardrails: { max_files: 9 } }));
    expect(one?.words).toBe(
      "guardrails.max_files: 5 becomes 9 (looser). How many files a change may touch without a person's approval.",
    );
  });
});
