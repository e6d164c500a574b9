import { z } from "zod";
import type { EvidenceItem } from "../../../contracts/evidence.ts";
import { type Tool, tool } from "./tool.ts";
import type { ToolContext } from "./tool-context.ts";

const MOST_SPANS = 40;

/** One item in full: a trace's spans, a log's counts, the frames of an exception. */
export function showEvidence({ file, quote }: ToolContext): Tool {
  return tool({
    name: "show_evidence",
    description:
      "One item of evidence in full: the spans of a trace, the counts of a log line, the frames of an exception.",
    parameters: z.object({ id: z.string().max(20).describe("E…") }),
    run({ id }) {
      const item = file.evidence.items.find((one) => one.id === id.trim().toUpperCase());
      if (!item) return "There is no such item.";
      return [quote.line(item.text, 1000), ...details(item, (text, max = 200) => quote.line(text, max))].join(
        "\n",
      );
    },
  });
}

function details(item: EvidenceItem, line: (text: string, max?: number) => string): string[] {
  switch (item.kind) {
    case "trace":
      return item.spans.slice(0, MOST_SPANS).map((span) => {
        const parent = item.spans.findIndex((other) => other.spanId === span.parentSpanId);
        const from = parent < 0 ? "" : ` called by ${parent + 1}`;
        return `${item.spans.indexOf(span) + 1}. ${line(span.service)}: ${line(span.name)}, from ${Math.round(span.startMs)} ms on, for ${Math.round(span.durationMs)} ms${span.error ? ", failed" : ""}${from}`;
      });
    case "exception":
      return [
        `${line(item.type)}: ${line(item.message, 500)}`,
        `${item.count} times; ${item.countBefore} times before the onset`,
        ...item.frames.map(
          (frame) =>
            `at ${line(frame.function ?? "?")} (${line(frame.path, 300)}${frame.line === undefined ? "" : `:${frame.line}`})${frame.inApp ? "" : ", not the application's own"}`,
        ),
      ];
    case "log":
      return [
        line(item.template, 500),
        `${item.count} times; ${item.countBefore} times before the onset${item.perMinute ? `; ${item.perMinute.before} a minute before, ${item.perMinute.after} since` : ""}`,
      ];
    case "revisions":
      return item.revisions.map(
        (one) =>
          `${line(one.revision, 60)}: ${one.value} ${item.unit} of ${one.requests} requests, ${one.firstSeen} to ${one.lastSeen}${one.broken === null ? "" : one.broken ? ", broken" : ", healthy"}`,
      );
    case "span-shift":
      return [
        `${line(item.span, 300)}${item.detail ? `: ${line(item.detail, 500)}` : ""}`,
        `a request: ${item.perRequest.before} before, ${item.perRequest.after} after; each ${item.ownMs.before} ms before, ${item.ownMs.after} ms after`,
      ];
    case "metric":
      return item.points.map(([seconds, value]) => `${seconds} s after the onset: ${value}`);
    default:
      return [];
  }
}
