import { attributeText } from "../attribute-text.ts";
import type { Comparison } from "./compare-samples.ts";
import type { Timing } from "./ledger.ts";
import type { Visit } from "./visit.ts";

const MIN_SERVICES = 3;
const MIN_CALLERS = 2;
/** Of the services that share something, and of all others, this share must be slower, and no more than that one. */
const MOST = 0.8;
const FEW = 0.34;
/** An own time that grew by this share of itself is slower. */
const SLOWER = 0.2;

/** The hosts that each service was seen on. */
export function hostsOf(traces: Iterable<readonly Visit[]>): Map<string, Set<string>> {
  const hosts = new Map<string, Set<string>>();
  const known = new Set<unknown>();
  for (const visits of traces) {
    for (const { entry, service } of visits) {
      if (known.has(entry.resource)) continue;
      known.add(entry.resource);
      const host = attributeText(entry.resource.attributes, "k8s.node.name", "host.name", "host.id");
      if (host === undefined) continue;
      const on = hosts.get(host) ?? new Set<string>();
      hosts.set(host, on);
      on.add(service);
    }
  }
  return hosts;
}

/**
 * What several services share that all became slow at once: a host whose every service has more own time while those
 * elsewhere have not, or something that sends no spans and that everybody who calls it waits longer for. By the name
 * of each service (and of what is called) that it concerns, one sentence.
 */
export function commonCause(
  compared: readonly { timing: Timing; found: Comparison; sure: boolean }[],
  hosts: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, string> {
  const slower = new Map<string, boolean>();
  const waiting = new Map<string, { callers: Set<string>; longer: Set<string> }>();
  for (const { timing, found, sure } of compared) {
    const grew = sure && found.shift > SLOWER * Math.max(found.before, 1);
    if (timing.kind === "own") slower.set(timing.service, grew || slower.get(timing.service) === true);
    if (timing.kind !== "reach" || !timing.outside) continue;
    const of = waiting.get(timing.target) ?? { callers: new Set(), longer: new Set() };
    waiting.set(timing.target, of);
    of.callers.add(timing.service);
    if (grew) of.longer.add(timing.service);
  }
  const reasons = new Map<string, string>();
  for (const [host, all] of hosts) {
    const here = [...all].filter((service) => slower.has(service));
    const elsewhere = [...slower.keys()].filter((service) => !all.has(service));
    const share = (of: readonly string[]) =>
      of.filter((one) => slower.get(one)).length / Math.max(1, of.length);
    if (here.length < MIN_SERVICES || share(here) < MOST || elsewhere.length === 0 || share(elsewhere) > FEW)
      continue;
    const text = `all of ${here.length} services on ${host} became slower together: what they share is the host`;
    for (const service of here) reasons.set(service, text);
  }
  for (const [target, { callers, longer }] of waiting) {
    if (callers.size < MIN_CALLERS || longer.size / callers.size < MOST) continue;
    reasons.set(target, `all of ${callers.size} services that call ${target} wait longer for it`);
  }
  return reasons;
}
