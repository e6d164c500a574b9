import type { Random } from "../unseen/random.ts";
import type { Language } from "../unseen/scenario.ts";

const failures: Record<Language, (op: string, type: string, message: string) => string> = {
  typescript: (op, type, message) => `${op} rejected: ${type} ${message}`,
  python: (op, type, message) => `Request to ${op} raised ${type}: ${message}`,
  go: (op, _type, message) => `level=ERROR msg="handler returned error" handler="${op}" error="${message}"`,
  java: (op, type, message) => `Resolved exception on ${op} [${type}: ${message}]`,
  kotlin: (op, type, message) => `Unhandled: ${op} - ${type}: ${message}`,
  scala: (op, type, message) => `Error in route ${op}: ${type}: ${message}`,
  ruby: (op, type, message) => `${type}: ${message} (${op})`,
  csharp: (op, type, message) => `Request ${op} terminated by ${type}: ${message}`,
  php: (op, type, message) => `app.CRITICAL: ${type}: "${message}" at ${op}`,
  rust: (op, _type, message) => `ERROR request{route="${op}"}: error=${message}`,
  elixir: (op, type, message) => `${op} terminated with (${type.replace(/^Elixir\./, "")}) ${message}`,
  cpp: (op, type, message) => `[E] ${op} ${type}: ${message}`,
};

const chatter: Record<Language, readonly string[]> = {
  typescript: ["GET /internal/live 200", "feature snapshot v311 loaded, no change"],
  python: ["GET /live 200 OK", "worker heartbeat", "metrics flushed"],
  go: ['level=INFO msg="live"', 'level=INFO msg="settings reread" changed=0'],
  java: ["Liveness state CORRECT", "HikariPool stats logged at debug, skipped"],
  kotlin: ["200 OK GET /live", "dispatcher: 6 of 64 busy"],
  scala: ["200 OK GET /live", "supervisor: all children running"],
  ruby: ["GET /live 200 (1ms)", "sidekiq heartbeat: 0 quiet"],
  csharp: ["Health check live completed: Healthy", "Options monitor: no change"],
  php: ["app.INFO: live", "messenger: worker waiting"],
  rust: ["INFO live", "INFO settings generation=88 unchanged"],
  elixir: ["GET /live Sent 200 in 92µs", "telemetry poller tick"],
  cpp: ["[I] live", "[I] stats dropped=0"],
};

/** The line that the framework of a language logs where a request failed. */
export function failureLine(language: Language, op: string, type: string, message: string): string {
  return failures[language](op, type, message);
}

/** What a process says all day. */
export function chatterLine(language: Language, random: Random): string {
  return random.pick(chatter[language]);
}
