import type { Random } from "../unseen/random.ts";
import type { Language } from "../unseen/scenario.ts";

interface Speech {
  failed(op: string, type: string, message: string): string;
  idle: readonly string[];
}

const speech: Record<Language, Speech> = {
  typescript: {
    failed: (op, type, message) => `unhandled in ${op} - ${type} ${message}`,
    idle: ["event loop lag 2ms", "config re-read, nothing new"],
  },
  python: {
    failed: (op, type, message) => `Exception while handling ${op} [${type}]: ${message}`,
    idle: ["heartbeat", "worker 2 recycled 0 objects"],
  },
  go: {
    failed: (op, _type, message) => `level=error op="${op}" error="${message}"`,
    idle: ["level=info msg=alive", "level=info msg=gc pause_ms=0.4"],
  },
  java: {
    failed: (op, type, message) => `[${op}] failed with ${type}: ${message}`,
    idle: ["Health group 'readiness' is UP", "Evicted 0 idle connections"],
  },
  kotlin: {
    failed: (op, type, message) => `Unhandled: ${op} -> ${type} (${message})`,
    idle: ["pinged", "dispatcher idle 5 of 8"],
  },
  scala: {
    failed: (op, type, message) => `${op} ended in ${type}: ${message}`,
    idle: ["fiber dump not requested", "alive"],
  },
  ruby: {
    failed: (op, type, message) => `#{${op}} ${type} (${message})`,
    idle: ["worker 0 alive", "sidekiq: 0 retries"],
  },
  csharp: {
    failed: (op, type, message) => `An unhandled exception has occurred in ${op}. ${type}: ${message}`,
    idle: ["Heartbeat took 1 ms", "Compacted memory cache, 0 entries"],
  },
  php: {
    failed: (op, type, message) => `production.ERROR: ${type}: ${message} {"route":"${op}"}`,
    idle: ["production.INFO: scheduler ran", "production.INFO: opcache 71% full"],
  },
  rust: {
    failed: (op, _type, message) => `ERROR request{op="${op}"}: ${message}`,
    idle: ["INFO tick", "INFO 3 tasks parked"],
  },
  elixir: {
    failed: (op, type, message) =>
      `[error] #{${op}} terminating ** (${type.replace(/^Elixir\./, "")}) ${message}`,
    idle: ["[info] heartbeat", "[info] run queue 0"],
  },
  cpp: {
    failed: (op, type, message) => `[E] ${op} threw ${type}: ${message}`,
    idle: ["[I] tick 60 Hz", "[I] allocator 38% used"],
  },
};

/** The line that the framework of a language logs where a request failed. */
export const failureLine = (language: Language, op: string, type: string, message: string): string =>
  speech[language].failed(op, type, message);

/** What a process says all day. */
export const chatterLine = (language: Language, random: Random): string => random.pick(speech[language].idle);
