/** `::name …::` begins a command wherever it begins a line, blanks before it or not: .NET's, of which U+0085 is one. */
const AT_LINE_START = /(^|[\r\n])([\s\u0085]*):(?=:)/g;
/** The older form, `##[name …]`, is looked for anywhere in a line. */
const OLDER = /##(?=\[)/g;

/**
 * Text that a runner of GitHub Actions prints and does not obey: what a job writes to its log is read for commands
 * (`::add-mask::`, `::stop-commands::`, `##[group]` …), and an exception's message may hold one.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs for what the runner takes for one
 */
export function withoutWorkflowCommands(text: string): string {
  return text.replace(AT_LINE_START, "$1$2: ").replace(OLDER, "# #");
}

/** The same for one line of JSON, which says what it said before to whoever parses it. */
export function jsonWithoutWorkflowCommands(json: string): string {
  return json.replace(OLDER, "\\u0023#");
}
