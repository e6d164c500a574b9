import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeOwners } from "../../src/act/code-owners.ts";

const owners = (text: string, ...paths: string[]) => codeOwners(text, paths, "acme");
const users = (text: string, path: string) => owners(text, path).users;

describe("code owners", () => {
  it.each([
    ["*", "a/b/c.ts", true],
    ["*.js", "deep/down/a.js", true],
    ["*.js", "a.ts", false],
    ["/build/logs/", "build/logs/deep/a.log", true],
    ["/build/logs/", "other/build/logs/a.log", false],
    ["docs/*", "docs/getting-started.md", true],
    ["docs/*", "docs/build-app/troubleshooting.md", false],
    ["apps/", "apps/a.ts", true],
    ["apps/", "deep/apps/here/a.ts", true],
    ["apps/", "apps", false],
    ["/docs/", "docs/a/b.md", true],
    ["/docs/", "deep/docs/a.md", false],
    ["/scripts", "scripts/a.sh", true],
    ["**/logs", "deep/down/logs/a.log", true],
    ["services/*/config.yml", "services/quotes/config.yml", true],
    ["services/*/config.yml", "services/a/b/config.yml", false],
    ["/app/(shop)/page.tsx", "app/(shop)/page.tsx", true],
    ["/app/{a,b}.ts", "app/a.ts", false],
    [".github", ".github/workflows/ci.yml", true],
    // As GitHub, which skips such a line.
    ["!a.ts", "b.ts", false],
    ["[ab].ts", "a.ts", false],
    ["\\#a.ts", "#a.ts", false],
    ["A.ts", "a.ts", false],
  ])("%s of %s: %s", (pattern, path, owned) => {
    expect(users(`${pattern} @ada`, path)).toEqual(owned ? ["ada"] : []);
  });

  it("the last pattern that matches counts, one without owners takes them away, and addresses cannot be asked", () => {
    const text = [
      "# who is asked",
      "*  @ada @acme/shop  # everything",
      "*.md ada@acme.test",
      "/services/ @bob\r",
      "/services/generated/",
      "/other/ @elsewhere/team @Acme/Search",
    ].join("\n");
    expect(owners(text, "a.ts")).toEqual({ users: ["ada"], teams: ["shop"] });
    expect(owners(text, "a.md")).toEqual({ users: [], teams: [] });
    expect(owners(text, "services/a.ts", "b.ts")).toEqual({ users: ["bob", "ada"], teams: ["shop"] });
    expect(owners(text, "services/generated/a.ts")).toEqual({ users: [], teams: [] });
    expect(owners(text, "other/a.ts")).toEqual({ users: [], teams: ["Search"] });
  });

  it("takes any text, answers names alone, and no more than can be asked", () => {
    const line = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[*/a-z.()[\]{}!\\]{1,12} @[a-z]{1,3}( @acme\/[a-z]{1,3})?$/),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 60 }),
        fc.array(fc.string(), { maxLength: 5 }),
        (lines, paths) => {
          const { users: people, teams } = owners(lines.join("\n"), ...paths);
          for (const name of [...people, ...teams]) expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/);
          expect(people.length).toBeLessThanOrEqual(15);
          expect(teams.length).toBeLessThanOrEqual(15);
        },
      ),
    );
  });
});
