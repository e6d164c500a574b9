/**
 * The symptom itself (request rates and durations, which have series of their own), and what only names or counts the
 * telemetry pipeline, explain nothing.
 */
const SYMPTOM =
  /^(?:http\.server\.(?:request\.)?duration|http\.server\.(?:request|response)|http_server_|rpc\.server|traces\.|traces_|calls(?:_total)?$|duration(?:_|$)|target_info|otel\.|otelcol_|scrape_|up$|promhttp_|http_requests?_total)/;

/**
 * What tells of a process, its pools, its queues, its host, by semantic conventions and the common exporters' names
 * (https://opentelemetry.io/docs/specs/semconv/general/metrics/).
 */
const KNOWN =
  /^(?:process[._]|system[._]|container[._]|k8s[._]|kube_|node_|jvm[._]|nodejs[._]|v8js[._]|go[._]|dotnet[._]|cpython[._]|python_|ruby[._]|php[._]|db[._]|pg_|postgresql[._]|mysql[._]|redis[._]|mongodb[._]|kafka[._]|rabbitmq[._]|messaging[._]|nginx[._]|hikaricp|http[._]client|rpc\.client|dns[._]|kestrel|aspnetcore|signalr|thread|executor|tomcat|jetty|hw\.)/;
const TELLING =
  /pool|queue|backlog|pending|lag|utili[sz]ation|cache|retr(?:y|ies)|timeout|reject|throttl|circuit|lock/;

/** "known" metrics have first call on a service's places; null for those that are passed over. */
export function isWorthKeeping(name: string): "known" | "other" | null {
  if (name.length > 200 || SYMPTOM.test(name)) return null;
  return KNOWN.test(name) || TELLING.test(name) ? "known" : "other";
}
