import { html } from "hono/html";
import type { Incident } from "../contracts/incident.ts";
import { ago } from "./ago.ts";
import { STALE_MS } from "./stale-after.ts";
import type { MonitorSource } from "./view.ts";

type Health = "good" | "bad" | "unknown";
const BUSES = { local: "the one in the process", redis: "Redis", kafka: "Kafka" } as const;

/** How SRE-Space itself does: what it hears, what carries it, what it remembers, what it may ask, what it gives up. */
export async function healthPanel(source: MonitorSource, incidents: readonly Incident[]) {
  const letters = await source.letters();
  const limits = source.limits();
  return html`<dl class="health">
    ${intake(source)}
    ${bus(source)}
    ${letters > 0 ? line("letters", "bad", html`${letters} ${letters === 1 ? "signal was" : "signals were"} laid aside, as nothing could be done about ${letters === 1 ? "it" : "them"}. See <code>npx sre-space letters</code>.`) : ""}
    ${memory(source)}
    ${model(source, incidents)}
    ${governor(source)}
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
