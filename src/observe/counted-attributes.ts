/**
 * What `countRequest` and `isFailure` ask of a request's attributes. An entry span whose trace nobody looks at keeps no others: a
 * test counts with them alone what it counts with all.
 */
export const COUNTED_ATTRIBUTES: ReadonlySet<string> = new Set([
  // operationOf
  "graphql.operation.name",
  "graphql.operation.type",
  "http.route",
  "http.request.method",
  "http.method",
  "messaging.destination.name",
  "messaging.destination.template",
  "messaging.destination.temporary",
  "messaging.destination.anonymous",
  "messaging.operation.name",
  "messaging.operation.type",
  "messaging.operation",
  "rpc.service",
  "rpc.method",
  // isProbe
  "user_agent.synthetic.type",
  "user_agent.original",
  "http.user_agent",
  // isFailure, isIgnored
  "http.response.status_code",
  "http.status_code",
  "rpc.response.status_code",
  "rpc.grpc.status_code",
  "grpc.status_code",
  "error",
  "error.type",
  "exception.type",
  "otel.status_code",
  "error.rejected",
  // adjustedCount, isTailSampled
  "SampleRate",
  "sampleRate",
  "sampler.adjusted_count",
  "sampling.probability",
  "sampler.type",
  "sampler.param",
  "tailsampling.policy",
  "tailsampling.composite_policy",
  "tailsampling.cached_decision",
  "sampling.policy",
]);

/** `isProbe` asks for the path of a request that names no route. It is another in most requests, and so is not kept where it need not be. */
export const COUNTED_WITHOUT_ROUTE: ReadonlySet<string> = new Set(["url.path", "http.target"]);
