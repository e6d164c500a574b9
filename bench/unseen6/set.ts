import { dress } from "../judging-set/dress-of-cluster.ts";
import type { JudgingSet } from "../judging-set/judging-set.ts";
import { everyday, surroundings } from "./everyday.ts";
import { chatterLine, failureLine } from "./log-lines.ts";
import { scenarios } from "./scenarios.ts";

/** The sixth set. */
export const set: JudgingSet = {
  name: "unseen6",
  scenarios,
  surroundings,
  everyday,
  voice: { dress, failureLine, chatterLine },
  people: [
    ["Adaeze Nwosu", "adaezen"],
    ["Bart Claes", "bclaes"],
    ["Camila Rojas", "camirojas"],
    ["Dmitri Volkov", "dvolkov"],
    ["Esra Aydin", "esra-a"],
    ["Fionn Byrne", "fbyrne"],
    ["Greta Holm", "gholm"],
    ["Hiro Tanabe", "htanabe"],
    ["Ines Duarte", "inesd"],
    ["Jonas Weiss", "jweiss"],
    ["Kavya Menon", "kavyam"],
    ["Luca Ferri", "lferri"],
    ["Mira Kos", "mkos"],
  ],
  hostNames: ["worker-az-", "ip-172-31-8-4", "gke-main-pool-7d-", "vm-prod-", "node-"],
  exportEvery: 10,
  spanBudget: 3600,
  baseline: [6.5, 12],
  filling: { usual: [4, 12], crowded: [24, 40] },
  keepsMoment: 0.8,
  wholeDeployments: 0.1,
  lagUndisturbed: true,
  windowWithoutAlert: true,
};
