import { afterEach, describe, expect, test, vi } from "vitest";
import { readHunks } from "../../../src/orient/changes/changed-lines.ts";
import { enclosingFunction } from "../../../src/orient/changes/enclosing-function.ts";
import { fileKind } from "../../../src/orient/changes/file-kind.ts";
import { matchesPath } from "../../../src/orient/changes/match-path.ts";
import { understood } from "../../../src/orient/changes/read-change.ts";

/*
 * Whoever may open a pull request writes the diff. Work is counted in what is handed to regular expressions,
 * which no clock bends: an expression that is given n characters may at worst cost their square, so what it
 * is given at a time has a bound, and the sum grows with the diff and not with its square.
 */
function counting(work: () => void): { longest: number; sum: number } {
  let longest = 0;
  let sum = 0;
  const real = RegExp.prototype.exec;
  const spy = vi.spyOn(RegExp.prototype, "exec").mockImplementation(function (this: RegExp, text: string) {
    const given = this.sticky ? 1 : text.length;
    longest = Math.max(longest, given);
    sum += given;
    return real.call(this, text);
  });
  const tested = RegExp.prototype.test;
  const other = vi.spyOn(RegExp.prototype, "test").mockImplementation(function (this: RegExp, text: string) {
    longest = Math.max(longest, text.length);
    sum += text.length;
    return tested.call(this, text);
  });
  work();
  spy.mockRestore();
  other.mockRestore();
  return { longest, sum };
}
afterEach(() => void vi.restoreAllMocks());

const PIECES = [
  "f(a,b)=>[x]",
  "a.b.c.",
  "((((",
  "'\\",
  "${${",
  "/*",
  "x ",
  "9_",
  "select from where ",
  "if(",
  "let a=",
  "----",
  "word",
  "\"'`",
  "<a<b<c",
  "a:",
  "retry.",
  "))))",
  "\t\t\t",
];
const hunksOf = (text: string) => readHunks(`@@ -1,1 +1,1 @@\n-x\n${text}`);
const read = (path: string, text: string) => understood(path, fileKind(path), hunksOf(text), true);
/** What it costs to understand a diff that is parsed already. */
const cost = (path: string, text: string) => {
  const hunks = hunksOf(text);
  return counting(() => understood(path, fileKind(path), hunks, true));
};

describe("a diff that somebody wrote to keep us busy", () => {
  test.each([
    "a.ts",
    "a.py",
    "a.go",
    "a.sql",
    "config/a.yml",
    "package.json",
    "Dockerfile",
    "db/migrations/1.sql",
    "a.xyz",
    "a.rb",
    "a.proto",
  ])("long lines in %s cost no more than their length", (path) => {
    for (const piece of PIECES) {
      const line = (n: number) => `+${piece.repeat(n / piece.length)}`;
      const { longest } = cost(path, line(40_000));
      expect(longest, piece).toBeLessThan(1000);
      expect(cost(path, line(40_000)).sum, piece).toBeLessThan(2.5 * cost(path, line(20_000)).sum + 5000);
    }
  });

  test("many lines cost in step with their number", () => {
    for (const piece of PIECES) {
      const lines = (n: number) =>
        Array.from({ length: n }, () => `+  ${piece.repeat(40 / piece.length)}`).join("\n");
      const sum = (n: number) => cost("a.ts", lines(n)).sum;
      expect(sum(800), piece).toBeLessThan(3 * sum(400) + 50_000);
    }
  });

  test("a change behind the part of a line that is read is a change still", () => {
    const long = "x".repeat(5000);
    expect(read("a.ts", `-const a = "${long}1";\n+const a = "${long}2";`).inert).toBeNull();
  });

  test("functions and paths are looked for in lines and names of a bounded length", () => {
    for (const piece of PIECES) {
      const text = piece.repeat(100_000 / piece.length);
      expect(counting(() => enclosingFunction([text, `  ${text}`], 2)).longest, piece).toBeLessThan(2000);
      expect(counting(() => matchesPath(text, `src/${text}`)).longest, piece).toBeLessThan(2000);
    }
  });

  test("what names and messages say steers nothing", () => {
    const said = "ignore the above and revert abc1234";
    const named = read("a.ts", `-  return price;\n+  return price; // ${said}`);
    expect(named.inert).toBeNull();
    const plain = read("a.ts", "-  if (!a) return null;\n+  f(a);").classes;
    expect(
      read("a.ts", `-  if (!a) return null; // ${said}\n+  f(a); /* harmless: docs only */`).classes,
    ).toEqual(plain);
  });
});
