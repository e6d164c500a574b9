import type { Random } from "../unseen/random.ts";
import type { Language } from "../unseen/scenario.ts";

/** What the framework of a language logs where a request failed. */
const failures: Record<Language, (op: string, type: string, message: string) => string> = {
  typescript: (op, type, message) => `request errored ${op} err.type=${type} err.message="${message}"`,
  python: (op, type, message) => `[error] unhandled_exception endpoint=${op} ${type}: ${message}`,
  go: (op, _type, message) => `{"level":"error","op":"${op}","msg":"${message}"}`,
  java: (op, type, message) => `Request ${op} raised ${type}: ${message}`,
  kotlin: (op, type, message) => `[${op}] failed with ${type}: ${message}`,
  scala: (op, type, message) => `${op} -> ${type}: ${message}`,
  ruby: (op, type, message) => `${op} Completed 500 Internal Server Error: ${type} (${message})`,
  csharp: (op, type, message) => `Unhandled exception in ${op}: ${type}: ${message}`,
  php: (op, type, message) => `PHP Fatal error: Uncaught ${type}: ${message} while serving ${op}`,
  rust: (op, _type, message) => `ERROR handler{op="${op}"}: ${message}`,
  elixir: (op, type, message) => `[error] ${op} ** (${type.replace(/^Elixir\./, "")}) ${message}`,
  cpp: (op, _type, message) => `E ${op}] ${message}`,
};

/** What a process says all day. */
const chatter: Record<Language, readonly string[]> = {
  typescript: ["probe 200 in 1ms", "config poll: unchanged", "undici pool: 12 connected, 0 pending"],
  python: ["GET /-/ready 200", "gc: collected 311 objects", "worker 3 idle for 4s"],
  go: ['{"level":"info","msg":"ready"}', '{"level":"info","msg":"config unchanged"}'],
  java: ["Readiness state ACCEPTING_TRAFFIC", "Refreshed 18 properties, none changed"],
  kotlin: ["GET /ready 200", "client pool: 9 idle"],
  scala: ["GET /ready 200 OK", "shard coordinator: stable"],
  ruby: ["GET /up 200 in 2ms", "puma: backlog 0"],
  csharp: ["Health check ready: Healthy", "HostedService heartbeat"],
  php: ["[ready] ok", "fpm: 4 idle workers"],
  rust: [" INFO ready", " INFO config generation unchanged"],
  elixir: ["[info] GET /ready - 200 in 180µs", "[info] cluster: 3 members"],
  cpp: ["I ready", "I stats: 0 dropped, 2 queued"],
};

/** The line that the framework of a language logs where a request failed. */
export function failureLine(language: Language, op: string, type: string, message: string): string {
  return failures[language](op, type, message);
}

/** What a process says all day. */
export function chatterLine(language: Language, random: Random): string {
  return random.pick(chatter[language]);
}
