// Takes alerts as Alertmanager, Grafana and Sentry send them, and sends each on as GitHub's repository_dispatch. Any host of
// functions that gives a web-standard Request runs it. Set GITHUB_REPOSITORY, GITHUB_TOKEN (contents: write on it) and RELAY_TOKEN.
const { GITHUB_REPOSITORY, GITHUB_TOKEN, RELAY_TOKEN, GITHUB_API_URL = "https://api.github.com" } = process.env;

export default async function relay(request) {
  if (!mayRelay(request.headers.get("authorization"))) return new Response(null, { status: 401 });
  const body = await request.json();
  for (const alert of alertsIn(body)) {
    const answer = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/dispatches`, {
      method: "POST",
      headers: { authorization: `Bearer ${GITHUB_TOKEN}`, "content-type": "application/json" },
      body: JSON.stringify({ event_type: "sre-alert", client_payload: alert }),
    });
    // The sender tries again on 503, and on nothing else.
    if (!answer.ok) return new Response(null, { status: 503, headers: { "retry-after": "30" } });
  }
  return new Response(null, { status: 202 });
}

/** Sentry sets no header, and sends what its address holds, https://any:RELAY_TOKEN@relay.acme.example, as a password. */
function mayRelay(authorization) {
  const [scheme, credential = ""] = (authorization ?? "").split(" ");
  const token = scheme === "Basic" ? atob(credential).replace(/^[^:]*:/, "") : credential;
  return Boolean(RELAY_TOKEN) && token === RELAY_TOKEN;
}

/** In the words of docs/alerts.md, "Your own sender". */
export function alertsIn(body) {
  if (Array.isArray(body.alerts))
    return body.alerts.map(({ status, labels, annotations = {}, startsAt, endsAt, fingerprint, generatorURL }) => ({
      id: fingerprint,
      status,
      service: labels.service_name ?? labels.service ?? labels.job,
      summary: annotations.summary ?? annotations.description ?? labels.alertname,
      fired_at: startsAt,
      ...(status === "resolved" ? { resolved_at: endsAt } : {}),
      url: generatorURL,
      labels,
    }));
  const event = body.data?.event;
  if (!event) return [];
  const tags = Object.fromEntries(event.tags ?? []);
  return [
    {
      id: String(event.issue_id ?? event.event_id),
      service: tags.service ?? event.project_slug,
      summary: event.title,
      operation: event.transaction,
      revision: event.release,
      symptom: "errors",
      url: event.web_url,
    },
  ];
}
