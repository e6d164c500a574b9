import type { Edit } from "../edit.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

export const LOG_CALLS =
  /^(?:(?:log|logger|logging|console|LOG|LOGGER|_logger|_log|Log|slog|zap|logrus|winston|pino|Rails\.logger|tracing|syslog|structlog|sugar)\.\w+|print|println!?|printf|Println|Printf|puts|eprintln!?|error_log|var_dump|print_r|info!|debug!|warn!|error!|trace!|Log\w*|warning|debug)$/;

/** More is written than was. */
export function logs(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, (side) => callsNamed(side, LOG_CALLS));
  return come.length > gone.length ? found(edit, "logging added", come) : [];
}
