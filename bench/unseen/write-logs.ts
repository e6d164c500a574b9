import { attribute, type KeyValue } from "./attribute.ts";
import { nanoseconds } from "./nanoseconds.ts";
import { type Identity, resource } from "./resource.ts";
import type { Instance } from "./rollout.ts";
import type { Language } from "./scenario.ts";
import type { Style } from "./style.ts";

export interface LogRecord {
  time: number;
  instance: Instance;
  language: Language;
  severity: "INFO" | "WARN" | "ERROR" | "FATAL";
  body: string;
  traceId?: string;
  spanId?: string;
  exception?: { type: string; message: string; stack: string };
}

const numbers = { INFO: 9, WARN: 13, ERROR: 17, FATAL: 21 };

/** One export request for the log records of one interval. */
export function logsLine(records: LogRecord[], style: Style, identity: Identity): string {
  const groups = new Map<string, LogRecord[]>();
  for (const record of records)
    groups.set(record.instance.id, [...(groups.get(record.instance.id) ?? []), record]);
  const resourceLogs = [...groups.values()].map((group) => ({
    resource: resource(group[0]!.instance, group[0]!.language, style, identity),
    scopeLogs: [
      {
        scope: { name: "app" },
        logRecords: group.map((record) => {
          const attributes: KeyValue[] = [];
          if (record.exception) {
            attributes.push(attribute("exception.type", record.exception.type));
            attributes.push(attribute("exception.message", record.exception.message));
            if (record.exception.stack)
              attributes.push(attribute("exception.stacktrace", record.exception.stack));
          }
          return {
            timeUnixNano: nanoseconds(record.time),
            observedTimeUnixNano: nanoseconds(record.time + 12),
            severityNumber: numbers[record.severity],
            severityText: record.severity,
            body: { stringValue: record.body },
            attributes,
            ...(record.traceId ? { traceId: record.traceId, spanId: record.spanId } : {}),
          };
        }),
      },
    ],
  }));
  return JSON.stringify({ resourceLogs });
}
