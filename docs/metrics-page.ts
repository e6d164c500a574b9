interface Metric {
  name: string;
  kind: string;
  unit: string;
  what: string;
  labels: Set<string>;
}

/** docs/reference/metrics.md, from what `/metrics` of a service says that did everything once. */
export function metricsPage(exposition: string): string {
  const rows = metricsIn(exposition).map(
    ({ name, kind, unit, what, labels }) =>
      `| \`${name}\` | ${[kind, unit].filter((one) => one !== "").join(", ")} | ${[...labels].map((label) => `\`${label}\``).join(", ")} | ${what} |`,
  );
  return [
    "# Metrics",
    "`GET /metrics`, in Prometheus' text format; and by OTLP where `OTEL_EXPORTER_OTLP_ENDPOINT` names a Collector, there with dots, such as `sre_space.incidents.opened`. [operating.md](../operating.md) says who may read them, and what to look at.",
    ["| metric | kind, unit | labels | what |", "| --- | --- | --- | --- |", ...rows].join("\n"),
    "",
  ].join("\n\n");
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
function metricsIn(exposition: string): Metric[] {
  const metrics = new Map<string, Metric>();
  const of = (name: string) => {
    const known = metrics.get(name);
    if (known) return known;
    const metric = { name, kind: "", unit: "", what: "", labels: new Set<string>() };
    metrics.set(name, metric);
    return metric;
  };
  for (const line of exposition.split("\n")) {
    const [, field, name = "", rest = ""] = /^# (HELP|UNIT|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (field === "HELP") of(name).what = rest;
    if (field === "UNIT") of(name).unit = UNITS[rest] ?? "";
    if (field === "TYPE") of(name).kind = rest;
    const [, sample = "", labels = ""] = /^(\w+)\{(.*)\} /.exec(line) ?? [];
    const metric = metrics.get(sample) ?? metrics.get(sample.replace(/_(?:bucket|sum|count)$/, ""));
    for (const [, label = ""] of labels.matchAll(/(\w+)="/g))
      if (label !== "le" && !label.startsWith("otel_scope")) metric?.labels.add(label);
  }
  metrics.delete("target_info");
  return [...metrics.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** https://ucum.org/ucum: what stands in braces is only said. */
const UNITS: Readonly<Record<string, string>> = { s: "seconds", By: "bytes" };
