import type { Attributes } from "../contracts/telemetry.ts";
import { attributeText } from "./attribute-text.ts";

/** Balancers, orchestrators, scrapers, synthetic checks, crawlers: by what they call themselves. */
const AGENT =
  /kube-probe|ELB-HealthChecker|GoogleHC|Google-Cloud-Scheduler|GoogleStackdriverMonitoring|Prometheus\/|Blackbox|Consul Health|Envoy\/HC|HealthCheck|Health Check|Amazon-Route53|Azure Traffic Manager|Edge Health Probe|Datadog\/?Synthetics|Pingdom|UptimeRobot|StatusCake|Site24x7|Better ?(?:Uptime|Stack)|Checkly|NewRelicPinger|OpenTelemetry-Synthetic|[Bb]ot(?:\/|\b)|[Cc]rawler|[Ss]pider\b/;

/** `/healthz`, `/api/health/live`, `/actuator/health/readiness`, `/_health`, `/ping`, `/metrics`, and kin. */
const ROUTE =
  /^\/?(?:(?:api|internal|actuator|management|manage|-|_ah|q|v\d)\/){0,2}[_-]{0,2}(?:health(?:z|check|_check|-check)?|livez?|liveness|alive|readyz?|readiness|startupz|ping|metrics|prometheus)(?:\/(?:live|liveness|ready|readiness|started|startup|check|status))?\/?(?:\?.*)?$/i;

const RPC = /^\/?grpc\.health\.v1\.Health\//;
const VERB = /^(?:HTTP )?[A-Z]{3,7} /;

const HTTP_ALONE = /^(?:HTTP )?[A-Z]{3,7}$/;

const byName = new Map<string, boolean>();
const byAgent = new Map<string, boolean>();

/**
 * Whether a request is no user's: a health check, a scrape, a synthetic check or a crawler. It says nothing about what users
 * meet, and there is so much of it that it would drown the few requests of a quiet service. Its operation decides, where that
 * holds no route its path, else `user_agent.synthetic.type`, else the user agent
 * (https://opentelemetry.io/docs/specs/semconv/registry/attributes/user-agent/).
 */
export function isProbe(operation: string, attributes: Attributes): boolean {
  if (remembered(byName, operation, isProbeName)) return true;
  if (Object.hasOwn(attributes, "user_agent.synthetic.type")) return true;
  const agent = attributeText(attributes, "user_agent.original", "http.user_agent");
  if (agent !== undefined && remembered(byAgent, agent, (text) => AGENT.test(text.slice(0, 300))))
    return true;
  if (!HTTP_ALONE.test(operation)) return false;
  const path = attributeText(attributes, "url.path", "http.target");
  return path !== undefined && ROUTE.test(path.slice(0, 300));
}

function isProbeName(operation: string): boolean {
  const path = operation.slice(0, 300).replace(VERB, "");
  return ROUTE.test(path) || RPC.test(path);
}

function remembered(known: Map<string, boolean>, text: string, find: (text: string) => boolean): boolean {
  let found = known.get(text);
  if (found === undefined) {
    found = find(text);
    if (known.size >= 2_000) known.clear();
    if (text.length <= 300) known.set(text, found);
  }
  return found;
}
