import { html } from "hono/html";
import type { Incident } from "../contracts/incident.ts";
import type { QuotaState } from "../contracts/ports/quota.ts";
import { duration } from "../report/duration.ts";
import { ago } from "./ago.ts";
import { STALE_MS } from "./stale-after.ts";
import type { MonitorSource } from "./view.ts";

const MOST_NAMES = 6;
/** Under this part of a limit it may run out before it is whole again. */
const FEW = 0.1;

type Health = "good" | "bad" | "unknown";
const BUSES = { local: "the one in the process", redis: "Redis", kafka: "Kafka" } as const;

/** How SRE-Space itself does: what it hears, what carries it, what it remembers, what it may ask, what it gives up. */
export async function healthPanel(source: MonitorSource, incidents: readonly Incident[]) {
  const letters = await source.letters();
  const limits = source.limits();
  const waiting =
    letters > 0
      ? line(
          "letters",
          "bad",
          html`${letters} ${letters === 1 ? "signal was" : "signals were"} laid aside, as nothing could be done about ${letters === 1 ? "it" : "them"}. See <code>npx sre-space letters</code>.`,
        )
      : "";
  if (source.workers()?.length === 0)
    return html`<dl class="health">${line("workers", "bad", "None is there: nothing is watched, and nobody acts. What stands here is what was stored.")}${waiting}</dl>`;
  return html`<dl class="health">
    ${intake(source)}
    ${workers(source)}
    ${bus(source)}
    ${waiting}
    ${memory(source)}
    ${model(source, incidents)}
    ${governor(source)}
    ${quota(source)}
    ${limits.map((limit) => line("limit", "unknown", limit))}
  </dl>`;
}

const line = (name: string, health: Health, words: unknown) =>
  html`<div data-health="${health}"><dt>${name}</dt> <dd>${words}</dd></div>`;

function intake(source: MonitorSource) {
  const last = source.lastSignalAt();
  if (last === null) return line("intake", "unknown", "Nothing has come in yet.");
  const stale = source.now() - Date.parse(last) > STALE_MS;
  const count = source.services().length;
  return line(
    "intake",
    stale ? "unknown" : "good",
    html`${count} ${count === 1 ? "service" : "services"} heard; the last signal ${ago(last, source.now())} ago.`,
  );
}

function workers(source: MonitorSource) {
  const names = source.workers();
  if (names === null) return "";
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return line(
    "workers",
    "good",
    `${names.length === 1 ? "One is" : `${names.length} are`} there: ${shown}${names.length > MOST_NAMES ? " and others" : ""}.`,
  );
}

function bus(source: MonitorSource) {
  const { carries, wanted, reason } = source.bus();
  if (reason !== null)
    return line(
      "bus",
      "bad",
      html`${BUSES[wanted]} is away: alerts, webhooks and commands are acted on from the journal. ${reason.slice(0, 200)}`,
    );
  return line("bus", "good", html`Carried by ${BUSES[carries]}.`);
}

function memory(source: MonitorSource) {
  const { state, waiting, reason } = source.memory();
  const kept =
    waiting === 0 ? "" : `; ${waiting} to remember ${waiting === 1 ? "waits" : "wait"} on the disk`;
  if (state === "away")
    return line("memory", "bad", html`Away: Brain reasons without it${kept}. ${reason?.slice(0, 200) ?? ""}`);
  return line(
    "memory",
    state === "ready" ? "good" : "unknown",
    state === "ready" ? `Past incidents can be recalled${kept}.` : `Nothing to remember yet${kept}.`,
  );
}

function model(source: MonitorSource, incidents: readonly Incident[]) {
  const name = source.model();
  if (name === null) return line("model", "unknown", "None: Brain reasons by itself.");
  const last = incidents.find(({ diagnosis }) => diagnosis?.secondOpinion)?.diagnosis?.secondOpinion;
  if (last === undefined) return line("model", "unknown", html`${name}, not asked yet.`);
  return last.heard
    ? line("model", "good", html`${name} answered when it was last asked.`)
    : line("model", "bad", html`${name}: ${last.note}`);
}

function governor(source: MonitorSource) {
  const { memory, reason } = source.pressure();
  const used = html`${Math.round(memory.used / 1e6)} of ${Math.round(memory.limit / 1e6)} MB`;
  return reason === null
    ? line("governor", "good", html`${used}; nothing is given up.`)
    : line("governor", "bad", html`${reason} (${used})`);
}

/** Of the limits that were not made whole meanwhile, the one of which the smallest part is left. */
function quota(source: MonitorSource) {
  const now = source.now();
  const all = source.quota();
  if (all.length === 0) return line("GitHub", "unknown", "Not asked yet.");
  const part = (one: QuotaState) => one.remaining / one.limit;
  const [least] = all
    .filter(({ resetAt }) => Date.parse(resetAt) > now)
    .sort((one, other) => part(one) - part(other));
  if (!least) return line("GitHub", "good", "All of its limits are whole.");
  const of = all.some((one) => one.of !== least.of) ? ` of ${least.of}` : "";
  const kind = least.resource === "core" ? "requests" : `requests of ${least.resource}`;
  const left = html`${least.remaining.toLocaleString("en")} of ${least.limit.toLocaleString("en")} ${kind}${of} left; whole again in ${until(least.resetAt, now)}`;
  if (least.remaining === 0)
    return line("GitHub", "bad", html`${left}. Until then nothing is read or written.`);
  return line("GitHub", part(least) < FEW ? "bad" : "good", html`${left}.`);
}

const until = (resetAt: string, now: number) => duration(Math.max(0, Date.parse(resetAt) - now));
