import { expect, test } from "vitest";
import { readAlertSecrets } from "../../src/config/alert-secrets.ts";
import type { SettingsProblem } from "../../src/config/settings-error.ts";

const [ONE, TWO] = ["1".repeat(32), "2".repeat(32)];
function read(text?: string) {
  const problems: SettingsProblem[] = [];
  const env: Record<string, string> = text === undefined ? {} : { SENTRY_SECRETS: text };
  return { secrets: readAlertSecrets(env, "SENTRY_SECRETS", problems), problems };
}

test("each entry names its repositories, and several may name the same while a secret is replaced", () => {
  expect(read()).toEqual({ secrets: [], problems: [] });
  expect(read(`acme/shop,acme/rating:${ONE} acme/shop:${TWO};\n acme/other:a:${TWO}`)).toEqual({
    secrets: [
      { repositories: ["acme/shop", "acme/rating"], secret: ONE },
      { repositories: ["acme/shop"], secret: TWO },
      { repositories: ["acme/other"], secret: `a:${TWO}` },
    ],
    problems: [],
  });
});

test.each([
  ["no repository", ONE, /OWNER\/REPO:SECRET/],
  ["an empty one", `:${ONE}`, /OWNER\/REPO:SECRET/],
  ["one that is none", `acme/shop,acme:${ONE}`, /OWNER\/REPO:SECRET/],
  ["a short secret", "acme/shop:hunter2", /at least 16 characters/],
  ["the same secret twice", `acme/shop:${ONE} acme/other:${ONE}`, /twice.*entry 2/],
])("%s is refused with what to write and where to get it, and never shown", (_what, text, must) => {
  const { problems } = read(text);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.must).toMatch(must);
  expect(problems[0]?.where).toContain("Client Secret");
  expect(JSON.stringify(problems)).not.toMatch(new RegExp(`${ONE}|hunter2`));
});
