import { blastRadius } from "../../../../src/decide/judge/rules/blast-radius.ts";
import { approval, caseOf, change, policyOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const services = {
  quotes: { paths: ["services/quotes/**", "packages/**"] },
  policies: { paths: ["services/policies/**", "packages/http/**"] },
  storefront: { paths: ["services/storefront/**", "packages/http/**"] },
};
const touching = (max_services: number, ...files: string[]) =>
  caseOf({
    policy: policyOf({ services, guardrails: { max_services } }),
    plan: { files: files.map((file) => change(file)) },
  });
const shared = touching(2, "packages/http/server.ts");

ruleTable(blastRadius, [
  ["one service", touching(1, "services/quotes/a.ts"), "pass", /1 service \(quotes\); the policy allows 1/],
  [
    "what several are built from",
    shared,
    "propose",
    /3 services \(quotes, policies, storefront\); .* allows 2/,
  ],
  ["as many as allowed", touching(3, "packages/http/server.ts"), "pass", /3 services/],
  [
    "files of two services",
    touching(1, "services/quotes/a.ts", "services/policies/b.ts"),
    "propose",
    /2 services/,
  ],
  ["nobody's file", touching(1, "README.md"), "pass", /0 services; /],
  ["approved", { ...shared, approvals: [approval()] }, "pass", /ada approved/],
  [
    "no plan",
    caseOf({ plan: { kind: "unplanned", remedy: "revert", reason: "no", conflicts: [] } }),
    "not applicable",
    /No change/,
  ],
]);
