import { attribute, type KeyValue } from "../unseen/attribute.ts";
import type { World } from "../unseen/scenario.ts";
import { dress as base } from "../unseen4/dress.ts";

interface Export {
  resourceSpans?: { resource: { attributes: KeyValue[] } }[];
  resourceLogs?: { resource: { attributes: KeyValue[] } }[];
  resourceMetrics?: { resource: { attributes: KeyValue[] } }[];
}

/** What the collector's resource processors add for each system: namespace, cluster, provider. */
export function dress(line: string, full: boolean, world: World): string {
  const request = JSON.parse(base(line, full, world)) as Export;
  for (const { resource } of [
    ...(request.resourceSpans ?? []),
    ...(request.resourceLogs ?? []),
    ...(request.resourceMetrics ?? []),
  ]) {
    resource.attributes.push(attribute("service.namespace", world.id));
    if (full) resource.attributes.push(attribute("k8s.cluster.name", `${world.id}-live`));
  }
  return JSON.stringify(request);
}
