/** Where an alert's labels say a thing, the most telling spelling first. */
type Spellings = readonly string[];

/**
 * `service_name` is what the Collector's spanmetrics connector and Prometheus make of `service.name`.
 * `job` comes last: scraped from a Collector, it names the Collector, and the service is `exported_job`.
 */
const SERVICE: Spellings = [
  "service_name",
  "service.name",
  "service",
  "exported_service",
  "app",
  "app_kubernetes_io_name",
  "app.kubernetes.io/name",
  "application",
  "exported_job",
  "job",
];
const SPAN_NAME: Spellings = ["span_name", "span.name", "operation"];
const ROUTE: Spellings = ["http_route", "http.route", "route", "handler", "endpoint", "uri"];
const METHOD: Spellings = ["http_request_method", "http.request.method", "http_method", "method"];
const ENVIRONMENT: Spellings = [
  "deployment_environment_name",
  "deployment.environment.name",
  "deployment_environment",
  "deployment.environment",
  "environment",
  "env",
];
const REVISION: Spellings = [
  "vcs_ref_head_revision",
  "vcs.ref.head.revision",
  "revision",
  "git_sha",
  "git.commit.sha",
  "commit",
  "service_version",
  "service.version",
  "version",
];

export interface LabelWords {
  service?: string | undefined;
  operation?: string | undefined;
  environment?: string | undefined;
  revision?: string | undefined;
}

/**
 * Service, operation, environment and revision from an alert's labels, in whichever common spelling.
 *
 * - A `job` of the form `namespace/name` (Prometheus' for OTLP) names the service after the slash.
 * - A route counts only where it is a path: in Kubernetes `endpoint` is the name of a port. With a method
 *   beside it, it becomes `POST /quotes`, as HTTP spans are named.
 */
export function labelWords(labels: ReadonlyMap<string, string>): LabelWords {
  const first = (spellings: Spellings): string | undefined => {
    for (const spelling of spellings) {
      const value = labels.get(spelling);
      if (value !== undefined && value !== "") return value;
    }
    return undefined;
  };
  const service = first(SERVICE);
  const route = ROUTE.map((spelling) => labels.get(spelling)).find((value) => value?.startsWith("/"));
  const method = first(METHOD);
  return {
    service: service?.slice(service.lastIndexOf("/") + 1) || service,
    operation:
      first(SPAN_NAME) ?? (route !== undefined && method !== undefined ? `${method} ${route}` : route),
    environment: first(ENVIRONMENT),
    revision: first(REVISION),
  };
}
