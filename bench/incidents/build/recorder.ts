import type { Language } from "../definition.ts";

export type Json = Record<string, unknown>;

/** A process that sends telemetry. */
export interface Process {
  service: string;
  language: Language;
  /** Position of its commit in the history, and the commit. */
  index: number;
  sha: string;
  /** From 1: which of the service's instances. */
  number: number;
  instance: string;
  fromMs: number;
  toMs: number;
  resource: Json[];
}

type Signal = "traces" | "logs" | "metrics";

const BATCH_MS = 5_000;
const SCOPE: Readonly<Record<Language, string>> = {
  node: "@opentelemetry/instrumentation-http",
  python: "opentelemetry.instrumentation.asgi",
  go: "go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp",
  java: "io.opentelemetry.tomcat-10.0",
  ruby: "OpenTelemetry::Instrumentation::Rack",
  dotnet: "Microsoft.AspNetCore",
  php: "io.opentelemetry.contrib.php.symfony",
};

/** Telemetry by process in batches of five seconds, as an exporter sends it; then as the lines of a bundle's files. */
export class Recorder {
  private readonly batches = new Map<
    string,
    { at: number; signal: Signal; process: Process; records: Json[] }
  >();

  add(signal: Signal, process: Process, atMs: number, record: Json): void {
    const slot = Math.floor(atMs / BATCH_MS);
    const key = `${signal} ${process.instance} ${process.index} ${slot}`;
    const batch = this.batches.get(key);
    if (batch) batch.records.push(record);
    else this.batches.set(key, { at: (slot + 1) * BATCH_MS, signal, process, records: [record] });
  }

  /**
   * One request of OTLP JSON a line, in the order in which they arrive.
   * @param lateMs by which the batches of a service come later than they should
   */
  lines(signal: Signal, lateMs: (service: string) => number): string[] {
    return [...this.batches.values()]
      .filter((batch) => batch.signal === signal)
      .sort((a, b) => a.at + lateMs(a.process.service) - b.at - lateMs(b.process.service))
      .map(({ process, records }) => JSON.stringify(request(signal, process, records)));
  }
}

function request(signal: Signal, { resource, language }: Process, records: Json[]): Json {
  const head = { resource: { attributes: resource } };
  const scope = { name: SCOPE[language] };
  switch (signal) {
    case "traces":
      return { resourceSpans: [{ ...head, scopeSpans: [{ scope, spans: records }] }] };
    case "logs":
      return { resourceLogs: [{ ...head, scopeLogs: [{ scope, logRecords: records }] }] };
    case "metrics":
      return { resourceMetrics: [{ ...head, scopeMetrics: [{ scope, metrics: records }] }] };
  }
}
