import { attribute, type KeyValue } from "./attribute.ts";
import { nanoseconds } from "./nanoseconds.ts";
import { type Identity, resource } from "./resource.ts";
import type { Span } from "./simulate.ts";
import type { Frame } from "./stack.ts";
import type { Style } from "./style.ts";

const kinds = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };

function describe(span: Span, style: Style): KeyValue[] {
  const modern = style.semconv === "new";
  const out: KeyValue[] = [];
  const put = (key: string, value: string | number) => out.push(attribute(key, value));
  const method = (value: string) => put(modern ? "http.request.method" : "http.method", value);
  const code = () =>
    span.status && put(modern ? "http.response.status_code" : "http.status_code", span.status);
  const { step } = span;
  if (!step) {
    const [verb, route] = span.op.split(" ");
    if (span.kind === "server" && route?.startsWith("/")) {
      method(verb!);
      put("http.route", route);
      put(modern ? "url.path" : "http.target", route.replace(/\{\w+\}|:\w+/g, span.traceId.slice(0, 6)));
      code();
    } else if (span.kind === "consumer") {
      put("messaging.system", "kafka");
      put(modern ? "messaging.destination.name" : "messaging.destination", route ?? span.op);
    }
    for (const [key, value] of Object.entries(span.attributes))
      put(key.includes(".") ? key : `app.${key}`, value);
  } else if (step.do === "call") {
    const [verb, route] = step.op.split(" ");
    if (route?.startsWith("/")) {
      method(verb!);
      put(modern ? "url.full" : "http.url", `http://${step.to}:8080${route}`);
      put(modern ? "server.address" : "net.peer.name", step.to);
      code();
    } else {
      put("rpc.system", "grpc");
      put("rpc.method", step.op.replace(/^rpc /, ""));
      put(modern ? "server.address" : "net.peer.name", step.to);
    }
  } else if (step.do === "ext") {
    method(step.method);
    put(modern ? "url.full" : "http.url", `https://${step.host}${step.path}`);
    put(modern ? "server.address" : "net.peer.name", step.host);
    code();
  } else if (step.do === "db") {
    put(modern ? "db.system.name" : "db.system", step.system);
    put(modern ? "db.query.text" : "db.statement", step.query);
    put(modern ? "db.collection.name" : "db.sql.table", step.table);
  } else if (step.do === "cache") {
    put(modern ? "db.system.name" : "db.system", "redis");
    put(modern ? "db.query.text" : "db.statement", step.command);
  } else if (step.do === "send") {
    put("messaging.system", step.system);
    put(modern ? "messaging.destination.name" : "messaging.destination", step.topic);
  }
  if (span.failed && modern && span.failure) put("error.type", span.failure.type);
  return out;
}

/** One export request for the spans of one interval, grouped by instance. */
export function tracesLine(
  spans: Span[],
  style: Style,
  identity: Identity,
  sources: { stack(span: Span): string; frame(span: Span): Frame },
  tracestate: string,
): string {
  const groups = new Map<string, Span[]>();
  for (const span of spans) groups.set(span.instance.id, [...(groups.get(span.instance.id) ?? []), span]);
  const resourceSpans = [...groups.values()].map((group) => {
    const first = group[0]!;
    const out = group.map((span) => {
      const attributes = describe(span, style);
      const place = span.step?.src;
      if (place && style.codeAttributes) {
        const { file, line, fn } = sources.frame(span);
        const modern = style.semconv === "new";
        attributes.push(attribute(modern ? "code.file.path" : "code.filepath", file));
        attributes.push(attribute(modern ? "code.line.number" : "code.lineno", line));
        attributes.push(attribute(modern ? "code.function.name" : "code.function", fn));
      }
      const thrown = span.failure && !span.failure.quiet && !(span.step?.do === "call");
      const events =
        thrown && style.exceptionsIn !== "logs"
          ? [
              {
                timeUnixNano: nanoseconds(span.end - 0.1),
                name: "exception",
                attributes: [
                  attribute("exception.type", span.failure!.type),
                  attribute("exception.message", span.failure!.message),
                  ...(span.failure!.frames ? [attribute("exception.stacktrace", sources.stack(span))] : []),
                ],
              },
            ]
          : [];
      return {
        traceId: span.traceId,
        spanId: span.spanId,
        ...(tracestate ? { traceState: tracestate } : {}),
        ...(span.parentId ? { parentSpanId: span.parentId } : {}),
        name: span.name,
        ...(style.kinds ? { kind: kinds[span.kind] } : {}),
        startTimeUnixNano: nanoseconds(span.start),
        endTimeUnixNano: nanoseconds(span.end),
        attributes,
        ...(events.length ? { events } : {}),
        ...(style.status && span.failed
          ? { status: { code: 2, ...(thrown ? { message: span.failure!.message.slice(0, 120) } : {}) } }
          : { status: {} }),
      };
    });
    return {
      resource: resource(first.instance, first.language, style, identity),
      scopeSpans: [{ scope: { name: "opentelemetry.instrumentation.auto", version: "0.58.1" }, spans: out }],
    };
  });
  return JSON.stringify({ resourceSpans });
}
