import { randomBytes } from "node:crypto";

interface Thrown {
  type: string;
  message: string;
  stack: string;
}

/** How a request was answered, and whom the service asked on the way. */
export interface Answered {
  milliseconds: number;
  /** What it failed with; answered with 500 then, if no `status` says otherwise. */
  error?: Thrown & { status?: number };
  calls?: readonly {
    /** One that ends in `database` is PostgreSQL, everything else is asked by HTTP. */
    peer: string;
    milliseconds: number;
    error?: Thrown & { status?: number };
  }[];
}

/** One request as its spans, in OTLP's JSON: the service's own, and below it a client's for each call. */
export function spansOf({
  service,
  route,
  revision,
  answered,
  at: end = Date.now(),
}: {
  service: string;
  route: string;
  revision: string;
  answered: Answered;
  /** When it ended, in epoch milliseconds; now where nothing is said. */
  at?: number;
}) {
  const traceId = randomBytes(16).toString("hex");
  const own = randomBytes(8).toString("hex");
  const [method = "GET", path = "/"] = route.split(" ");
  const spans = [
    {
      traceId,
      spanId: own,
      name: route,
      kind: 2,
      startTimeUnixNano: nano(end - answered.milliseconds),
      endTimeUnixNano: nano(end),
      attributes: [
        attribute("http.request.method", method),
        attribute("http.route", path),
        attribute("http.response.status_code", answered.error ? (answered.error.status ?? 500) : 200),
      ],
      ...outcome(answered.error, end - 1),
    },
    ...(answered.calls ?? []).map(({ peer, milliseconds, error }) => ({
      traceId,
      spanId: randomBytes(8).toString("hex"),
      parentSpanId: own,
      name: peer.endsWith("database") ? "SELECT shop" : "POST",
      kind: 3,
      startTimeUnixNano: nano(end - milliseconds - 1),
      endTimeUnixNano: nano(end - 1),
      attributes: peer.endsWith("database")
        ? [
            attribute("db.system.name", "postgresql"),
            attribute("db.namespace", "shop"),
            attribute("server.address", peer),
          ]
        : [
            attribute("http.request.method", "POST"),
            attribute("server.address", peer),
            attribute("url.full", `https://${peer}/v1/send`),
            ...(error?.status === undefined ? [] : [attribute("http.response.status_code", error.status)]),
          ],
      ...outcome(error, end - 2),
    })),
  ];
  return {
    resource: {
      attributes: [
        attribute("service.name", service),
        attribute("deployment.environment.name", "production"),
        attribute("vcs.ref.head.revision", revision),
        attribute("service.instance.id", `${service}-${revision.slice(0, 7)}`),
      ],
    },
    scopeSpans: [{ spans }],
  };
}

const nano = (milliseconds: number) => `${Math.round(milliseconds)}000000`;

const attribute = (key: string, value: string | number) => ({
  key,
  value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value },
});

function outcome(error: Thrown | undefined, at: number) {
  if (!error) return { status: {}, events: [] };
  const event = {
    name: "exception",
    timeUnixNano: nano(at),
    attributes: [
      attribute("exception.type", error.type),
      attribute("exception.message", error.message),
      attribute("exception.stacktrace", `${error.type}: ${error.message}\n${error.stack}`),
    ],
  };
  return { status: { code: 2 }, events: [event] };
}
