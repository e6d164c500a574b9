// @vitest-environment happy-dom
// Mermaid wants a document, even to parse.
import fc from "fast-check";
import mermaid from "mermaid";
import { describe, expect, test } from "vitest";
import { mermaidText } from "../../src/safety/mermaid.ts";
import { sanitise } from "../../src/safety/sanitise.ts";

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "title ",
        "section ",
        "click ",
        "end",
        "2026-01-01",
        "%%{init: {}}%%",
        "%%",
        "\n",
        ";",
        ":",
        "#",
        '"',
        "`",
        "-->",
        "<script>",
        "]",
        "}",
        ")",
        "[[",
        "&quot;",
        "#35;",
        "vert ",
        "dateFormat X",
        " ",
        "graph",
        "crit",
        ",",
        "---",
      ),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => sanitise(parts.join(""), 200));

describe("mermaidText", () => {
  test.each([
    ["GET /quotes/:id", "GET /quotes/：id"],
    ['a "b" <c>', "a ＂b＂ ＜c＞"],
    ["", "–"],
    ["title of a book", "\u200btitle of a book"],
  ])("%j reads %j", (text, expected) => {
    expect(mermaidText(text)).toBe(expected);
  });

  test("is idempotent, one line, and free of ASCII punctuation with a meaning", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const label = mermaidText(text);
        expect(mermaidText(label)).toBe(label);
        expect(label).not.toMatch(/[\n"#;:%<>[\]{}()`|&,]/);
        expect(label).not.toBe("");
      }),
    );
  });

  test("a gantt's task keeps its place and its name, whatever it is called", async () => {
    await mermaid.parse("gantt"); // Diagrams register themselves with the first.
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const label = mermaidText(text);
        const chart = `gantt\ndateFormat x\nsection one\n${label} :a1, 0, 5ms\nlast :a2, 5, 5ms`;
        const { db } = await mermaid.mermaidAPI.getDiagramFromText(chart);
        const tasks = (db as unknown as { getTasks(): { task: string }[] }).getTasks();
        expect(tasks.map((task) => task.task.trim())).toEqual([label.trim(), "last"]);
      }),
      { numRuns: 300 },
    );
  });

  test("a chart's title holds it between quotes", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const chart = `xychart-beta\ntitle "${mermaidText(text)}"\nx-axis [a, b]\nline [1, 2]`;
        await expect(mermaid.parse(chart)).resolves.toMatchObject({ diagramType: "xychart" });
      }),
      { numRuns: 300 },
    );
  });
});
