import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parsePolicy } from "../../src/config/policy-file.ts";
import { blocksIn, PAGES, ROOT } from "./markdown.ts";

/** Whole policies that pages show. */
const policies = [...PAGES].flatMap(([page, text]) =>
  blocksIn(text)
    .filter(({ lang }) => lang === "yaml")
    .map(({ code }) => code)
    .filter((yaml) => /^version: 1$/m.test(yaml) && /^mode:/m.test(yaml))
    .map((yaml) => [page, yaml] as const),
);

it("shows policies that are valid", () => {
  expect(policies.length).toBeGreaterThan(5);
  for (const [page, yaml] of policies) expect(parsePolicy(yaml).problems, `${page}:\n${yaml}`).toEqual([]);
});

it("tells in the threat model of every attack that is tried, and of no other", () => {
  const told = [...(PAGES.get("docs/threat-model.md") ?? "").matchAll(/^\| `([a-z-]+)` \|/gm)].map(
    ([, name]) => name,
  );
  const tried = readdirSync(join(ROOT, "test/attacks"))
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => file.replace(".test.ts", ""));
  expect(told.toSorted()).toEqual(tried.toSorted());
});

it("names files of the repository that are there", () => {
  for (const [page, text] of PAGES) {
    if (!page.startsWith("docs/") && page.includes("/")) continue;
    for (const [, path = ""] of text.matchAll(
      /`((?:src|test|bench(?!\/plots)|docs|deploy|marketplace-demo|bin)\/[\w./-]+\.[a-z]+)`/g,
    )) {
      // What whoever writes one has to call it.
      if (/\b(?:NAME|KIND)\b/.test(path)) continue;
      expect(() => readFileSync(join(ROOT, path)), `${page}: ${path}`).not.toThrow();
    }
  }
});
