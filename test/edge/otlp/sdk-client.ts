/** A process that reports with OpenTelemetry's own SDK, configured by the standard OTEL_* variables alone. */
import { logs, metrics, SeverityNumber, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { NodeSDK } from "@opentelemetry/sdk-node";

const sdk = new NodeSDK({ autoDetectResources: true });
sdk.start();

const tracer = trace.getTracer("checkout", "1.0.0");
for (let order = 0; order < 40; order++) {
  tracer.startActiveSpan("POST /orders", { kind: SpanKind.SERVER }, (parent) => {
    const child = tracer.startSpan("SELECT orders", { kind: SpanKind.CLIENT });
    child.setAttribute("db.system.name", "postgresql");
    child.end();
    parent.setAttributes({
      "http.route": "/orders",
      "http.response.status_code": 500,
      retried: true,
      weights: [0.5, 2],
    });
    parent.recordException(new RangeError("discount below zero"));
    parent.setStatus({ code: SpanStatusCode.ERROR, message: "failed" });
    parent.end();
  });
}
const meter = metrics.getMeter("checkout");
meter.createCounter("orders", { unit: "{order}" }).add(3, { region: "eu" });
meter.createHistogram("wait", { unit: "ms", advice: { explicitBucketBoundaries: [5, 50] } }).record(12);
logs.getLogger("checkout").emit({
  severityNumber: SeverityNumber.ERROR,
  severityText: "ERROR",
  body: { message: "gave up", attempts: 3 },
  attributes: { "exception.type": "RangeError" },
});
await sdk.shutdown();
