import type { Evidence, EvidenceOf } from "../contracts/evidence.ts";
import type { Quote } from "./quoting.ts";

/** Of more the names run into each other on a phone; the newest are what matters. */
const MOST_BARS = 5;
const MOST_POINTS = 60;
const AXIS = {
  ratio: { title: "failing requests, %", scale: 100 },
  ms: { title: "95th percentile, ms", scale: 1 },
  "bytes/s": { title: "growth, kB/s", scale: 0.001 },
  "requests/s": { title: "requests a second", scale: 1 },
  waiting: { title: "waiting", scale: 1 },
} as const;

/**
 * The broken measure as a mermaid xychart: memory over time where it leaks, else by revision, else before
 * and after the onset. Null where there is nothing to draw. https://mermaid.js.org/syntax/xyChart.html
 */
export function measureChart({ items }: Evidence, quote: Quote): string | null {
  const memory = items.find((item) => item.kind === "memory" && item.points.length > 1);
  if (memory?.kind === "memory") return memoryChart(memory);
  const revisions = items.find((item) => item.kind === "revisions" && item.revisions.length > 1);
  if (revisions?.kind === "revisions") return revisionsChart(revisions, quote);
  const shift = items.find((item) => item.kind === "shift" && item.before);
  if (shift?.kind === "shift") return shiftChart(shift);
  return null;
}

function memoryChart({ points }: EvidenceOf<"memory">): string {
  const shown = points.slice(-MOST_POINTS);
  const seconds = shown.map(([second]) => second);
  const megabytes = shown.map(([, bytes]) => bytes / 1e6);
  return chart([
    'title "Memory of one process"',
    `x-axis "seconds after its start" ${number(Math.min(...seconds))} --> ${number(Math.max(...seconds, Math.min(...seconds) + 1))}`,
    axis("MB", megabytes),
    `line [${megabytes.map(number).join(", ")}]`,
  ]);
}

function revisionsChart({ revisions, unit }: EvidenceOf<"revisions">, quote: Quote): string {
  const shown = revisions.slice(-MOST_BARS);
  const values = shown.map((one) => one.value * AXIS[unit].scale);
  const labels = shown.map((one) => `"${quote.label(one.revision.slice(0, 7))}"`);
  return chart([
    'title "By deployed revision"',
    `x-axis [${labels.join(", ")}]`,
    axis(AXIS[unit].title, values),
    `bar [${values.map(number).join(", ")}]`,
  ]);
}

function shiftChart({ before, after, unit }: EvidenceOf<"shift">): string {
  const values = [before?.value ?? 0, after.value].map((value) => value * AXIS[unit].scale);
  return chart([
    'title "Before and after the onset"',
    'x-axis ["before", "after"]',
    axis(AXIS[unit].title, values),
    `bar [${values.map(number).join(", ")}]`,
  ]);
}

const axis = (title: string, values: readonly number[]) =>
  `y-axis "${title}" 0 --> ${number(Math.max(1, ...values.filter(Number.isFinite)) * 1.1)}`;

/** The default colour of a bar is next to white. */
const COLOUR = '%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "#cf222e"}}}}%%';

const chart = (lines: readonly string[]) =>
  `\`\`\`mermaid\n${COLOUR}\nxychart-beta\n${lines.map((line) => `  ${line}`).join("\n")}\n\`\`\``;

/** Mermaid knows no exponents. */
function number(value: number): string {
  if (!Number.isFinite(value)) return "0";
  return String(Number(Math.min(1e12, Math.max(-1e12, value)).toFixed(2)));
}
