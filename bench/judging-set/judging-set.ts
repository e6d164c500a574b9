import type { Random } from "../unseen/random.ts";
import type { Change, Language, World } from "../unseen/scenario.ts";
import type { Scenario } from "./scenario.ts";

type Range = readonly [low: number, high: number];

/** How the telemetry of a set sounds: which SDK wrote it, and what the frameworks log. */
export interface Voice {
  /** Rewrites one line of OTLP JSON; `full` where the SDK describes its process at length. */
  dress(line: string, full: boolean, world: World): string;
  failureLine(language: Language, op: string, type: string, message: string): string;
  chatterLine(language: Language, random: Random): string;
}

/** A set of cases that judges `diagnose`: its scenarios, and what its bundles have in common. */
export interface JudgingSet {
  /** Name of its folder, and the seed of all that is drawn. */
  name: string;
  scenarios: readonly Scenario[];
  /** Files beside the product that every repository of the set has. */
  surroundings(world: World): Record<string, string>;
  /** So many commits of the kind that fill every history. */
  everyday(world: World, random: Random, count: number): Change[];
  voice: Voice;
  people: readonly (readonly [name: string, login: string])[];
  hostNames: readonly string[];
  /** Seconds between two exports of the collector. */
  exportEvery: number;
  /** Spans of a bundle above which whole traces are left out. */
  spanBudget: number;
  /** Minutes of telemetry before the onset. */
  baseline: Range;
  /** Everyday commits in a history, and in the few that are crowded. */
  filling: { usual: Range; crowded: Range };
  /** Chance that a commit goes out at the moment its scenario names. */
  keepsMoment: number;
  /** Chance that all services are deployed at once. */
  wholeDeployments: number;
  /** What builds up since the culprit's deployment is not started anew by another one. */
  lagUndisturbed: boolean;
  /** A bundle without an alert has a window. */
  windowWithoutAlert: boolean;
}
