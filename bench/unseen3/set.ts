import * as voice from "../judging-set/dress.ts";
import type { JudgingSet } from "../judging-set/judging-set.ts";
import { everyday, surroundings } from "./everyday.ts";
import { scenarios } from "./scenarios.ts";

/** The third set. */
export const set: JudgingSet = {
  name: "unseen3",
  scenarios,
  surroundings,
  everyday,
  voice,
  people: [
    ["Nadia Rahimi", "nrahimi"],
    ["Oskar Vinter", "ovinter"],
    ["Priscilla Moyo", "pmoyo"],
    ["Quentin Leroy", "qleroy"],
    ["Rosa Delgado", "rosadelgado"],
    ["Sanjay Kulkarni", "sanjayk"],
    ["Tuuli Koskinen", "tuulik"],
    ["Uchenna Obi", "uobi"],
  ],
  hostNames: ["node-", "ip-172-31-9-", "aks-main-", "compute", "metal-0"],
  exportEvery: 30,
  spanBudget: 3600,
  baseline: [6.5, 10],
  filling: { usual: [2, 9], crowded: [26, 40] },
  keepsMoment: 0.75,
  wholeDeployments: 0.15,
  lagUndisturbed: true,
  windowWithoutAlert: true,
};
