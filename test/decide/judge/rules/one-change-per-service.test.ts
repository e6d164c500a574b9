import { oneChangePerService } from "../../../../src/decide/judge/rules/one-change-per-service.ts";
import { approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const inFlight = (service: string) => ({ history: { inFlight: [{ id: "x1-0123456789ab", service }] } });

ruleTable(oneChangePerService, [
  ["nothing under way", caseOf(), "pass", /No other change of ours to quotes/],
  ["another service's", caseOf(inFlight("policies")), "pass", /No other change/],
  ["the same service's", caseOf(inFlight("quotes")), "hold", /in incident x1-0123456789ab/],
  [
    "the service that the diagnosis found",
    caseOf({ ...inFlight("rating"), diagnosis: { service: "rating" } }),
    "hold",
    /rating/,
  ],
  [
    "another service's, about the very commit",
    caseOf({
      history: {
        inFlight: [{ id: "x1-0123456789ab", service: "policies", suspect: caseOf().diagnosis.suspect }],
      },
    }),
    "hold",
    /is about \w{7} already, in incident x1-0123456789ab/,
  ],
  ["nobody lifts it", caseOf({ ...inFlight("quotes"), approvals: [approval()] }), "hold", /under way/],
]);
