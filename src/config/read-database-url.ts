import type { SettingsProblem } from "./settings-error.ts";

/** Where several workers share their state; undefined where there is one worker with a file of its own. */
export function readDatabaseUrl(text: string | undefined, problems: SettingsProblem[]): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url && (url.protocol === "postgres:" || url.protocol === "postgresql:") && url.pathname.length > 1)
    return text;
  problems.push({
    variable: "DATABASE_URL",
    // Not shown: a password may be in it.
    must: "must be postgres://USER:PASSWORD@HOST:PORT/DATABASE",
    where: "Leave it out for one worker, which keeps its state in DATA_DIR.",
  });
  return undefined;
}
