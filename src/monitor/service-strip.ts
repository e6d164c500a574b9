import { html } from "hono/html";
import type { ServiceView } from "../contracts/worker-status.ts";
import { STALE_MS } from "./stale-after.ts";
import { level, type MonitorSource, percent } from "./view.ts";

/** Of a larger system the broken ones are shown, and as many of the others as a person can take in. */
const MOST = 40;

/** A strip for each service. */
export function serviceStrip(source: MonitorSource) {
  const now = source.now();
  const services = source
    .services()
    .toSorted((a, b) => Number(b.broken === true) - Number(a.broken === true));
  const unclaimed = source.unclaimed();
  if (services.length + unclaimed.length === 0)
    return html`<p class="empty">No service has sent telemetry yet.</p>`;
  const more = services.length - MOST;
  return html`<ul class="services">
    ${services.slice(0, MOST).map((service) => strip(service, now))}
    ${unclaimed.slice(0, MOST).map((service) => html`<li data-broken="unknown"><b>${service.service}</b> <span>claimed by no repository</span></li>`)}
  </ul>${more > 0 ? html`<p class="more">and ${more} more, of which ${services.slice(MOST).filter((one) => one.broken).length} are broken</p>` : ""}`;
}

function strip(service: ServiceView, now: number) {
  const stale = now - Date.parse(service.lastSeen) > STALE_MS;
  const word = stale ? "silent" : service.broken === null ? "not known" : service.broken ? "broken" : "well";
  return html`<li data-broken="${String(service.broken ?? "unknown")}" data-stale="${String(stale)}">
    <b>${service.service}</b> <em>${word}</em>
    <span>${service.requestsPerSecond.toFixed(1)}/s</span>
    <span>${percent(service.errorRatio)} errors</span>
    <span>${service.p95Ms === null ? "" : `p95 ${level(service.p95Ms, "ms")}`}</span>
    <span>${service.memoryBytes === null ? "" : `${Math.round(service.memoryBytes / 1e6)} MB`}</span>
    <code title="revisions that serve, the oldest first">${service.revisions.map((revision) => revision.slice(0, 7)).join(" → ")}</code>
  </li>`;
}
