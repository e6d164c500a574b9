import type { EvidenceOf } from "../../../../src/contracts/evidence.ts";
import { canary } from "../../../../src/decide/judge/rules/canary.ts";
import { ago, approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const beside = (old: number, young: number, seconds: number, oldSeen = 30) =>
  caseOf({
    serving: [
      {
        id: "E2",
        text: "",
        kind: "revisions",
        service: "quotes",
        operation: "POST /quotes",
        unit: "ratio",
        revisions: [
          {
            revision: "b",
            firstSeen: ago(900),
            lastSeen: ago(oldSeen),
            requests: 900,
            value: 0,
            broken: false,
          },
          { revision: "a", firstSeen: ago(90), lastSeen: ago(30), requests: 90, value: 0.4, broken: true },
        ],
        concurrent: {
          old: { revision: "b", requests: old, bad: 0 },
          young: { revision: "a", requests: young, bad: young },
          seconds,
          pWorse: 0,
          pAlike: 0.5,
        },
      } as EvidenceOf<"revisions">,
    ],
  });
const lasting = beside(950, 50, 60);

ruleTable(canary, [
  ["no revisions", caseOf(), "not applicable", /does not tell revisions apart/],
  [
    "a small part beside the old one, for a minute",
    lasting,
    "hold",
    /5% of the requests.*for 1 min, as a canary/,
  ],
  ["a rollout that takes seconds", beside(50, 50, 8), "pass", /No older revision goes on/],
  ["the old one has gone", beside(950, 50, 60, 60), "pass", /No older revision goes on/],
  ["the greater part", beside(300, 700, 300), "pass", /No older revision goes on/],
  ["an environment that is one", caseOf({ anomaly: { environment: "prod-canary" } }), "hold", /is a canary/],
  ["approved", { ...lasting, approvals: [approval()] }, "pass", /ada approved/],
]);
