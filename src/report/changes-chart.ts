import type { Onset } from "../contracts/anomaly.ts";
import type { Evidence } from "../contracts/evidence.ts";
import type { Quote } from "./quoting.ts";

const MOST_MARKS = 14;
/** What changed longer ago is in the list; on one axis with the onset it would push everything into a corner. */
const SHOWN_MS = 45 * 60_000;
const ROLLOUT_MS = 60_000;

/**
 * Deployments and other changes around the onset as milestones of a mermaid gantt, the onset with its uncertainty in
 * red: which came first is seen at a glance. Null where fewer than two things happened. Nothing of a change but its kind,
 * its service and its revision is written, so that it fits a public page. A revision that began to serve as its deployment
 * went out is drawn once. https://mermaid.js.org/syntax/gantt.html#milestones
 */
export function changesChart({ items }: Evidence, onset: Onset, quote: Quote): string | null {
  const at = Date.parse(onset.at);
  const marks: { ms: number; section: string; label: string }[] = [];
  const deployments = items.filter((item) => item.kind === "deployment");
  const isDrawn = (revision: string, ms: number) =>
    deployments.some(
      (one) => one.sha.startsWith(revision.slice(0, 12)) && Math.abs(Date.parse(one.at) - ms) <= ROLLOUT_MS,
    );
  for (const item of items) {
    if (item.kind === "deployment") {
      marks.push({ ms: Date.parse(item.at), section: "deployments", label: item.sha.slice(0, 7) });
    } else if (item.kind === "change") {
      const ms = Date.parse(item.at);
      if (item.revision && isDrawn(item.revision, ms)) continue;
      const label = item.revision ? item.revision.slice(0, 7) : item.what;
      marks.push({ ms, section: item.service ?? "other", label });
    }
  }
  const shown = marks
    .filter(({ ms }) => Math.abs(ms - at) <= SHOWN_MS)
    .sort((a, b) => Math.abs(a.ms - at) - Math.abs(b.ms - at))
    .slice(0, MOST_MARKS)
    .sort((a, b) => a.ms - b.ms);
  if (shown.length < 2) return null;
  const lines = ["gantt", "  dateFormat x", "  axisFormat %H:%M:%S"];
  for (const section of new Set(shown.map((mark) => mark.section))) {
    lines.push(`  section ${quote.label(section, 40)}`);
    for (const [index, mark] of shown.entries()) {
      if (mark.section !== section) continue;
      lines.push(`    ${quote.label(mark.label, 40)} :milestone, m${index}, ${mark.ms}, ${mark.ms + 1}`);
    }
  }
  const from = Date.parse(onset.earliest);
  lines.push(
    "  section failing",
    `    onset :crit, onset, ${from}, ${Math.max(from + 1000, Date.parse(onset.latest))}`,
  );
  return `\`\`\`mermaid\n${lines.join("\n")}\n\`\`\``;
}
