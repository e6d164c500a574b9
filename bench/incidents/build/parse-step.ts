/** One thing that an operation does. */
export interface Step {
  kind: "call" | "sql" | "redis" | "http" | "publish" | "work";
  /** Median of its own time; 0 where others spend it. */
  ms: number;
  /** Service, database, host or queue. */
  to: string;
  /** Operation, statement, command, `METHOD PATH` or a span's name. */
  what: string;
  timeoutMs: number | null;
  retry: number;
  optional: boolean;
  share: number;
  /** As the definition has it. */
  text: string;
}

const known = new Map<string, Step>();

/**
 * Reads a step as `definition.ts` describes it.
 * @throws Error where it is none
 */
export function parseStep(text: string): Step {
  const step = known.get(text) ?? read(text);
  known.set(text, step);
  return step;
}

function read(text: string): Step {
  const [main = "", flags = ""] = text.split(" | ");
  const flag = (name: string) => new RegExp(`\\b${name}=([\\d.]+)`).exec(flags)?.[1];
  const rest = {
    timeoutMs: flag("timeout") ? Number(flag("timeout")) : null,
    retry: Number(flag("retry") ?? 0),
    optional: /\boptional\b/.test(flags),
    share: Number(flag("share") ?? 1),
    text,
  };
  const found =
    /^(call) ()(\S+) (.+)$/.exec(main) ??
    /^(sql|http) ([\d.]+) (\S+) ([\s\S]+)$/.exec(main) ??
    /^(redis|work) ([\d.]+) ()(.+)$/.exec(main) ??
    /^(publish) ()(\S+)()$/.exec(main);
  if (!found) throw new Error(`This is no step: ${text}`);
  const [, kind, ms, to = "", what = ""] = found;
  return { kind: kind as Step["kind"], ms: Number(ms), to, what, ...rest };
}
