import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { marked, type Token } from "marked";
import { describe, expect, it } from "vitest";
import { PAGES, ROOT } from "./markdown.ts";

/** As GitHub makes them of headings: https://docs.github.com/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links */
function anchorsIn(markdown: string): Set<string> {
  const anchors = new Map<string, number>();
  for (const token of marked.lexer(markdown)) {
    if (token.type !== "heading") continue;
    const plain = token.text.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    const slug = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
      .replaceAll(" ", "-");
    const seen = anchors.get(slug) ?? 0;
    anchors.set(slug, seen + 1);
    if (seen > 0) anchors.set(`${slug}-${seen}`, 1);
  }
  return new Set(anchors.keys());
}

function targetsIn(markdown: string): string[] {
  const targets: string[] = [];
  marked.walkTokens(marked.lexer(markdown), (token: Token) => {
    if (token.type === "link" || token.type === "image") targets.push(token.href);
    if (token.type === "html")
      for (const [, to = ""] of token.raw.matchAll(/\b(?:src|href)="([^"]+)"/g)) targets.push(to);
  });
  return targets;
}

describe("links between pages", () => {
  it("are found where they lead nowhere", () => {
    expect(targetsIn('[a](b.md#c) ![d](e.png) <img src="f.png"> `[g](h)`')).toEqual([
      "b.md#c",
      "e.png",
      "f.png",
    ]);
    expect([...anchorsIn("# What it needs\n## `a_b`: c, d\n## What it needs\n")]).toEqual([
      "what-it-needs",
      "a_b-c-d",
      "what-it-needs-1",
    ]);
  });

  it.each([...PAGES.keys()])("of %s lead somewhere", (page) => {
    for (const target of targetsIn(PAGES.get(page) ?? "")) {
      if (/^[a-z][a-z0-9+.-]*:/i.test(target)) continue;
      const [path = "", anchor] = decodeURI(target).split("#");
      const file =
        path === "" ? page : relative(ROOT, join(ROOT, path.startsWith("/") ? "" : dirname(page), path));
      expect(existsSync(join(ROOT, file)), `${page} links to ${target}`).toBe(true);
      if (anchor !== undefined && file.endsWith(".md"))
        expect(
          [...anchorsIn(readFileSync(join(ROOT, file), "utf8"))],
          `${page} links to ${target}`,
        ).toContain(anchor);
    }
  });

  it("lead from the README to every page, over others at most", () => {
    const reached = new Set<string>();
    const walk = (page: string) => {
      if (reached.has(page)) return;
      reached.add(page);
      for (const target of targetsIn(PAGES.get(page) ?? "")) {
        const path = target.split("#")[0] ?? "";
        if (/^[a-z]+:/.test(path) || !path.endsWith(".md")) continue;
        walk(relative(ROOT, join(ROOT, dirname(page), path)));
      }
    };
    walk("README.md");
    const pages = [...PAGES.keys()].filter(
      (page) => page.startsWith("docs/") && page !== "docs/policy-introduction.md",
    );
    expect(pages.filter((page) => !reached.has(page))).toEqual([]);
  });
});
