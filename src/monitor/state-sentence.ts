import { html } from "hono/html";
import type { Incident } from "../contracts/incident.ts";
import { ago } from "./ago.ts";
import { asksAPerson } from "./asks-a-person.ts";
import { STALE_MS } from "./stale-after.ts";
import type { MonitorSource } from "./view.ts";

/** How it stands, in one sentence, and how old that knowledge is. What is not known is grey, never green. */
export function stateSentence(source: MonitorSource, incidents: readonly Incident[]) {
  const now = source.now();
  const open = incidents.filter((incident) => !incident.closed);
  const asking = open.filter(asksAPerson);
  const last = source.lastSignalAt();
  const nobody = source.workers()?.length === 0;
  const stale = nobody || last === null || now - Date.parse(last) > STALE_MS;
  const broken = source.services().filter((service) => service.broken).length;
  const state =
    asking.length > 0
      ? "asking"
      : open.length > 0
        ? "moving"
        : stale
          ? "stale"
          : broken > 0
            ? "moving"
            : source.services().length === 0
              ? "stale"
              : "healthy";
  const count = (some: readonly Incident[]) =>
    some.length === 1 ? "One incident" : `${some.length} incidents`;
  const sentence =
    asking.length > 0
      ? `${count(asking)} ${asking.length === 1 ? "needs" : "need"} a person.`
      : open.length > 0
        ? `${count(open)} in flight. Nobody is needed.`
        : nobody
          ? "No worker is there: nothing can be said."
          : last === null
            ? "No signal yet: nothing can be said."
            : stale
              ? "No signal: nothing can be said."
              : broken > 0
                ? `${broken === 1 ? "One service is" : `${broken} services are`} outside of ${broken === 1 ? "its" : "their"} objectives.`
                : state === "stale"
                  ? "No service is watched yet: nothing can be said."
                  : "All services are within their objectives.";
  const silence = stale && open.length > 0 ? " · what is shown may be old" : "";
  return html`<p class="sentence" data-state="${state}"><i class="orb" aria-hidden="true"></i><b>${sentence}</b>
  <span data-stale="${String(stale)}">${last === null ? "waiting for the first signal" : html`last signal ${ago(last, now)} ago`}${silence}</span></p>`;
}
