import { html } from "hono/html";
import type { Incident } from "../contracts/incident.ts";
import type { BusState } from "../contracts/ports/bus-state.ts";
import type { MemoryState } from "../contracts/ports/memory.ts";
import { age, level, type MonitorSource, percent, stateOf } from "./view.ts";

/** With no signal for this long the page is grey: it does not know. */
const STALE_SECONDS = 30;

/** One sentence of state, and a strip for each service. */
export function statusStrip(source: MonitorSource, incidents: readonly Incident[]) {
  const now = source.now();
  const open = incidents.filter((incident) => !incident.closed);
  const asking = open.filter((incident) =>
    ["needs a person", "awaiting approval"].includes(stateOf(incident)),
  );
  const last = source.lastSignalAt();
  const stale = last === null || now - Date.parse(last) > STALE_SECONDS * 1000;
  const state = asking.length > 0 ? "asking" : open.length > 0 ? "moving" : stale ? "stale" : "healthy";
  const count = (incidents: readonly Incident[]) =>
    incidents.length === 1 ? "One incident" : `${incidents.length} incidents`;
  const sentence = {
    asking: `${count(asking)} ${asking.length === 1 ? "needs" : "need"} a person.`,
    moving: `${count(open)} in flight. Nobody is needed.`,
    stale: last === null ? "No signal yet: nothing can be said." : "No signal: nothing can be said.",
    healthy: "All services are within their objectives.",
  }[state];
  const signal = last === null ? "waiting for the first signal" : `last signal ${age(last, now)} ago`;
  return html`<p class="sentence" data-state="${state}">${sentence} <span>${signal}</span></p>
  <ul class="services">
    ${source.services().map(
      (
        service,
      ) => html`<li data-broken="${service.broken ?? "unknown"}" data-stale="${now - Date.parse(service.lastSeen) > STALE_SECONDS * 1000}">
      <b>${service.service}</b>
      <span>${service.requestsPerSecond.toFixed(1)}/s</span>
      <span>${percent(service.errorRatio)} errors</span>
      <span>${service.p95Ms === null ? "" : `p95 ${level(service.p95Ms, "ms")}`}</span>
      <span>${service.memoryBytes === null ? "" : `${Math.round(service.memoryBytes / 1e6)} MB`}</span>
      <code>${service.revisions.map((revision) => revision.slice(0, 7)).join(" → ")}</code>
    </li>`,
    )}
    ${source.unclaimed().map((service) => html`<li data-broken="unknown"><b>${service.service}</b> <span>claimed by no repository</span></li>`)}
    ${memoryLine(source.memory())}
    ${pressureLine(source.pressure().reason)}
    ${busLine(source.bus())}
    ${source.limits().map((limit) => html`<li data-broken="unknown"><span>${limit}</span></li>`)}
  </ul>`;
}

/** Said only where something is to be said: that it works is no news. */
function memoryLine({ state, waiting, reason }: MemoryState) {
  if (state !== "away") return "";
  const kept =
    waiting === 0 ? "" : `; ${waiting} to remember ${waiting === 1 ? "waits" : "wait"} on the disk`;
  return html`<li data-broken="unknown"><b>memory</b> <span>Away: Brain reasons without it${kept}.</span> <span>${reason?.slice(0, 200) ?? ""}</span></li>`;
}

const BUSES = { local: "the one in the process", redis: "Redis", kafka: "Kafka" } as const;

/** Said where another bus than the one in the process carries, or should. */
function busLine({ carries, wanted, reason }: BusState) {
  if (wanted === "local") return "";
  return reason === null
    ? html`<li><b>bus</b> <span>${BUSES[carries]}</span></li>`
    : html`<li data-broken="unknown"><b>bus</b> <span>${BUSES[wanted]} is away: alerts, webhooks and commands are acted on from the journal.</span> <span>${reason.slice(0, 200)}</span></li>`;
}

/** Said only while something is given up. */
function pressureLine(reason: string | null) {
  return reason === null
    ? ""
    : html`<li data-broken="unknown"><b>memory guard</b> <span>${reason}</span></li>`;
}
