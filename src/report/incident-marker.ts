import type { Incident } from "../contracts/incident.ts";

/** What the body of an incident's issue begins with; the issue is found again by it. */
export function markerStart(incident: Pick<Incident, "id">): string {
  return `<!-- sre-space:incident {"id":${inert(incident.id)},`;
}

/**
 * The hidden line with the machine-readable summary. The diagnosis' fields are null until there is one, and `recovery`, as
 * what it was closed, until it is.
 * @param service as it may be shown, redacted
 */
export function incidentMarker(incident: Incident, service: string): string {
  const { diagnosis, verdict, closed } = incident;
  const summary = {
    decision: diagnosis?.decision ?? null,
    suspect: diagnosis?.suspect ?? null,
    confidence: diagnosis ? Math.round(diagnosis.confidence * 10_000) / 10_000 : null,
    remedy: diagnosis?.remedy.kind ?? null,
    service,
    verdict: verdict?.decision ?? null,
    ...(closed ? { recovery: closed.as } : {}),
    tokens: diagnosis?.tokens ?? 0,
  };
  return `${markerStart(incident)}${inert(summary).slice(1)} -->`;
}

/** JSON that cannot end an HTML comment: https://html.spec.whatwg.org/multipage/syntax.html#comments */
function inert(value: unknown): string {
  return JSON.stringify(value).replace(/[<>\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
