import { dress } from "../judging-set/dress-of-cluster.ts";
import type { JudgingSet } from "../judging-set/judging-set.ts";
import { everyday, surroundings } from "./everyday.ts";
import { chatterLine, failureLine } from "./log-lines.ts";
import { scenarios } from "./scenarios.ts";

/** The eighth set. */
export const set: JudgingSet = {
  name: "unseen8",
  scenarios,
  surroundings,
  everyday,
  voice: { dress, failureLine, chatterLine },
  people: [
    ["Amina Diallo", "adiallo"],
    ["Bartosz Wójcik", "bwojcik"],
    ["Camila Rojas", "camrojas"],
    ["Dewi Hughes", "dewih"],
    ["Eero Laine", "elaine-e"],
    ["Fatima Zahra", "fzahra"],
    ["Goran Petrović", "gpetrovic"],
    ["Hana Suzuki", "hanasuz"],
    ["Isabel Moura", "imoura"],
    ["Joost de Wit", "jdewit"],
  ],
  hostNames: ["ip-10-41-3-", "gke-main-", "node-", "worker-b", "vm-prod-"],
  exportEvery: 12,
  spanBudget: 3400,
  baseline: [6.5, 13],
  filling: { usual: [4, 14], crowded: [20, 34] },
  keepsMoment: 0.72,
  wholeDeployments: 0.12,
  lagUndisturbed: true,
  windowWithoutAlert: true,
};
