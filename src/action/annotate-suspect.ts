import { warning } from "@actions/core";
import type { Incident } from "../contracts/incident.ts";
import type { ReportContext } from "../report/report-context.ts";
import { suspectCheck } from "../report/suspect-check.ts";

/** The suspect's lines, as annotations of the run. */
export function annotateSuspect(incident: Incident, context: ReportContext): void {
  for (const { path, line, title, message } of suspectCheck(incident, context)?.annotations ?? [])
    warning(message, { title, file: path, startLine: line });
}
