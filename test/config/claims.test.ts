import { expect, test } from "vitest";
import { claimService } from "../../src/config/claims.ts";
import { Policy } from "../../src/contracts/policy.ts";

const of = (repository: string, ...services: string[]) => ({
  repository,
  policy: Policy.parse({
    version: 1,
    services: Object.fromEntries(services.map((name) => [name, { paths: ["**"] }])),
  }),
});

test.each([
  ["claimed by one", "quotes", [of("a/a", "quotes"), of("b/b", "policies")], "a/a"],
  ["claimed by none", "rating", [of("a/a", "quotes")], null],
  ["claimed by two", "quotes", [of("a/a", "quotes"), of("b/b", "quotes")], "claimed twice"],
  [
    "the same repository named twice is one claim",
    "quotes",
    [of("a/a", "quotes"), of("a/a", "quotes")],
    "a/a",
  ],
  ["no repository at all", "quotes", [], null],
  ["a name that every object has", "constructor", [of("a/a", "quotes")], null],
  ["another spelling is another service", "Quotes", [of("a/a", "quotes")], null],
])("%s", (_, service, policies, expected) => {
  expect(claimService(service, policies)).toBe(expected);
});
