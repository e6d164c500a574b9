import type { MetricPoint } from "../../contracts/telemetry.ts";

/**
 * What a metric says of a process's memory: `live`, what is left right after a full collection; `resident`, what
 * the operating system counts; `heap`, what the runtime's heap holds at the moment, garbage included.
 */
export type MemoryKind = "live" | "resident" | "heap";

const KINDS: readonly (readonly [RegExp, MemoryKind])[] = [
  [/heap.*used_?after_?gc|memory\.used_after_last_gc|memory\.usage_after_last_gc/, "live"],
  [
    /^process[._](?:memory[._]usage|resident_memory_bytes|memory[._]rss|physical_memory)|process\.runtime\..*(?:\brss\b|rss_memory)|^(?:container|k8s\.pod)\.memory\.(?:working_set|rss|usage)$/,
    "resident",
  ],
  [
    /^(?:v8js\.memory\.heap\.used|nodejs[._](?:memory\.heap\.used|heap_size_used_bytes)|jvm\.memory\.used|process\.runtime\.(?:jvm\.memory\.usage|nodejs\.memory\.heap\.used|go\.mem\.heap_(?:alloc|inuse)|cpython\.memory|dotnet\.gc\.heap\.size)|go\.memory\.used|dotnet\.gc\.last_collection\.heap\.size)$/,
    "heap",
  ],
];

/** Null for a metric that says nothing of it. Names new and old, as the field's SDKs really send them. */
export function memoryKind(point: Pick<MetricPoint, "name" | "kind" | "attributes">): MemoryKind | null {
  if (point.kind !== "gauge" && point.kind !== "sum") return null;
  for (const [name, kind] of KINDS) {
    if (!name.test(point.name)) continue;
    const type = point.attributes.type ?? point.attributes["jvm.memory.type"];
    return type === "vms" || type === "non_heap" ? null : kind;
  }
  return null;
}
