import type { JudgingSet } from "../judging-set/judging-set.ts";
import { dress } from "./dress.ts";
import { everyday, surroundings } from "./everyday.ts";
import { chatterLine, failureLine } from "./log-lines.ts";
import { scenarios } from "./scenarios.ts";

/** The fourth set. */
export const set: JudgingSet = {
  name: "unseen4",
  scenarios,
  surroundings,
  everyday,
  voice: { dress, failureLine, chatterLine },
  people: [
    ["Anneke de Wit", "adewit"],
    ["Baraka Otieno", "botieno"],
    ["Celeste Moreau", "cmoreau"],
    ["Dmitri Sokolov", "dsokolov"],
    ["Eun-ji Park", "ejpark"],
    ["Fatima Zahra", "fzahra"],
    ["Gabriel Souza", "gsouza"],
    ["Hanna Virtanen", "hvirtanen"],
    ["Ikaika Kealoha", "ikealoha"],
    ["Jakub Novotny", "jnovotny"],
  ],
  hostNames: ["node-", "ip-10-88-2-2", "k3s-agent-", "gke-default-pool-8f2c-", "hv0"],
  exportEvery: 20,
  spanBudget: 3400,
  baseline: [6.3, 11],
  filling: { usual: [3, 10], crowded: [24, 38] },
  keepsMoment: 0.78,
  wholeDeployments: 0.16,
  lagUndisturbed: true,
  windowWithoutAlert: true,
};
