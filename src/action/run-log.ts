import { print } from "../safety/print.ts";
import { sanitise } from "../safety/sanitise.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Lines of the job's log. What they quote is anybody's: it is one line, and no command of the runner's. */
export const runLog = {
  info: (fields: Fields, text: string) => line("", fields, text),
  warn: (fields: Fields, text: string) => line("⚠️ ", fields, text),
};

function line(mark: string, fields: Fields, text: string): void {
  const said = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [`${name}: ${inWords(value)}`],
  );
  print(`${mark}${sanitise(said.length > 0 ? `${text} (${said.join(", ")})` : text, 2_000)}`);
}

function inWords(value: unknown): string {
  if (value instanceof Error) return value.message;
  return typeof value === "string" ? value : JSON.stringify(value);
}
