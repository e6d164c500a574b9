import type { Random } from "../unseen/random.ts";
import type { Language } from "../unseen/scenario.ts";

interface Speech {
  failed(op: string, type: string, message: string): string;
  idle: readonly string[];
}

const plain: Speech = {
  failed: (op, type, message) => `failed to serve ${op}: ${type}: ${message}`,
  idle: ["livez ok", "nothing to do"],
};

const speech: Partial<Record<Language, Speech>> = {
  typescript: {
    failed: (op, type, message) => `[http] ${op} -> error ${type}: ${message}`,
    idle: ["[http] GET /livez 200", "[pool] 3 of 10 in use"],
  },
  python: {
    failed: (op, type, message) => `Unhandled exception during ${op} | ${type}: ${message}`,
    idle: ["GET /livez 200 OK", "worker heartbeat", "settings unchanged"],
  },
  go: {
    failed: (op, _type, message) => `level=ERROR msg="handler error" route="${op}" error="${message}"`,
    idle: ["level=INFO msg=livez", "level=INFO msg=stats goroutines=48"],
  },
  java: {
    failed: (op, type, message) => `Unhandled exception in ${op}: ${type}: ${message}`,
    idle: ["Livez UP", "HikariPool-1 - Pool stats (total=20, active=3, idle=17, waiting=0)"],
  },
  kotlin: {
    failed: (op, type, message) => `Unhandled: ${op} - ${type}: ${message}`,
    idle: ["GET /livez: 200 OK", "scheduler idle"],
  },
  ruby: {
    failed: (op, type, message) => `[${op}] ${type}: ${message}`,
    idle: ['Started GET "/livez"', "Completed 200 OK in 1ms"],
  },
  csharp: {
    failed: (op, type, message) => `fail: Request ${op} ended in ${type}: ${message}`,
    idle: ["info: livez Healthy", "info: lease on job 'digest' kept"],
  },
  php: {
    failed: (op, type, message) => `app.ERROR: ${type}: ${message} [route ${op}]`,
    idle: ["app.INFO: livez", "app.INFO: opcache hit rate 99.1"],
  },
  rust: {
    failed: (op, _type, message) => `ERROR request{route="${op}"}: ${message}`,
    idle: ["INFO livez", "INFO flushed batch"],
  },
  elixir: {
    failed: (op, type, message) => `[error] ${op} raised (${type.replace(/^Elixir\./, "")}) ${message}`,
    idle: ["[info] livez", "[info] 210 processes"],
  },
};

/** The line that the framework of a language logs where a request failed. */
export const failureLine = (language: Language, op: string, type: string, message: string): string =>
  (speech[language] ?? plain).failed(op, type, message);

/** What a process says all day. */
export const chatterLine = (language: Language, random: Random): string =>
  random.pick((speech[language] ?? plain).idle);
