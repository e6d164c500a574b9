import fc from "fast-check";
import { marked, type Token, type Tokens } from "marked";
import { describe, expect, test } from "vitest";
import { codeFence, codeSpan, escapeMarkdown } from "../../src/safety/markdown.ts";
import { sanitise, sanitiseMultiline } from "../../src/safety/sanitise.ts";

/** Pieces of which attacks are made, so that chance puts them together. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "@octocat",
        "@acme/sre",
        "#1",
        "GH-1",
        "o/r#1",
        "fixes #7",
        "https://evil.example/x",
        "www.evil.example",
        "a@evil.example",
        "mailto:a@evil.example",
        "<img src=x>",
        "<!-- -->",
        "</details>",
        "[x](http://e.example)",
        "![x](http://e.example/i.png)",
        "[x]: http://e.example",
        "`",
        "``",
        "```",
        "~~~",
        "|",
        "\\",
        "*",
        "**",
        "_",
        "~~",
        "&lt;",
        "&#64;",
        "$x$",
        "[^1]",
        "# ",
        "> ",
        "- ",
        "1. ",
        "+ ",
        "---",
        "===",
        "    ",
        "\n",
        "\n\n",
        " ",
        ":",
        "<",
        ">",
        "javascript:",
        "ftp://e.example",
      ),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

const tokensOf = (markdown: string): Token[] => {
  const all: Token[] = [];
  marked.walkTokens(marked.lexer(markdown, { gfm: true }), (token) => {
    all.push(token);
  });
  return all;
};
const INERT = new Set(["paragraph", "text", "escape", "space"]);
const rendered = (html: string) =>
  html
    .replace(/<[^>]*>/g, "")
    .replace(/&#8203;/g, "\u200b")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&#36;/g, "$")
    .replace(/&amp;/g, "&");
const textOf = (html: string) => rendered(html).replaceAll("\u200b", "");

/** What GitHub turns into links after rendering, in the words of its documents. */
const PINGS = /(?<![\w`])@[A-Za-z0-9]|#\d|\bGH-\d|https?:\/\/|ftp:\/\/|www\.\w|[\w.+-]@[\w-]+\.\w/i;

describe("escapeMarkdown", () => {
  test.each([
    ["a mention", "ping @octocat"],
    ["a team", "@acme/sre"],
    ["a closing reference", "fixes #12, closes o/r#3, resolves GH-9"],
    ["a URL", "see https://evil.example/a?b=c"],
    ["a bare host", "see www.evil.example"],
    ["an address", "mail a.b@evil.example"],
    ["an autolink", "<https://evil.example>"],
    ["a script", "<script>alert(1)</script>"],
    ["an image", "![x](https://evil.example/pixel.png)"],
    ["a link", "[x](javascript:alert(1))"],
    ["a reference definition", "[x]: https://evil.example"],
    ["a hidden marker", "<!-- sre-space:incident -->"],
    ["an entity for @", "&#64;octocat"],
    ["code", "a `b` ``c`` ```d"],
    ["emphasis", "*a* **b** _c_ ~~d~~"],
    ["a heading", "# x"],
    ["a list", "- x"],
    ["an ordered list", "1. x"],
    ["a quotation", "> x"],
    ["a rule", "---"],
    ["several paragraphs", "a\n\n# b\n\n- c"],
  ])("%s stays text, and stays legible", (_, text) => {
    const escaped = escapeMarkdown(text);
    expect(tokensOf(escaped).filter((token) => !INERT.has(token.type))).toEqual([]);
    const html = marked.parse(escaped, { async: false });
    expect(html).not.toMatch(/<(?!\/?p>)/);
    expect(textOf(html).trim()).toBe(text.replace(/\s+/g, " ").trim());
    // GitHub looks for mentions in what a reader would see, the break included.
    expect(rendered(html)).not.toMatch(PINGS);
  });

  test("at the start of a line, in a list, in a table cell: no element, link or mention comes of it", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = escapeMarkdown(sanitise(text, 500));
        expect(escaped).not.toContain("\n");
        const html = marked.parse(escaped, { async: false });
        expect(html.replace(/<\/?p>/g, "")).not.toMatch(/[<>]/);
        expect(rendered(html)).not.toMatch(PINGS);

        const table = tokensOf(`| a | b |\n| --- | --- |\n| ${escaped} | end |`);
        const [row] = (table[0] as Tokens.Table).rows;
        expect(row?.[1]?.text).toBe("end");
        expect(table.filter((token) => !INERT.has(token.type)).map((token) => token.type)).toEqual(["table"]);

        const list = tokensOf(`- ${escaped}\n- end`);
        expect(list.filter((token) => !INERT.has(token.type)).map((token) => token.type)).toEqual([
          "list",
          "list_item",
          "list_item",
        ]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("codeSpan", () => {
  test.each([
    ["a b", "`a b`"],
    ["a `b`", "`` a `b` ``"],
    ["", "` `"],
    ["a\nb", "`a b`"],
  ])("%j is written %j", (text, expected) => {
    expect(codeSpan(text)).toBe(expected);
  });

  test("holds its text and nothing else, in a line and in a table cell", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const clean = sanitise(text, 500);
        const span = codeSpan(clean);
        const html = marked.parse(`x ${span} y`, { async: false });
        expect(html).toMatch(/^<p>x <code>[^<>]*<\/code> y<\/p>\n$/);
        expect(textOf(html).replace(/\s+/g, " ").trim()).toBe(`x ${clean} y`.replace(/\s+/g, " "));
        const [table] = tokensOf(`| a | b |\n| --- | --- |\n| ${span} | end |`) as [Tokens.Table];
        expect(table.rows[0]?.[1]?.text).toBe("end");
      }),
      { numRuns: 1000 },
    );
  });
});

describe("codeFence", () => {
  test("holds its text to the letter, and what follows it stands outside", () => {
    fc.assert(
      fc.property(hostile, fc.string({ maxLength: 8 }), (text, language) => {
        const clean = sanitiseMultiline(text, 500);
        const tokens = marked.lexer(`${codeFence(clean, language)}\n\nafter`);
        const code = tokens[0] as Tokens.Code;
        expect(code.type).toBe("code");
        expect(code.text.replace(/\n+$/, "")).toBe(clean.replace(/\n+$/, ""));
        expect(tokens.at(-1)).toMatchObject({ type: "paragraph", text: "after" });
      }),
      { numRuns: 1000 },
    );
  });

  test("a language holds no line break and no backtick", () => {
    expect(codeFence("x", "ts`\n@octocat")).toBe("```tsoctocat\nx\n```");
  });
});
