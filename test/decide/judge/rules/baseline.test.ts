import { baseline } from "../../../../src/decide/judge/rules/baseline.ts";
import { approval, caseOf, policyOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const noObjective = { policy: policyOf({ services: { quotes: { paths: ["**"] } } }) };
const latency = (value: number) =>
  ({ symptom: "latency", observed: { value, unit: "ms", samples: 50 } }) as const;

ruleTable(baseline, [
  ["an objective is broken", caseOf(), "pass", /40% of requests fail; the objective allows 0\.5%/],
  [
    "the objective holds",
    caseOf({ anomaly: { observed: { value: 0.004, unit: "ratio", samples: 900 } } }),
    "propose",
    /0\.4%.*learnt from 2 min/,
  ],
  ["latency beyond it", caseOf({ anomaly: latency(401) }), "pass", /401 ms; the objective allows 400 ms/],
  ["latency within it", caseOf({ anomaly: latency(400) }), "propose", /400 ms/],
  [
    "memory with an objective",
    caseOf({
      policy: policyOf({ services: { quotes: { paths: ["**"], slo: { memory: "300MB" } } } }),
      anomaly: { symptom: "memory", observed: { value: 2_000_000, unit: "bytes/s", samples: 30 } },
    }),
    "pass",
    /2000 kB\/s; the objective allows 300 MB/,
  ],
  [
    "memory without one",
    caseOf({ anomaly: { symptom: "memory", observed: { value: 2e6, unit: "bytes/s", samples: 30 } } }),
    "propose",
    /no objective for memory/,
  ],
  ["no objective at all", caseOf(noObjective), "propose", /no objective for errors.*learnt from 2 min/],
  [
    "a service the policy does not name",
    caseOf({ anomaly: { service: "constructor" } }),
    "propose",
    /no objective/,
  ],
  [
    "what was broken since it was first seen",
    caseOf({ anomaly: { baseline: undefined, baselineSeconds: 0 } }),
    "propose",
    /40% of requests fail.*no healthy time was seen/,
  ],
  [
    "the team's own alert",
    caseOf({ ...noObjective, anomaly: { source: "alert", baselineSeconds: 0 } }),
    "pass",
    /alert of the team's own/,
  ],
  ["a person lifts it", caseOf({ ...noObjective, approvals: [approval()] }), "pass", /ada approved/],
]);
