import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

export const LOG_CALLS =
  /^(?:(?:log|logger|logging|console|LOG|LOGGER|_logger|_log|Log|slog|zap|logrus|winston|pino|Rails\.logger|tracing|syslog|structlog|sugar)\.\w+|print|println!?|printf|Println|Printf|puts|eprintln!?|error_log|var_dump|print_r|info!?|debug!?|warn!?|error!|trace!?|Log\w*|warning)$/;

/** Levels that are not written where customers are. */
const QUIET = /^(?:Log)?(?:debug|trace|verbose|silly|fine|finer|finest)\w{0,3}!?$/i;

/** More is written than was: there are more such calls, or they are of a louder level, or quieter levels are let through. */
export function logs(edit: Edit): ClassifiedChange[] {
  const passed = levelLowered(edit);
  if (passed.length > 0) return passed;
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

/** Names of levels, from the quietest of what is written on: https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
const LEVELS: readonly (readonly [RegExp, number])[] = [
  [/^(?:trace|verbose|silly|finest|finer|all)$/i, 0],
  [/^(?:debug|fine)$/i, 1],
  [/^(?:info|information|config|notice|default)$/i, 2],
  [/^(?:warn|warning)$/i, 3],
  [/^(?:err|error|severe|critical|fatal|off|none)$/i, 4],
];
const ABOUT_LOGS =
  /log|trace|severity|verbos|level|winston|pino|bunyan|zap|slog|serilog|spdlog|monolog|structlog|logrus|env_filter/i;
/** A writer that lets lines go where there is no room, or writes them together. */
const LETS_GO = /(?:^|_)nb$|non_?block|never_?block|discard|drop|overrun|lossy|buffered|async_logger/i;
const WAITS = /^(?:flush_on|immediate_?flush|auto_?flush|sync|block|blocking|wait)$/i;

/** A level below the one that stood there is written; or whoever writes waits for each line where it did not. */
export function levelLowered(edit: Edit): ClassifiedChange[] {
  const levels = shift(edit, (side) =>
    side.tokens.flatMap((token, i) => {
      if (token.kind !== "word" && token.kind !== "text") return [];
      // A call of that name writes a line.
      if (side.tokens[i + 1]?.text === "(" || side.tokens[i + 1]?.text === "!") return [];
      const level = LEVELS.find(([pattern]) => pattern.test(lastPart(token.text)))?.[1];
      return level === undefined || !ABOUT_LOGS.test(lineOf(side, token.line))
        ? []
        : [{ key: String(level), token }];
    }),
  );
  const least = (signs: readonly Sign[]) => Math.min(...signs.map(({ key }) => Number(key)));
  if (levels.gone.length > 0 && levels.come.length > 0 && least(levels.come) < least(levels.gone))
    return found(edit, "log level lowered", levels.come);
  const waits = shift(edit, (side) =>
    side.tokens.flatMap((token) => {
      if (token.kind !== "word" || !ABOUT_LOGS.test(lineOf(side, token.line))) return [];
      if (LETS_GO.test(token.text)) return [{ key: "lets go", token }];
      return WAITS.test(token.text) ? [{ key: "waits", token }] : [];
    }),
  );
  const count = (signs: readonly Sign[], key: string) => signs.filter((one) => one.key === key).length;
  return count(waits.gone, "lets go") > count(waits.come, "lets go") ||
    count(waits.come, "waits") > count(waits.gone, "waits")
    ? found(edit, "log level lowered", [...waits.come, ...waits.gone])
    : [];
}

/** `debug` of `LogLevel.Debug`, `level::debug`, `app=debug`. */
function lastPart(text: string): string {
  const part =
    text
      .slice(-40)
      .split(/[.:=,]/)
      .at(-1) ?? "";
  return part.replace(/^(?:log)?_?level_?(?=\w)/i, "");
}

/** The first words of each line of a side, as one text. */
function linesOf(side: Side): ReadonlyMap<number, string> {
  const known = read.get(side);
  if (known) return known;
  const lines = new Map<number, string>();
  for (const { line, text } of side.tokens) {
    const own = lines.get(line) ?? "";
    if (own.length < LONGEST) lines.set(line, `${own} ${text.slice(0, 80)}`);
  }
  read.set(side, lines);
  return lines;
}

/** Asked for each token of a side. */
const read = new WeakMap<Side, ReadonlyMap<number, string>>();
const LONGEST = 300;

function lineOf(side: Side, line: number): string {
  return linesOf(side).get(line) ?? "";
}
