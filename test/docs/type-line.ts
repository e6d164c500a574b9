import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./markdown.ts";

export interface Typed {
  /** What it said so far on both streams, without colours. */
  said(): string;
  /** Resolves with what `form` finds in what it says; throws where it ends before. */
  until(form: RegExp): Promise<RegExpExecArray>;
  /** As a terminal does: to everything that the line started. */
  signal(name: "SIGINT" | "SIGTERM"): void;
  /** Resolves when it has ended, with what it ended with, as a shell says it. */
  ended: Promise<{ code: number; said: string }>;
}

/**
 * Types a line into a shell, in that folder, with that environment besides: nothing of the line is read here. What is on the
 * PATH is what npm puts there for `npm test`.
 */
export function typeLine(line: string, cwd: string, environment: Record<string, string> = {}): Typed {
  const child = spawn("sh", ["-c", line], {
    cwd,
    // A group of its own, which a signal can be sent to.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}`,
      HOME: tmpdir(),
      NO_COLOR: "1",
      // npm asks the registry for news of itself, and tests use nothing but loopback.
      npm_config_update_notifier: "false",
      npm_config_offline: "true",
      ...environment,
    },
  });
  let said = "";
  const heard = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      for (const hear of heard) hear();
    });
  let over = false;
  const ended = once(child, "close").then(([code, name]: (number | string | null)[]) => {
    over = true;
    for (const hear of heard) hear();
    return { code: code === null ? (name === "SIGINT" ? 130 : 143) : Number(code), said };
  });
  return {
    said: () => said,
    ended,
    signal: (name) => {
      if (!over && child.pid) process.kill(-child.pid, name);
    },
    until: (form) =>
      new Promise((found, failed) => {
        const hear = () => {
          const match = form.exec(said);
          if (!match && !over) return;
          heard.delete(hear);
          if (match) found(match);
          else failed(new Error(`${line}: it ended before it said ${form}. It said:\n${said.slice(-3_000)}`));
        };
        heard.add(hear);
        hear();
      }),
  };
}
