import type { Span } from "../../contracts/telemetry.ts";
import { assignBlame, type Blame } from "./assign-blame.ts";
import { dissect, type Sites } from "./dissect.ts";
import { FailureTally } from "./failure-tally.ts";
import { inheritTrouble } from "./inherit-trouble.ts";
import { Ledger, type Side } from "./ledger.ts";
import { settleVisits } from "./settle-visits.ts";
import { structureBlame, type Told } from "./structure-blame.ts";
import { timeBlame } from "./time-blame.ts";

/** What else is known of a service than its traces: its metrics moved, its logs did. */
export interface Shift {
  service: string;
  /** From 0, nothing, to 1, nobody else's moved like this. */
  score: number;
  because: string;
}

export interface LocaliseInput {
  /** Spans of each trace while it was broken, healthy ones among them. */
  incident: readonly (readonly Span[])[];
  /** Spans of each trace while all was well. */
  baseline: readonly (readonly Span[])[];
  shifts?: readonly Shift[];
}

export interface Place {
  service: string;
  operation: string;
  /** From 0 to 1: how likely the fault began there. All together are at most 1. */
  score: number;
  /** The strongest reasons first. */
  because: string[];
}

const MAX_PLACES = 10;
const MAX_REASONS = 3;

/**
 * Ranks services and operations by how likely the fault began there, by comparing the traces of an incident with those
 * of before.
 */
export function localise({ incident, baseline, shifts = [] }: LocaliseInput): Place[] {
  const sites: Sites = { answers: new Map(), inner: new Map() };
  const sides = [baseline, incident].map((traces) => traces.map((spans) => dissect(spans, sites)));
  const nameOf = namesOf(sides.flat(2).map((visit) => visit.service));
  const ledger = new Ledger();
  const failures = new FailureTally();
  for (const side of [0, 1] as Side[]) {
    for (const visits of sides[side] ?? []) {
      settleVisits(visits, sites, nameOf);
      ledger.add(visits, side, sites);
      failures.add(visits, side);
    }
  }
  const structure = structureBlame(ledger);
  const inherit = inheritTrouble(ledger, structure.trouble);
  const shares = (told: readonly Told[]) => told.map(({ of, item }) => inherit(item, of, "share"));
  const failing = shares(failures.items());
  const missing = shares(structure.missing);
  const slow = timeBlame(
    ledger,
    structure.added.map(({ of, item }) => inherit(item, of, "time")),
    inherit,
  );
  const fit = (service: string) => 0.3 + (slow.changed.get(service) ?? 0);
  const sum = (items: readonly { weight: number }[]) => items.reduce((total, one) => total + one.weight, 0);
  const channels = [
    { blames: assignBlame(failing, fit), strength: strength(sum(failing), 0.05) },
    { blames: slow.blames, strength: slow.strength },
    {
      blames: assignBlame(missing, fit),
      strength: 0.6 * strength(Math.max(0, ...missing.map((one) => one.weight)), 0.1),
    },
    {
      blames: shifts.map(({ service, score, because }) => ({
        service,
        operation: "*",
        weight: score,
        because,
      })),
      strength: 0.5 * Math.max(0, ...shifts.map((one) => one.score)),
    },
  ];
  return rank(channels);
}

const strength = (size: number, half: number) => size / (size + half);

function rank(channels: readonly { blames: readonly Blame[]; strength: number }[]): Place[] {
  const places = new Map<string, Place & { reasons: Map<string, number> }>();
  const services = new Map<string, number>();
  for (const { blames, strength } of channels) {
    const sum = blames.reduce((total, blame) => total + blame.weight, 0);
    if (sum <= 0) continue;
    for (const { service, operation, weight, because } of blames) {
      const part = (strength * weight) / sum;
      if (part <= 0) continue;
      services.set(service, (services.get(service) ?? 0) + part);
      const key = `${service}\0${operation}`;
      let place = places.get(key);
      if (!place)
        places.set(key, (place = { service, operation, score: 0, because: [], reasons: new Map() }));
      place.score += part;
      place.reasons.set(because, (place.reasons.get(because) ?? 0) + part);
    }
  }
  const total = [...services.values()].reduce((sum, mass) => sum + mass ** SHARPEN, 0) + UNCLEAR;
  return [...places.values()]
    .map(({ service, operation, score, reasons }) => {
      const mass = services.get(service) as number;
      return {
        service,
        operation,
        score: (mass ** SHARPEN / total) * (score / mass),
        because: [...reasons]
          .sort((a, b) => b[1] - a[1])
          .slice(0, MAX_REASONS)
          .map(([reason]) => reason),
      };
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_PLACES);
}

const SHARPEN = 1.5;
const UNCLEAR = 0.05;

/** The name of a service that sends spans, for a peer that is written a little differently. */
function namesOf(services: readonly string[]): (peer: string) => { name: string; outside: boolean } {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");
  const known = new Map(services.map((service) => [plain(service), service]));
  const found = new Map<string, { name: string; outside: boolean }>();
  return (peer) => {
    let result = found.get(peer);
    if (!result) {
      const service = known.get(plain(peer));
      result = { name: service ?? peer, outside: service === undefined };
      found.set(peer, result);
    }
    return result;
  };
}
