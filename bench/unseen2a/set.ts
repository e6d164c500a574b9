import * as voice from "../judging-set/dress.ts";
import type { JudgingSet } from "../judging-set/judging-set.ts";
import { everyday, surroundings } from "./everyday.ts";
import { scenarios } from "./scenarios.ts";

/** Part A of the second set. */
export const set: JudgingSet = {
  name: "unseen2a",
  scenarios,
  surroundings,
  everyday,
  voice,
  people: [
    ["Adaeze Nwosu", "adaeze"],
    ["Bjarne Holm", "bholm"],
    ["Chitra Iyer", "chitra-iyer"],
    ["Diego Farias", "dfarias"],
    ["Eszter Kovács", "eszterk"],
    ["Farid Haddad", "fhaddad"],
    ["Greta Lindqvist", "gretal"],
    ["Hoang Minh", "hminh"],
    ["Isla MacLeod", "islamacleod"],
  ],
  hostNames: ["node-", "ip-10-0-4-1", "gke-pool-b-", "worker", "vm-prod-0"],
  exportEvery: 45,
  spanBudget: 3400,
  baseline: [6.2, 9],
  filling: { usual: [2, 8], crowded: [30, 46] },
  keepsMoment: 0.7,
  wholeDeployments: 0.18,
  lagUndisturbed: false,
  windowWithoutAlert: false,
};
