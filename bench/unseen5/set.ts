import type { JudgingSet } from "../judging-set/judging-set.ts";
import { dress } from "../unseen4/dress.ts";
import { everyday, surroundings } from "./everyday.ts";
import { chatterLine, failureLine } from "./log-lines.ts";
import { scenarios } from "./scenarios.ts";

/** The fifth set. */
export const set: JudgingSet = {
  name: "unseen5",
  scenarios,
  surroundings,
  everyday,
  voice: { dress, failureLine, chatterLine },
  people: [
    ["Ama Boateng", "aboateng"],
    ["Bruno Carvalho", "bcarvalho"],
    ["Chiara Lombardi", "chiaral"],
    ["Deepak Iyer", "diyer"],
    ["Elif Yildiz", "elify"],
    ["Freya Lindqvist", "flindqvist"],
    ["Goran Petrovic", "gpetrovic"],
    ["Huong Tran", "huongt"],
    ["Isaac Mbeki", "imbeki"],
    ["Joana Pires", "jpires"],
    ["Kenji Watanabe", "kwatanabe"],
  ],
  hostNames: ["node-", "ip-10-4-17-1", "aks-apps-3302-vmss", "worker-", "gke-prod-n2-41aa-"],
  exportEvery: 15,
  spanBudget: 3300,
  baseline: [6.2, 11],
  filling: { usual: [3, 11], crowded: [22, 36] },
  keepsMoment: 0.76,
  wholeDeployments: 0.14,
  lagUndisturbed: true,
  windowWithoutAlert: true,
};
