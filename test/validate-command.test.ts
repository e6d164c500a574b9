import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const CLI = join(import.meta.dirname, "../src/cli.ts");
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "sre-space-validate-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(root, name), text);
function run(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [CLI, "validate", ...args], { cwd: root, env: {} }, (error, stdout, stderr) =>
      done({ code: error ? error.code : 0, stdout, stderr }),
    );
  });
}

describe("sre-space validate", () => {
  it("tells a person who makes five typical mistakes each on its line, in one run, with what to write", async () => {
    write(
      ".sre-space.yml",
      `version: 1
mode: auto-merge
services:
  quotes:
    paths: [/services/quotes/]
    slo: {availability: 99.5, latency: {p95: 400}}
guardrails:
  min_confidense: 0.9
  freeze: [{cron: "every friday", duration: 64h, timezone: CEST+1}]
redact: ["(?=POL)[0-9]+"]
`,
    );
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr.trim().split("\n")).toEqual([
      expect.stringMatching(
        /^\.sre-space\.yml:2:7 mode must be one of report, propose, merge, and is "auto-merge"\. /,
      ),
      expect.stringMatching(
        /^\.sre-space\.yml:5:13 services\.quotes\.paths\[0\] .*Write services\/quotes\/\*\*\.$/,
      ),
      expect.stringMatching(/^\.sre-space\.yml:6:25 services\.quotes\.slo\.availability .*such as 99\.5%/),
      expect.stringMatching(
        /^\.sre-space\.yml:6:46 services\.quotes\.slo\.latency\.p95 must have a unit \(ms, s\), and is 400\. Write 400ms or 400s\.$/,
      ),
      expect.stringMatching(
        /^\.sre-space\.yml:8:3 guardrails\.min_confidense is no key of guardrails\. Did you mean min_confidence\?/,
      ),
      expect.stringMatching(
        /^\.sre-space\.yml:9:19 guardrails\.freeze\[0\]\.cron must be five cron fields\. Write minute, hour/,
      ),
      expect.stringMatching(
        /^\.sre-space\.yml:9:60 guardrails\.freeze\[0\]\.timezone is no time zone: "CEST\+1"\. Write one of the tz database/,
      ),
      expect.stringMatching(
        /^\.sre-space\.yml:10:10 redact\[0\] is no expression that RE2 takes.*no look-around/,
      ),
    ]);
  });

  it("tells hostile files in one readable line each", async () => {
    write("bomb.yml", `version: 1\na: &a [x]\nb: [${Array(200).fill("*a").join(",")}]\n`);
    write("big.yml", `version: 1\n# ${"x".repeat(5_000_000)}\n`);
    write("twice.yml", "version: 1\nmode: report\nmode: merge\n");
    write("slow.yml", 'version: 1\nredact: ["(a+)+$"]\n');
    for (const [file, say] of [
      ["bomb.yml", /anchors too often/],
      ["big.yml", /KB long; 256 KB is the most/],
      ["twice.yml", /twice\.yml:3:1 mode stands here twice\. Keep one/],
    ] as const) {
      const { code, stderr } = await run(file);
      expect(code).toBe(1);
      expect(stderr.trim()).toMatch(say);
      expect(stderr.trim().split("\n")).toHaveLength(1);
    }
    // RE2 runs it in linear time, so it is none.
    expect((await run("slow.yml")).code).toBe(0);
  });

  it("says as JSON the same, the last line on stdout", async () => {
    write("wrong.yml", "version: 1\nmode: marge\n");
    const { code, stdout } = await run("wrong.yml", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      file: "wrong.yml",
      valid: false,
      problems: [{ file: "wrong.yml", line: 2, column: 7, path: "mode", hint: "Did you mean merge?" }],
    });
  });

  it("holds it to the organisation's file where that is named, and says where it is not", async () => {
    write("organisation.yml", "version: 1\nguardrails: {max_files: 3}\nlocked: [guardrails]\n");
    write("mine.yml", "version: 1\n_extends: .github\nguardrails: {max_files: 9}\n");
    const alone = await run("mine.yml");
    expect(alone.code).toBe(0);
    expect(alone.stderr).toMatch(/extends \.github, which was not looked at.*--organisation FILE/);
    const held = await run("mine.yml", "--organisation", "organisation.yml");
    expect(held.code).toBe(1);
    expect(held.stderr).toMatch(
      /^mine\.yml:3:25 guardrails\.max_files is 9, which is looser than the 3 that organisation\.yml locks/,
    );
  });

  it("says that a file is valid, and which one is not there", async () => {
    write("good.yml", "version: 1\n");
    expect(await run("good.yml")).toEqual({ code: 0, stdout: "good.yml is valid.\n", stderr: "" });
    expect((await run("absent.yml")).code).toBe(2);
  });
});
