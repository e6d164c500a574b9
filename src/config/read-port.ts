import type { SettingsProblem } from "./settings-error.ts";

export function readPort(text: string | undefined, problems: SettingsProblem[]): number {
  if (text === undefined) return 8001;
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= 65_535))
    problems.push({
      variable: "PORT",
      must: `must be a port, 0 to 65535, and is ${JSON.stringify(text)}`,
      where: "Leave it out for 8001; 0 takes any that is free.",
    });
  return number;
}
