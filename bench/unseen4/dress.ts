import { dress as scoped } from "../judging-set/dress.ts";
import { attribute, type KeyValue } from "../unseen/attribute.ts";
import type { World } from "../unseen/scenario.ts";
import { type Metric, runtimeMetrics } from "./runtime-metrics.ts";

interface Resource {
  attributes: KeyValue[];
}
interface AnySpan {
  kind?: number;
  name: string;
  attributes: KeyValue[];
}
interface Export {
  resourceSpans?: { resource: Resource; scopeSpans: { spans: AnySpan[] }[] }[];
  resourceLogs?: { resource: Resource }[];
  resourceMetrics?: { resource: Resource; scopeMetrics: { metrics: Metric[] }[] }[];
}

const ports: Record<string, number> = {
  postgresql: 5432,
  mysql: 3306,
  mongodb: 27017,
  clickhouse: 9000,
  opensearch: 9200,
  "microsoft.sql_server": 1433,
  redis: 6379,
};

const text = (attributes: KeyValue[], key: string) => {
  const value = attributes.find((one) => one.key === key)?.value;
  return value && "stringValue" in value ? value.stringValue : undefined;
};

/** The broker of each topic, as those who send to it name it. */
function brokers(world: World): Map<string, string> {
  const steps = world.services.flatMap(({ ops }) => ops.flatMap(({ steps }) => steps));
  return new Map(steps.flatMap((step) => (step.do === "send" ? [[step.topic, step.system]] : [])));
}

function dressSpan(span: AnySpan, world: World, topics: Map<string, string>): void {
  const { attributes } = span;
  const modern = attributes.some(({ key }) =>
    /^(http\.request\.|db\.system\.name|messaging\.destination\.name)/.test(key),
  );
  const topic = text(attributes, "messaging.destination.name") ?? text(attributes, "messaging.destination");
  if (topic !== undefined) {
    const system = attributes.find(({ key }) => key === "messaging.system");
    const broker = topics.get(topic);
    if (system && broker) system.value = { stringValue: broker };
    const operation = span.name.startsWith("send ") ? "send" : "process";
    attributes.push(attribute(modern ? "messaging.operation.type" : "messaging.operation", operation));
  }
  const store = text(attributes, "db.system.name") ?? text(attributes, "db.system");
  if (store !== undefined) {
    const host = store === "redis" ? "cache" : `${store.replace(/[^a-z]/g, "").slice(0, 5)}-primary`;
    attributes.push(attribute(modern ? "server.address" : "net.peer.name", `${host}.${world.id}.internal`));
    attributes.push(attribute(modern ? "server.port" : "net.peer.port", ports[store] ?? 443));
  } else if (text(attributes, "http.route") !== undefined) {
    attributes.push(attribute(modern ? "url.scheme" : "http.scheme", "https"));
    attributes.push(attribute(modern ? "network.protocol.version" : "http.flavor", "1.1"));
  }
}

/** Functions of a serverless platform have no pod, and say what calls them. */
function dressResource(resource: Resource): void {
  const name = text(resource.attributes, "service.name") ?? "";
  if (!name.startsWith("fn-")) return;
  resource.attributes = resource.attributes.filter(({ key }) => key !== "k8s.pod.name");
  resource.attributes.push(attribute("cloud.provider", "aws"), attribute("cloud.platform", "aws_lambda"));
  resource.attributes.push(attribute("cloud.region", "eu-central-1"), attribute("faas.name", name));
}

/** Gives one line of OTLP JSON what the instrumentation libraries of this set's systems write. */
export function dress(line: string, full: boolean, world: World): string {
  const request = JSON.parse(scoped(line, full)) as Export;
  const topics = brokers(world);
  for (const { resource, scopeSpans } of request.resourceSpans ?? []) {
    dressResource(resource);
    for (const { spans } of scopeSpans) for (const span of spans) dressSpan(span, world, topics);
  }
  for (const { resource } of request.resourceLogs ?? []) dressResource(resource);
  for (const { resource, scopeMetrics } of request.resourceMetrics ?? []) {
    dressResource(resource);
    const language = text(resource.attributes, "telemetry.sdk.language") ?? "";
    for (const scope of scopeMetrics) scope.metrics.push(...runtimeMetrics(language, scope.metrics));
  }
  return JSON.stringify(request);
}
