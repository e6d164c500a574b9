import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

export const LOG_CALLS =
  /^(?:(?:log|logger|logging|console|LOG|LOGGER|_logger|_log|Log|slog|zap|logrus|winston|pino|Rails\.logger|tracing|syslog|structlog|sugar)\.\w+|print|println!?|printf|Println|Printf|puts|eprintln!?|error_log|var_dump|print_r|info!?|debug!?|warn!?|error!|trace!?|Log\w*|warning)$/;

/** Levels that are not written where customers are. */
const QUIET = /^(?:Log)?(?:debug|trace|verbose|silly|fine|finer|finest)\w{0,3}!?$/i;

/** More is written than was: there are more such calls, or they are of a louder level. */
export function logs(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, (side) => callsNamed(side, LOG_CALLS));
  if (come.length > gone.length) return found(edit, "logging added", come);
  return found(edit, "logging added", louder(edit));
}

/** What was written at a level that nobody listens to, and is written at another one. */
export function louder(edit: Edit): readonly Sign[] {
  const [loud, quiet] = [false, true].map((is) =>
    shift(edit, (side) => callsNamed(side, LOG_CALLS).filter(({ call }) => QUIET.test(call.name) === is)),
  );
  if (!loud || !quiet || quiet.gone.length <= quiet.come.length) return [];
  return loud.come.length > loud.gone.length ? loud.come : [];
}
