import { dress } from "../judging-set/dress-of-cluster.ts";
import type { JudgingSet } from "../judging-set/judging-set.ts";
import { everyday, surroundings } from "./everyday.ts";
import { chatterLine, failureLine } from "./log-lines.ts";
import { scenarios } from "./scenarios.ts";

/** The seventh set. */
export const set: JudgingSet = {
  name: "unseen7",
  scenarios,
  surroundings,
  everyday,
  voice: { dress, failureLine, chatterLine },
  people: [
    ["Anneke Visser", "avisser"],
    ["Bogdan Ilie", "bogdan-i"],
    ["Chiamaka Obi", "cobi"],
    ["Daniel Sørby", "dsorby"],
    ["Elif Kaya", "elifk"],
    ["Farid Haddad", "fhaddad"],
    ["Gwen Prosser", "gprosser"],
    ["Ha-eun Lim", "haeunl"],
    ["Igor Petrov", "ipetrov"],
    ["Jana Novotná", "jnovotna"],
    ["Kofi Mensah", "kmensah"],
  ],
  hostNames: ["aks-pool1-", "ip-10-2-17-", "worker-", "metal-r3-", "node-"],
  exportEvery: 12,
  spanBudget: 3400,
  baseline: [6.5, 13],
  filling: { usual: [5, 13], crowded: [22, 36] },
  keepsMoment: 0.78,
  wholeDeployments: 0.1,
  lagUndisturbed: true,
  windowWithoutAlert: true,
};
