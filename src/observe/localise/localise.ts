import type { Span } from "../../contracts/telemetry.ts";
import { assignBlame, type Blame } from "./assign-blame.ts";
import { commonCause, hostsOf } from "./common-cause.ts";
import { dissect, type Sites } from "./dissect.ts";
import { FailureTally } from "./failure-tally.ts";
import { inheritTrouble } from "./inherit-trouble.ts";
import { Ledger, type Side } from "./ledger.ts";
import { blameRetries, retryStorms } from "./retry-storms.ts";
import { settleVisits } from "./settle-visits.ts";
import { structureBlame, type Told } from "./structure-blame.ts";
import { timeBlame } from "./time-blame.ts";

/** What else is known of a service than its traces: its metrics moved, its logs did. */
export interface Hint {
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
  hints?: readonly Hint[];
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
/** What has twice the evidence is more than twice as likely. */
const SHARPEN = 1.5;
/** Room for what none of this shows. */
const UNCLEAR = 0.05;

/**
 * Ranks services and operations by how likely the fault began there, by comparing the traces of an incident with those
 * of before. Each thing that can go wrong with a request is measured by itself, so that nobody is blamed for waiting:
 *
 * - failures, where they began in each trace (TraceRCA, IWQoS 2021, learns from the same contrast of traces);
 * - time, as each visit's own and that of each way between two of them, conditional on what is below (CIRCA, KDD 2022),
 *   robustly scaled (BARO, FSE 2024), false discoveries controlled;
 * - structure: calls that were added, that are missing, that get no answer any more;
 * - hints from elsewhere, such as metrics.
 *
 * Within each, what has several possible culprits goes to those who explain most; what has its reason further down the
 * calls goes there. Spans need neither a status nor a kind. Pure; 2,000 traces of ten spans take some 40 ms. Scores
 * sum to less than 1, what is left is "none of these"; they order, and are no calibrated probabilities.
 */
export function localise({ incident, baseline, hints = [] }: LocaliseInput): Place[] {
  const sites: Sites = { answers: new Map(), inner: new Map() };
  const sides = [baseline, incident].map((traces) => traces.map((spans) => dissect(spans, sites)));
  const nameOf = namesOf(servicesOf(sides.flat()));
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
  const storms = retryStorms(ledger);
  const failing = shares(failures.items()).map((item) => blameRetries(item, storms));
  const missing = shares(structure.missing);
  const slow = timeBlame(
    ledger,
    structure.added.map(({ of, item }) => inherit(item, of, "time")),
    inherit,
    structure.busier,
    storms,
  );
  const isTouched = (service: string) => 0.3 + (slow.changed.get(service) ?? 0);
  const sum = (items: readonly { weight: number }[]) => items.reduce((total, one) => total + one.weight, 0);
  const channels = [
    { blames: assignBlame(failing, isTouched), strength: strength(sum(failing), 0.05) },
    { blames: slow.blames, strength: slow.strength },
    {
      blames: assignBlame(missing, isTouched),
      strength: 0.6 * strength(Math.max(0, ...missing.map((one) => one.weight)), 0.1),
    },
    {
      blames: hints.map(({ service, score, because }) => ({
        service: nameOf(service).name,
        operation: "*",
        weight: score,
        because,
      })),
      strength: 0.5 * Math.max(0, ...hints.map((one) => one.score)),
    },
  ];
  const common = commonCause(slow.compared, hostsOf(sides[1] ?? []));
  return rank(channels).map((place) => {
    const shared = common.get(place.service);
    return shared ? { ...place, because: [shared, ...place.because].slice(0, MAX_REASONS) } : place;
  });
}

const strength = (size: number, half: number) => size / (size + half);

function rank(channels: readonly { blames: readonly Blame[]; strength: number }[]): Place[] {
  const services = new Map<string, Map<string, Part>>();
  for (const { blames, strength } of channels) {
    const sum = blames.reduce((total, blame) => total + blame.weight, 0);
    for (const { service, operation, weight, because } of blames) {
      const mass = sum > 0 ? (strength * weight) / sum : 0;
      if (mass <= 0) continue;
      const parts = services.get(service) ?? new Map<string, Part>();
      services.set(service, parts);
      const part = parts.get(operation) ?? { mass: 0, reasons: new Map() };
      parts.set(operation, part);
      part.mass += mass;
      part.reasons.set(because, (part.reasons.get(because) ?? 0) + mass);
    }
  }
  const masses = new Map([...services].map(([service, parts]) => [service, massOf(parts.values())]));
  const total = [...masses.values()].reduce((sum, mass) => sum + mass ** SHARPEN, 0) + UNCLEAR;
  const places: Place[] = [];
  for (const [service, parts] of services) {
    const mass = masses.get(service) as number;
    const whole = parts.size > 1 ? parts.get("*") : undefined;
    if (whole) parts.delete("*");
    const named = massOf(parts.values());
    for (const [operation, part] of parts) {
      const reasons = [...part.reasons, ...(whole?.reasons ?? [])].sort((a, b) => b[1] - a[1]);
      places.push({
        service,
        operation,
        score: (mass ** SHARPEN / total) * (part.mass / named),
        because: reasons.slice(0, MAX_REASONS).map(([reason]) => reason),
      });
    }
  }
  return places.sort((a, b) => b.score - a.score).slice(0, MAX_PLACES);
}

interface Part {
  mass: number;
  reasons: Map<string, number>;
}

const massOf = (parts: Iterable<Part>) => {
  let sum = 0;
  for (const { mass } of parts) sum += mass;
  return sum;
};

function servicesOf(traces: readonly (readonly { service: string }[])[]): Set<string> {
  const found = new Set<string>();
  for (const visits of traces) for (const { service } of visits) found.add(service);
  return found;
}

/** The name of a service that sends spans, for a peer that is written a little differently. */
function namesOf(services: Iterable<string>): (peer: string) => { name: string; outside: boolean } {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");
  const known = new Map([...services].map((service) => [plain(service), service]));
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
