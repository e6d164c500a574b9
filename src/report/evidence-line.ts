import { amountIn } from "../contracts/amount-in.ts";
import type { EvidenceItem, EvidenceOf, Frame } from "../contracts/evidence.ts";
import { amount } from "./amount.ts";
import { dateAndTime } from "./date-and-time.ts";
import { duration } from "./duration.ts";
import type { Quote } from "./quoting.ts";
import { referenceWords } from "./reference-words.ts";
import type { ReportContext } from "./report-context.ts";

const MOST_FRAMES = 5;

/**
 * One item of evidence as a list entry. On a public repository it is composed of templates and counts
 * alone; elsewhere Scout's own sentence, which may quote an alert or an example, comes first.
 */
export function evidenceLine(item: EvidenceItem, isPublic: boolean, context: ReportContext): string {
  const text = isPublic ? fromNumbers(item, context) : context.quote.inline(item.text, 600);
  const lines = [`- **${item.id}** ${text}${isPublic ? "" : referenceWords(item, context)}`];
  if (item.kind === "exception" || item.kind === "span-shift") {
    const frames = item.kind === "exception" ? item.frames : item.code ? [item.code] : [];
    for (const frame of frames.filter((one) => one.inApp).slice(0, MOST_FRAMES)) {
      lines.push(`  - ${frameLine(frame, context)}`);
    }
  }
  return lines.join("\n");
}

function fromNumbers(item: EvidenceItem, { quote }: ReportContext): string {
  switch (item.kind) {
    case "shift":
      return `${quote.code(item.service)} ${quote.code(item.operation)}: ${item.before ? amount(item.before.value, item.unit) : "nothing known"} before the onset, ${amount(item.after.value, item.unit)} after it (${item.after.requests} requests)`;
    case "revisions": {
      const each = item.revisions.slice(-6).map((one) => {
        return `${quote.code(one.revision.slice(0, 7))} ${amount(one.value, item.unit)} of ${one.requests}`;
      });
      return `${quote.code(item.service)} ${quote.code(item.operation)} by revision: ${each.join(", ")}${together(item, quote)}`;
    }
    case "exception":
      return `${quote.code(item.type)} ${quote.code(item.message)}, ${item.count} times, ${item.countBefore} times before the onset`;
    case "span-shift":
      return `${quote.code(item.span)}: ${amount(item.ownMs.before, "ms")} → ${amount(item.ownMs.after, "ms")} each, ${times(item.perRequest.before)} → ${times(item.perRequest.after)} a request`;
    case "trace":
      return `an exemplar trace of ${item.spans.length} spans, ${item.failing ? "failing" : "healthy"}`;
    case "memory":
      return `${quote.code(item.service)} ${quote.code(item.metric)} grows by ${amount(item.bytesPerSecond, "bytes/s")}`;
    case "alert":
      return `an alert of ${quote.inline(item.source, 40)} has been firing since ${dateAndTime(item.startsAt)}`;
    case "log":
      return `${item.fresh ? "new in the logs: " : ""}${quote.code(item.template)}, ${item.count} times, ${item.countBefore} times before the onset`;
    case "deployment":
      return `${quote.code(item.sha.slice(0, 7))} was deployed to ${quote.inline(item.environment, 60)} at ${dateAndTime(item.at)} (${quote.inline(item.state, 30)})`;
    case "attribute":
      return `${quote.code(item.key)} ${item.plain ? `= ${quote.code(item.value)}` : "with one value"}: ${share(item.bad)} of the bad requests, ${share(item.good)} of the good ones${item.concurrent ? " of the same minutes" : ""}`;
    case "metric":
      return `${quote.code(item.service)} ${quote.code(item.metric)}: ${item.before === undefined ? "" : `${quote.inline(amountIn(item.before, item.unit))} → `}${quote.inline(amountIn(item.after, item.unit))}${item.saturation ? `: ${quote.inline(item.saturation)}` : ""}`;
    case "change":
      if (item.revision && item.service)
        return `${quote.code(item.service)} began to serve ${quote.code(item.revision.slice(0, 10))} ${fromOnset(item.secondsAfterOnset)}`;
      return `${item.service ? `${quote.code(item.service)}: ` : ""}a change (${item.what}) ${fromOnset(item.secondsAfterOnset)}`;
  }
}

/** Old and young revision in the same minutes: what a person should read first. */
function together({ concurrent }: EvidenceOf<"revisions">, quote: Quote): string {
  if (!concurrent) return "";
  const side = (one: { revision: string; requests: number; bad: number }) =>
    `${one.bad} of ${one.requests} at ${quote.code(one.revision.slice(0, 7))}`;
  return `; in the ${concurrent.seconds} s in which both served, ${side(concurrent.old)} and ${side(concurrent.young)} went bad`;
}

const share = ({ having, requests }: { having: number; requests: number }) =>
  `${having} of ${requests} (${amount(requests === 0 ? 0 : having / requests, "ratio")})`;

const fromOnset = (seconds: number) =>
  `${duration(Math.abs(seconds) * 1000)} ${seconds < 0 ? "before" : "after"} the onset`;

const times = (value: number) => `${Number(value.toFixed(1))}×`;

function frameLine(frame: Frame, context: ReportContext): string {
  const { quote } = context;
  const place = frame.line === undefined ? frame.path : `${frame.path}:${frame.line}`;
  const link = context.permalink(frame);
  const where = link ? `[${quote.code(tail(place), 160)}](${link})` : quote.code(tail(place), 160);
  return frame.function ? `${where} in ${quote.code(frame.function, 100)}` : where;
}

/** The end of a long path is what tells. */
const tail = (text: string) => (text.length > 100 ? `…${text.slice(-99)}` : text);
