import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keepJudgement } from "../../src/loop/keep-judgement.ts";
import { approval, caseOf, policyOf } from "../decide/judge/case.ts";
import { makeBundle } from "./make-bundle.ts";

const CLI = join(import.meta.dirname, "../../src/cli.ts");
let root: string;
const at = (name: string) => join(root, name);
const write = (name: string, content: unknown) =>
  writeFileSync(at(name), typeof content === "string" ? content : JSON.stringify(content));

const MERGING = `version: 1
mode: merge
services:
  orders: {paths: ["**"], slo: {availability: 99%, latency: {p95: 300ms}}}
`;

function run(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [CLI, "simulate", ...args],
      { cwd: root, env: { NO_COLOR: "1" } },
      (error, stdout, stderr) => done({ code: error ? error.code : 0, stdout, stderr }),
    );
  });
}
const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await run(...args, "--json");
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
};
const failing = (rules: { rule: string; answer: string }[]) =>
  rules.filter(({ answer }) => answer === "fail").map(({ rule }) => rule);

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "sre-space-simulate-"));
  makeBundle(at("past/1-errors"), {
    dialect: "node",
    seed: 3,
    fault: "errors",
    revisions: true,
    window: true,
  });
  makeBundle(at("past/2-outside"), {
    dialect: "node",
    seed: 5,
    fault: "outside",
    revisions: true,
    window: true,
  });
  write("merging.yml", MERGING);
  write("tight.yml", `${MERGING}guardrails: {max_lines: 1, deny_paths: ["**"]}\n`);
  write("broken.yml", "version: 1\nmode: marge\n");
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("a bundle that anybody may have written", () => {
  it("is decided by the policy that is named, with every rule's reason", async () => {
    const merged = await json("past/1-errors", "--policy", "merging.yml");
    expect(merged).toMatchObject({ of: 1, merged_without_a_person: 1, policy: "merging.yml" });
    expect(merged.bundles[0]).toMatchObject({ decision: "merge", was: null, service: "orders" });
    expect(merged.bundles[0].assumed.join()).toMatch(/Nothing was recorded of the repository's state/);
    const [tight] = (await json("past/1-errors", "--policy", "tight.yml")).bundles;
    expect(tight.decision).toBe("report");
    expect(failing(tight.rules)).toEqual(["paths", "size"]);
  });

  it("is told for people, and of several how many would have been merged", async () => {
    const { code, stdout } = await run("past", "--policy", "merging.yml");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^1-errors: merge\nIt would have been merged without a person\./m);
    expect(stdout).toMatch(/^2-outside: report$/m);
    expect(stdout).toMatch(/✓ size +1 file, \d+ lines; the policy allows 5 and 200\./);
    expect(stdout).toMatch(/✗ confidence +at most report: The diagnosis/);
    expect(stdout.trim().split("\n").at(-1)).toBe("1 of the last 2 would have been merged without a person.");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });
});

describe("a bundle of the service", () => {
  const kept = (name: string, context: Parameters<typeof keepJudgement>[0]) => {
    cpSync(at("past/1-errors"), at(name), { recursive: true });
    write(`${name}/judgement.json`, keepJudgement(context));
  };

  it("is judged to the same verdict without another policy", async () => {
    kept("approved", caseOf({ policy: policyOf({ mode: "propose" }), approvals: [approval()] }));
    const [one] = (await json("approved")).bundles;
    expect(one).toMatchObject({ decision: "merge", was: "merge", service: "quotes", assumed: [] });
  });

  it("is judged on what was known then, without anybody's approval", async () => {
    const { facts } = caseOf();
    kept(
      "worked-on",
      caseOf({
        policy: policyOf({ mode: "propose" }),
        approvals: [approval()],
        facts: { ...facts, openWork: [{ number: 7, author: "bob", paths: ["a"], url: "" }] },
      }),
    );
    const [one] = (await json("worked-on", "--policy", "merging.yml")).bundles;
    expect(one).toMatchObject({ decision: "propose", was: "merge" });
    expect(failing(one.rules)).toEqual(["baseline", "open-work"]);
  });

  it("is diagnosed anew where the other policy asks for less certainty", async () => {
    const { diagnosis } = caseOf();
    kept("unsure", caseOf({ diagnosis: { ...diagnosis, decision: "unknown", confidence: 0.9 } }));
    write("lower.yml", `${MERGING}guardrails: {min_confidence: 0.8}\n`);
    const [one] = (await json("unsure", "--policy", "lower.yml")).bundles;
    expect(one).toMatchObject({ decision: "merge", was: "report", service: "orders" });
  });
});

describe("wrong use", () => {
  it.each([
    [["nowhere"], /There is no folder nowhere/],
    [["past/1-errors"], /holds no policy to go by.*--policy FILE/],
    [["past", "--policy", "no.yml"], /no readable file no\.yml/],
    [[], /missing required argument/],
  ])("%j", async (args, say) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(say);
  });

  it("a policy with problems is told as validate tells it", async () => {
    const { code, stderr } = await run("past", "--policy", "broken.yml");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^broken\.yml:2:7 mode must be one of report, propose, merge.* Did you mean merge\?/,
    );
  });
});
