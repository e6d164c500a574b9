import { median } from "./level-shift.ts";
import { type MetricSeries, type Reading, STEP_MS } from "./metric-series.ts";

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
const UTILISATION = /utili[sz]ation$/;
const WAITING = /pending|queue|backlog|waiting|lag(?:$|[._])/;
const FULL = 0.97;

/**
 * What a series says has run out, in one clause; null where nothing has, or where it always stood so. `beside` are the other series of the same
 * service, among which the limit may be found.
 */
export function saturationOf(
  series: MetricSeries,
  beside: readonly MetricSeries[],
  fromMs: number,
  toMs: number,
): string | null {
  const since = series.read(fromMs, toMs);
  const last = since.at(-1);
  if (!last) return null;
  const earlier = series.read(fromMs - 180 * STEP_MS, fromMs);
  const usual = earlier.length === 0 ? 0 : median(earlier.map((one) => one.max));
  const name = series.name;
  if (UTILISATION.test(name) && (series.unit === "1" || series.unit === "")) {
    const top = median(since.map((one) => one.max));
    const limit = /eventloop|event_loop/.test(name) ? 0.9 : 0.95;
    return top >= limit && usual < limit
      ? `${/eventloop|event_loop/.test(name) ? "the event loop is" : "it is"} busy ${Math.round(Math.min(1, top) * 100)} % of the time`
      : null;
  }
  for (const { used, limit, noun } of LIMITS) {
    const match = used.exec(name);
    if (!match || (series.attributes.state ?? stateOf(series)) === "idle") continue;
    const wanted = limit.replace("$1", match[1] ?? "");
    const bound = beside.find((one) => one.name === wanted && agree(one.attributes, series.attributes));
    const most = bound?.read(toMs - 180 * STEP_MS, toMs).at(-1)?.value;
    if (most !== undefined && most > 0 && last.max >= FULL * most && usual < FULL * most)
      return `all ${noun} are in use: ${round(last.max)} of ${round(most)}`;
  }
  if (WAITING.test(name) && series.kind === "level" && grows(since)) {
    const was = earlier.length === 0 ? 0 : median(earlier.map((one) => one.value));
    if (last.value >= 3 * was + 5)
      return `more and more is waiting: ${round(last.value)}, before the onset ${round(was)}`;
  }
  return null;
}

function grows(readings: readonly Reading[]): boolean {
  const half = Math.floor(readings.length / 2);
  if (half < 1) return false;
  const first = median(readings.slice(0, half).map((one) => one.value));
  return median(readings.slice(-half).map((one) => one.value)) > first;
}

const stateOf = ({ attributes }: MetricSeries) =>
  attributes["db.client.connection.state"] ?? attributes["db.client.connections.state"];

/** Whether what both say is the same: the limit says less than the use, which has a state. */
function agree(limit: Readonly<Record<string, string>>, used: Readonly<Record<string, string>>): boolean {
  return Object.entries(limit).every(([key, value]) => used[key] === undefined || used[key] === value);
}

const round = (value: number) => Number(value.toPrecision(3));
