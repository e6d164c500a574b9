import { Cron } from "croner";
import { compileRedaction } from "../safety/redaction-pattern.ts";
import { closest } from "./closest.ts";
import type { Explained, PolicyPath } from "./explain-issue.ts";
import { lockable } from "./organisation.ts";

/** A glob backtracks over its wildcards; so many are more than anybody needs. */
const MAX_WILDCARDS = 8;

/**
 * What no schema can say: expressions that RE2 takes, cron patterns that come, time zones that exist, globs
 * that can match. Looks only at what has the right type; the rest is the schema's to report.
 */
export function checkPolicy(file: unknown): Explained[] {
  return [
    ...texts(file, ["redact"]).flatMap(({ path, text }) => complaint(path, redactionProblem(text))),
    ...list(file, ["guardrails", "freeze"]).flatMap(({ path, value }) => freezeProblems(path, value)),
    ...texts(file, ["locked"]).flatMap(({ path, text }) => complaint(path, lockProblem(text))),
    ...["allow_paths", "deny_paths", "formats"]
      .flatMap((key) => texts(file, ["guardrails", key]))
      .flatMap(({ path, text }) => complaint(path, globProblem(text))),
    ...Object.keys(record(at(file, ["services"])))
      .flatMap((service) => texts(file, ["services", service, "paths"]))
      .flatMap(({ path, text }) => complaint(path, globProblem(text))),
    ...list(file, ["runbooks"]).flatMap(({ path, value }) => runbookProblems(path, value)),
  ];
}

type Complaint = Omit<Explained, "path">;

const complaint = (path: PolicyPath, found: Complaint | null): Explained[] =>
  found ? [{ path, ...found }] : [];

function redactionProblem(source: string): Complaint | null {
  try {
    compileRedaction(source);
    return null;
  } catch (error) {
    return {
      message: `is no expression that RE2 takes: ${error instanceof Error ? error.message : String(error)}`,
      hint: "RE2 has no look-around and no back-references; see its syntax page.",
    };
  }
}

function lockProblem(setting: string): Complaint | null {
  const known = lockable();
  if (known.includes(setting)) return null;
  const meant = closest(setting, known);
  return {
    message: `locks nothing: there is no setting ${JSON.stringify(setting.slice(0, 60))}`,
    hint:
      meant === null
        ? "Write a setting or a section, such as guardrails.max_lines."
        : `Did you mean ${meant}?`,
  };
}

function freezeProblems(path: PolicyPath, freeze: unknown): Explained[] {
  const { cron, timezone } = record(freeze);
  const problems: Explained[] = [];
  if (typeof timezone === "string" && !isTimeZone(timezone))
    problems.push({
      path: [...path, "timezone"],
      message: `is no time zone: ${JSON.stringify(timezone)}`,
      hint: "Write one of the tz database, such as Europe/Berlin.",
    });
  if (typeof cron === "string") problems.push(...complaint([...path, "cron"], cronProblem(cron)));
  return problems;
}

function cronProblem(pattern: string): Complaint | null {
  const hint = 'Write minute, hour, day, month, weekday: "0 16 * * 5" is Fridays at 16:00.';
  if (pattern.trim().split(/\s+/).length !== 5) return { message: "must be five cron fields", hint };
  try {
    const next = new Cron(pattern, { paused: true }).nextRun(new Date(0));
    return next ? null : { message: "never comes", hint };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, "") : String(error);
    return { message: `is no cron pattern: ${reason}`, hint };
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function globProblem(glob: string): Complaint | null {
  if (glob.startsWith("!"))
    return {
      message: "begins with !, which negates nothing here",
      hint: "Name what is denied in guardrails.deny_paths.",
    };
  if (glob.startsWith("/") || glob.startsWith("./"))
    return {
      message: "matches nothing, as paths begin at the root",
      hint: `Write ${glob.replace(/^\.?\/+/, "").replace(/\/$/, "/**")}.`,
    };
  if (glob.endsWith("/")) return { message: "matches no file", hint: `Write ${glob}**.` };
  if (glob.includes("\\")) return { message: "holds a backslash", hint: "Paths are written with /." };
  if ((glob.match(/\*+|\?+/g) ?? []).length > MAX_WILDCARDS)
    return { message: `has more than ${MAX_WILDCARDS} wildcards`, hint: "Write several shorter patterns." };
  return null;
}

function runbookProblems(path: PolicyPath, runbook: unknown): Explained[] {
  const set = record(record(runbook).set);
  if (Object.keys(set).length === 0) return [];
  if (typeof set.file === "string" && !mayBeSet(set.file))
    return [
      {
        path: [...path, "set", "file"],
        message: "is no file that a runbook may set",
        hint: "Write a plain path from the root, such as config/database.yml; nothing in .github or .git, no CODEOWNERS, and not the policy itself.",
      },
    ];
  const ways = ["value", "multiply", "add"].filter((way) => set[way] !== undefined);
  if (ways.length === 1) return complaint([...path, "set"], unbounded(set));
  return [
    {
      path: [...path, "set"],
      message: ways.length === 0 ? "does not say what to set" : `says ${ways.join(" and ")} at once`,
      hint: "Write exactly one of value, multiply, add.",
    },
  ];
}

/** Without a bound it would go on at every incident, to where nobody meant it to. */
function unbounded(set: Record<string | number, unknown>): Complaint | null {
  const add = Number.parseFloat(String(set.add));
  const grows = typeof set.multiply === "number" ? set.multiply > 1 : add > 0;
  const shrinks = typeof set.multiply === "number" ? set.multiply < 1 : add < 0;
  const bound = grows ? "max" : shrinks ? "min" : null;
  return bound === null || set[bound] !== undefined
    ? null
    : {
        message: `${grows ? "grows" : "shrinks"} without a bound`,
        hint: `Say how far it may go: ${bound}.`,
      };
}

/** Guardrail judges each write again, by all its denials; this tells whoever writes the file at once. */
function mayBeSet(file: string): boolean {
  const segments = file.toUpperCase().toLowerCase().split("/");
  const name = segments.at(-1) ?? "";
  return (
    /^[\p{L}\p{N}_@.+ /-]+$/u.test(file) &&
    !segments.some((one) => one === "" || /[. ]$/.test(one) || one === ".git" || one === ".github") &&
    !/^(?:codeowners|\.gitmodules|\.?sre-space\.ya?ml)$/.test(name)
  );
}

function at(file: unknown, path: PolicyPath): unknown {
  return path.reduce<unknown>((value, part) => record(value)[part], file);
}

function list(file: unknown, path: PolicyPath): { path: PolicyPath; value: unknown }[] {
  const found = at(file, path);
  return Array.isArray(found) ? found.map((value, index) => ({ path: [...path, index], value })) : [];
}

function texts(file: unknown, path: PolicyPath): { path: PolicyPath; text: string }[] {
  return list(file, path).flatMap((entry) =>
    typeof entry.value === "string" ? [{ path: entry.path, text: entry.value }] : [],
  );
}

function record(value: unknown): Record<string | number, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string | number, unknown>) : {};
}
