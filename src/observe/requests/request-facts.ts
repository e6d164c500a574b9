import type { Attributes, Span } from "../../contracts/telemetry.ts";
import { isEntry } from "../is-entry.ts";
import { operationOf } from "../operation-of.ts";
import { revisionOf } from "../revision-of.ts";
import type { TraceRecord } from "../traces/trace-record.ts";
import { tells } from "./told-attributes.ts";

const MAX_FACTS = 80;
const MAX_SPANS = 40;
const MAX_TEXT = 120;
const MAX_KEY = 200;
const MAX_JOINTS = 20_000;

/** What is known of one request: attribute → value. */
export type Facts = Map<string, string | number>;

const toldKeys = new Map<string, boolean>();
/** By prefix, then by key: thousands of requests name the same facts, and a string of its own for each took more than all values. */
const joined = new Map<string, Map<string, string>>();
let joints = 0;

/**
 * Attributes of a request's entry span, of its process, and, after their service's name, of the spans below it and of
 * their processes. What only restates the failure, and what is another each time, is left out.
 *
 * @param flags variants of feature flags that log records named for this trace.
 */
export function requestFacts(
  record: TraceRecord,
  entry: Span,
  flags: ReadonlyMap<string, string> | undefined,
): Facts {
  const facts: Facts = new Map();
  facts.set("operation", operationOf(entry));
  const revision = revisionOf(entry.resource);
  if (revision) facts.set("revision", revision);
  if (entry.resource.instance) facts.set("service.instance.id", cut(entry.resource.instance));
  take(facts, "", entry.attributes);
  take(facts, "", entry.resource.attributes, OWN);
  for (const [key, variant] of flags ?? []) facts.set(`flag.${key}`, variant);
  const open = [entry];
  const met = new Set<Span>(open);
  for (let span = open.pop(); span; span = open.pop()) {
    for (const event of span.events) takeFlag(facts, event.attributes);
    if (met.size > MAX_SPANS || facts.size >= MAX_FACTS) break;
    for (const child of record.childrenOf(span)) {
      if (met.has(child) || met.size > MAX_SPANS) continue;
      met.add(child);
      open.push(child);
      const of = child.resource.service === entry.resource.service ? "" : `${cut(child.resource.service)}/`;
      // Spans of the service itself are told apart by what they do: the same key means another thing in each.
      take(facts, of === "" ? `${cut(child.name)}/` : of, child.attributes);
      if (of !== "" && isEntry(child)) {
        const its = revisionOf(child.resource);
        if (its) facts.set(`${of}revision`, its);
        if (child.resource.instance) facts.set(`${of}service.instance.id`, cut(child.resource.instance));
        take(facts, of, child.resource.attributes, OWN);
      }
    }
  }
  return facts;
}

/** What the resource says in fields of its own. */
const OWN = new Set([
  "service.name",
  "service.instance.id",
  "service.version",
  "vcs.ref.head.revision",
  "deployment.environment",
  "deployment.environment.name",
]);

function take(facts: Facts, prefix: string, attributes: Attributes, but?: ReadonlySet<string>): void {
  const names = prefix === "" ? undefined : namesUnder(prefix);
  for (const key in attributes) {
    if (facts.size >= MAX_FACTS) return;
    if (but?.has(key)) continue;
    let told = toldKeys.get(key);
    if (told === undefined) {
      told = tells(key);
      if (toldKeys.size > 5_000) toldKeys.clear();
      if (key.length <= MAX_KEY) toldKeys.set(key, told);
    }
    if (!told || key.length > MAX_KEY) continue;
    const value = attributes[key];
    const name = names === undefined ? key : nameUnder(names, prefix, key);
    if (facts.has(name)) continue;
    if (typeof value === "string") {
      if (value !== "") facts.set(name, cut(value));
    } else if (typeof value === "boolean") facts.set(name, String(value));
    else if (typeof value === "number" && Number.isFinite(value)) facts.set(name, value);
  }
  takeFlag(facts, attributes);
}

function namesUnder(prefix: string): Map<string, string> {
  if (joints > MAX_JOINTS) {
    joined.clear();
    joints = 0;
  }
  let names = joined.get(prefix);
  if (!names) {
    names = new Map();
    joined.set(prefix, names);
    joints++;
  }
  return names;
}

function nameUnder(names: Map<string, string>, prefix: string, key: string): string {
  let name = names.get(key);
  if (name === undefined) {
    name = prefix + key;
    names.set(key, name);
    joints++;
  }
  return name;
}

/** https://opentelemetry.io/docs/specs/semconv/feature-flags/ and its older spelling. */
function takeFlag(facts: Facts, attributes: Attributes): void {
  const flag = flagOf(attributes);
  if (flag && facts.size < MAX_FACTS) facts.set(`flag.${flag.key}`, flag.variant);
}

/** The feature flag that an event, span or log record tells of, and its variant. */
export function flagOf(attributes: Attributes): { key: string; variant: string } | null {
  const key = attributes["feature_flag.key"];
  if (typeof key !== "string" || key === "") return null;
  const variant =
    attributes["feature_flag.result.variant"] ??
    attributes["feature_flag.variant"] ??
    attributes["feature_flag.result.value"] ??
    attributes["feature_flag.value"];
  return variant === undefined || variant === null || typeof variant === "object"
    ? null
    : { key: cut(key), variant: cut(String(variant)) };
}

/** Over bytes, because a slice of a string holds all of it. */
const cut = (text: string) =>
  text.length > MAX_TEXT ? Buffer.from(text.slice(0, MAX_TEXT)).toString() : text;
