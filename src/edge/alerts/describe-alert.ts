import type { Alert, AlertException } from "../../contracts/signal.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { labelWords } from "./label-words.ts";
import { measuredValue } from "./measured-value.ts";
import { symptomOf } from "./symptom-of.ts";

/** One alert as its source told it, before it is sanitised and put into common words. */
export interface AlertReport {
  status: Alert["status"];
  key: string;
  /** Already sanitised. */
  labels: ReadonlyMap<string, string>;
  name: string;
  /** What the source says itself goes before what its labels say. */
  service?: string | undefined;
  operation?: string | undefined;
  environment?: string | undefined;
  revision?: string | undefined;
  symptom?: Alert["symptom"];
  severity?: string | undefined;
  summary: string;
  description?: string | undefined;
  value?: string | undefined;
  threshold?: string | undefined;
  startsAt: string;
  endsAt?: string | undefined;
  url?: string | undefined;
  /** Already sanitised and cut. */
  exceptions?: readonly AlertException[] | undefined;
}

/** Puts a report into the words that all sources share; every text in it is sanitised and cut. */
export function describeAlert(report: AlertReport): Alert {
  const words = labelWords(report.labels);
  const name = sanitise(report.name, 200);
  const summary = sanitise(report.summary, 2000);
  const description = report.description === undefined ? undefined : sanitise(report.description, 2000);
  const { value, threshold } = measuredValue(report, [description, summary]);
  const service = report.service || words.service;
  const operation = report.operation || words.operation;
  const environment = report.environment || words.environment;
  const revision = report.revision || words.revision;
  const severity = report.severity || report.labels.get("severity");
  return {
    status: report.status,
    key: report.key,
    name,
    service: service === undefined ? undefined : sanitise(service, 200),
    operation: operation === undefined ? undefined : sanitise(operation, 300),
    environment: environment === undefined ? undefined : sanitise(environment, 100),
    revision: revision === undefined ? undefined : sanitise(revision, 100),
    symptom: report.symptom ?? symptomOf(report.labels, [name, summary, description]),
    severity: severity === undefined ? undefined : sanitise(severity, 50),
    summary,
    value,
    threshold,
    startsAt: report.startsAt,
    endsAt: report.endsAt,
    url: webAddress(report.url),
    labels: Object.fromEntries(report.labels),
    exceptions: report.exceptions?.length ? [...report.exceptions] : undefined,
  };
}

/** An http or https address without credentials, or undefined. */
function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 2000 || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
  return url.username === "" && url.password === "" && url.href.length <= 2000 ? url.href : undefined;
}
