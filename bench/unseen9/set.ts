import { dress } from "../judging-set/dress-of-cluster.ts";
import type { JudgingSet } from "../judging-set/judging-set.ts";
import { everyday, surroundings } from "./everyday.ts";
import { chatterLine, failureLine } from "./log-lines.ts";
import { scenarios } from "./scenarios.ts";

/** The ninth set. */
export const set: JudgingSet = {
  name: "unseen9",
  scenarios,
  surroundings,
  everyday,
  voice: { dress, failureLine, chatterLine },
  people: [
    ["Aino Virtanen", "ainov"],
    ["Bilal Qureshi", "bqureshi"],
    ["Clara Engström", "clara-e"],
    ["Dmytro Bondar", "dbondar"],
    ["Esi Owusu", "eowusu"],
    ["Federica Russo", "frusso"],
    ["Gareth Pryce", "gpryce"],
    ["Hiroko Abe", "habe"],
    ["Ivo Marković", "ivo-m"],
    ["Lucía Paredes", "lparedes"],
    ["Ngozi Eze", "neze"],
    ["Tomáš Dvořák", "tdvorak"],
  ],
  hostNames: ["ip-172-20-8-", "eks-general-", "kube-w", "node-", "bm-rack7-"],
  exportEvery: 12,
  spanBudget: 3400,
  baseline: [6.5, 13],
  filling: { usual: [5, 14], crowded: [22, 36] },
  keepsMoment: 0.76,
  wholeDeployments: 0.1,
  lagUndisturbed: true,
  windowWithoutAlert: true,
};
