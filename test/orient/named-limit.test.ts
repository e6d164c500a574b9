import { expect, it } from "vitest";
import type { CaseFile } from "../../src/orient/case-file.ts";
import type { ReadFile } from "../../src/orient/changes/read-change.ts";
import { fitNamedLimit } from "../../src/orient/fit-named-limit.ts";

const file = (message: string, countBefore = 0) =>
  ({
    evidence: {
      items: [
        {
          kind: "exception",
          id: "E1",
          service: "quotes",
          type: "57014",
          message,
          count: 9,
          countBefore,
          frames: [{}],
        },
      ],
    },
  }) as unknown as CaseFile;
const CANCELLED = file("canceling statement due to statement timeout");
const setting = (removed: string, added: string, kind = "config") =>
  [
    {
      path: "config/database.yml",
      kind,
      inert: null,
      hunks: [
        {
          lines: [
            { kind: "removed", text: removed, before: 6 },
            { kind: "added", text: added, after: 6 },
          ],
        },
      ],
    },
  ] as unknown as readonly ReadFile[];
const LOWERED = setting("statement_timeout_ms: 10000", "statement_timeout_ms: 4");

it("the errors name the limit that is set anew", () => {
  expect(fitNamedLimit("quotes", LOWERED, CANCELLED)).toMatchObject({
    family: "place",
    evidence: ["E1"],
    line: { path: "config/database.yml", line: 6 },
  });
});

it("says nothing of another limit, of prose, of errors that were there before, or of another service", () => {
  const pool = setting("connection_timeout_ms: 3000", "connection_timeout_ms: 2500");
  expect(fitNamedLimit("quotes", pool, CANCELLED)).toBeNull();
  expect(fitNamedLimit("quotes", setting("a", "# statement_timeout_ms: 4"), CANCELLED)).toBeNull();
  expect(fitNamedLimit("quotes", setting("a", "statement_timeout_ms: 4", "docs"), CANCELLED)).toBeNull();
  const before = file("canceling statement due to statement timeout", 8);
  expect(fitNamedLimit("quotes", LOWERED, before)).toBeNull();
  expect(fitNamedLimit("quotes", LOWERED, file("the user wrote statement timeout"))).toBeNull();
  expect(fitNamedLimit("claims", LOWERED, CANCELLED)).toBeNull();
});
