import { type MetricSeries, STEP_MS, STEPS } from "./metric-series.ts";

/** What is used, and the metric of the same pool, heap or container that says how much there is. */
const LIMITS: readonly { used: RegExp; limit: string; noun: string }[] = [
  { used: /^(db\.client\.connections?)\.(?:usage|count)$/, limit: "$1.max", noun: "connections" },
  { used: /^(hikaricp_connections)_active$/, limit: "$1_max", noun: "connections" },
  { used: /^(go_sql_)in_use_connections$/, limit: "$1max_open_connections", noun: "connections" },
  { used: /^(jvm\.memory)\.used$/, limit: "$1.limit", noun: "memory" },
  { used: /^(v8js\.memory\.heap)\.used$/, limit: "$1.limit", noun: "heap" },
  { used: /^(container\.memory)\.(?:usage|working_set)$/, limit: "$1.limit", noun: "memory" },
  {
    used: /^(process)\.open_file_descriptor\.count$/,
    limit: "$1.open_file_descriptor.limit",
    noun: "file descriptors",
  },
  { used: /^(postgresql)\.backends$/, limit: "$1.connection.max", noun: "backends" },
];

/** What of a bounded thing is used, and how much of it there is. */
export interface Use {
  noun: string;
  limit: number;
}

/** The bounded thing that a series counts the use of; null where it counts none, or its limit is not told. */
export function useOf(series: MetricSeries, beside: readonly MetricSeries[], toMs: number): Use | null {
  for (const { used, limit, noun } of LIMITS) {
    const match = used.exec(series.name);
    if (!match || (series.attributes.state ?? stateOf(series)) === "idle") continue;
    const wanted = limit.replace("$1", match[1] ?? "");
    const bound = beside.find((one) => one.name === wanted && agree(one.attributes, series.attributes));
    const most = bound?.read(toMs - STEPS * STEP_MS, toMs).at(-1)?.value;
    if (most !== undefined && most > 0) return { noun, limit: most };
  }
  return null;
}

const stateOf = ({ attributes }: MetricSeries) =>
  attributes["db.client.connection.state"] ?? attributes["db.client.connections.state"];

/** Whether what both say is the same: the limit says less than the use, which has a state. */
function agree(limit: Readonly<Record<string, string>>, used: Readonly<Record<string, string>>): boolean {
  return Object.entries(limit).every(([key, value]) => used[key] === undefined || used[key] === value);
}
