import { attribute, type KeyValue } from "../unseen/attribute.ts";
import type { World } from "../unseen/scenario.ts";
import { dress as base } from "../unseen4/dress.ts";

interface Export {
  resourceSpans?: { resource: { attributes: KeyValue[] } }[];
  resourceLogs?: {
    resource: { attributes: KeyValue[] };
    scopeLogs: {
      logRecords: { severityNumber: number; severityText: string; body: { stringValue: string } }[];
    }[];
  }[];
  resourceMetrics?: { resource: { attributes: KeyValue[] } }[];
}

/** What the collector's resource processors add for each system: namespace and cluster; and the severity of what is logged to debug. */
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
  for (const { scopeLogs } of request.resourceLogs ?? [])
    for (const { logRecords } of scopeLogs)
      for (const record of logRecords)
        if (record.body.stringValue.startsWith("level=DEBUG")) {
          record.severityNumber = 5;
          record.severityText = "DEBUG";
        }
  return JSON.stringify(request);
}
