import type { Place, Step } from "../unseen/scenario.ts";

type More = Partial<
  Pick<Step, "chance" | "times" | "timeout" | "retries" | "tolerate" | "onFail" | "src">
> & {
  ms?: number;
};

/** A place in the sources. */
export const place = (file: string, text: string, fn: string): Place => ({ file, text, fn });

/** The steps of an operation, written short. */
export const step = {
  call: (id: string, to: string, op: string, more: More = {}): Step => ({ id, do: "call", to, op, ...more }),
  db: (id: string, system: string, table: string, query: string, ms: number, more: More = {}): Step => ({
    id,
    do: "db",
    system,
    table,
    query,
    ms,
    ...more,
  }),
  cache: (id: string, command: string, more: More = {}): Step => ({ id, do: "cache", command, ...more }),
  ext: (id: string, host: string, method: string, path: string, ms: number, more: More = {}): Step => ({
    id,
    do: "ext",
    host,
    method,
    path,
    ms,
    ...more,
  }),
  send: (id: string, system: string, topic: string, to: string, op: string, more: More = {}): Step => ({
    id,
    do: "send",
    system,
    topic,
    to,
    op,
    ms: 2,
    ...more,
  }),
  work: (id: string, name: string, ms: number, more: More = {}): Step => ({
    id,
    do: "work",
    name,
    ms,
    ...more,
  }),
};
