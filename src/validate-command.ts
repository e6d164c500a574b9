import type { Organisation } from "./config/organisation.ts";
import { parsePolicy } from "./config/policy-file.ts";
import type { PolicyProblem } from "./contracts/policy.ts";
import { complain, print, printJson } from "./safety/print.ts";
import { sanitise } from "./safety/sanitise.ts";

/**
 * `sre-space validate [FILE]`: every problem with its place and what to write instead; whether there is none.
 * @param options.read the text of a file; throws where there is none
 */
export function validateCommand(
  file: string,
  options: { json?: boolean; organisation?: string; read: (file: string) => string },
): boolean {
  const base = options.organisation;
  const organisation = base === undefined ? null : organisationIn(base, options.read(base));
  const { problems, policy } =
    organisation?.problems === undefined || organisation.problems.length === 0
      ? parsePolicy(options.read(file), organisation?.organisation ?? null)
      : { problems: [], policy: null };
  const all = [
    ...(organisation?.problems ?? []).map((problem) => ({ file: base as string, ...problem })),
    ...problems.map((problem) => ({ file, ...problem })),
  ];
  if (options.json) printJson({ file, valid: all.length === 0, problems: all });
  else if (all.length === 0) print(`${file} is valid.`);
  else for (const problem of all) complain(inWords(problem));
  if (all.length === 0 && policy?._extends !== undefined && base === undefined)
    complain(`It extends ${policy._extends}, which was not looked at. Name its file: --organisation FILE`);
  return all.length === 0;
}

function organisationIn(
  path: string,
  text: string,
): { organisation: Organisation | null; problems: PolicyProblem[] } {
  const { policy, problems, file } = parsePolicy(text);
  const organisation = policy && {
    repository: path,
    path,
    blob: "",
    file: file as Record<string, unknown>,
    policy,
  };
  return { organisation, problems };
}

function inWords({ file, line, column, path, message, hint }: PolicyProblem & { file: string }): string {
  const what = path === "" ? message : `${path} ${message}`;
  return `${file}:${line}:${column} ${sanitise(what, 300)}.${hint ? ` ${sanitise(hint, 400)}` : ""}`;
}
