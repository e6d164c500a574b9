import fc from "fast-check";
import { expect, it } from "vitest";
import { parsePolicy } from "../../src/config/policy-file.ts";
import { firstPolicy } from "../../src/housekeeping/first-policy.ts";
import { inferServices } from "../../src/housekeeping/infer-services.ts";

const names = (paths: string[]) =>
  inferServices(paths, "acme/shop").map(({ name, paths: [first] }) => [name, first]);

it("takes the folders of a folder for services", () => {
  expect(
    names([
      "package.json",
      "services/b/main.ts",
      "services/a/x/y.ts",
      "packages/money/package.json",
      "services/README.md",
    ]),
  ).toEqual([
    ["a", "services/a/**"],
    ["b", "services/b/**"],
  ]);
});

it("takes folders with a manifest of their own, the outer one where one lies in another, and no libraries", () => {
  expect(
    names([
      "api/go.mod",
      "api/plugins/go.mod",
      "web/package.json",
      "libs/x/package.json",
      "examples/a/go.mod",
      "test/package.json",
    ]),
  ).toEqual([
    ["api", "api/**"],
    ["web", "web/**"],
  ]);
});

it("takes a repository of one service whole", () => {
  expect(names(["package.json", "src/main.ts"])).toEqual([["shop", "**"]]);
  expect(names([])).toEqual([["shop", "**"]]);
});

it("whatever a repository is called by, the file that is proposed is valid, only reports, and says just that", () => {
  const word = fc.oneof(
    fc.string({ minLength: 1, maxLength: 40, unit: "binary" }),
    fc.constantFrom("no", "a: b", "x\n- y", "#", "\u2028mode: merge", "__proto__"),
  );
  fc.assert(
    fc.property(
      fc.array(
        fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/")),
        { maxLength: 20 },
      ),
      fc.uniqueArray(word, { maxLength: 5 }),
      fc.uniqueArray(word, { maxLength: 3 }),
      (paths, checks, required) => {
        const services = inferServices([...paths, ...paths.map((path) => `services/${path}/x`)], "acme/shop");
        const text = firstPolicy(
          {
            defaultBranch: "main",
            services,
            checks,
            commits: 3,
            allowPaths: ["services/**"],
            denyPaths: [],
            rules: {
              requiredChecks: required,
              requiredApprovals: 0,
              codeOwners: false,
              mergeQueue: false,
              signedCommits: false,
              unread: null,
            },
          },
          null,
        );
        const { policy, problems } = parsePolicy(text);
        expect(problems).toEqual([]);
        expect(policy?.mode).toBe("report");
        expect(Object.keys(policy?.services ?? {}).toSorted()).toEqual(
          services.map(({ name }) => name).toSorted(),
        );
        expect(policy?.guardrails.required_checks).toEqual(checks);
      },
    ),
  );
});
