import { expect, it } from "vitest";
import { parsePolicy } from "../../src/config/policy-file.ts";

const policyOf = (file: string) =>
  JSON.stringify({ version: 1, runbooks: [{ when: { error: "x" }, set: { file, path: "a.b", value: 1 } }] });

it.each([
  "../../etc/passwd",
  "/etc/passwd",
  "config/../../outside.yml",
  "config//database.yml",
  "config\\\\database.yml",
  ".github/workflows/ci.yml",
  ".GITHUB/workflows/ci.yml",
  ".github./workflows/ci.yml",
  ".git/config",
  "CODEOWNERS",
  "docs/CodeOwners",
  ".gitmodules",
  ".sre-space.yml",
  ".\u017fre-space.yml",
  "C:/windows/win.ini",
  "con\u200bfig/database.yml",
])("a runbook that would set %s is a problem on its line, and the policy permits nothing", (file) => {
  const { inForce, problems } = parsePolicy(policyOf(file));
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toContain("no file that a runbook may set");
  expect(inForce.mode).toBe("report");
});

it("one that sets a plain file is none", () => {
  expect(parsePolicy(policyOf("config/database.yml")).problems).toEqual([]);
});
