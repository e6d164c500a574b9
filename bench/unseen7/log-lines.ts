import type { Random } from "../unseen/random.ts";
import type { Language } from "../unseen/scenario.ts";

interface Speech {
  failed(op: string, type: string, message: string): string;
  idle: readonly string[];
}

const module = (type: string) => type.replace(/^Elixir\./, "");

const speech: Record<Language, Speech> = {
  typescript: {
    failed: (op, type, message) => `request errored route=${op} err=${type}: ${message}`,
    idle: ["GET /ready 200 0.6ms", "gc: minor 3ms"],
  },
  python: {
    failed: (op, type, message) => `ERROR in ${op} - ${type}: ${message}`,
    idle: ["GET /ready 200", "beat: nothing due", "flushed 40 metrics"],
  },
  go: {
    failed: (op, _type, message) => `E request finished with error route="${op}" err="${message}"`,
    idle: ["I ready probe ok", "I pool stats idle=6"],
  },
  java: {
    failed: (op, type, message) => `Handler for ${op} completed exceptionally: ${type}: ${message}`,
    idle: ["Readiness UP", "Scheduled task housekeeping ran in 4 ms"],
  },
  kotlin: {
    failed: (op, type, message) => `${op} answered with an error (${type}: ${message})`,
    idle: ["ready 200", "4 coroutines parked"],
  },
  scala: {
    failed: (op, type, message) => `[error] ${op} - ${type}: ${message}`,
    idle: ["[info] ready", "[info] pool of 16 fibers, 2 busy"],
  },
  ruby: {
    failed: (op, type, message) => `Error 500 on ${op} | ${type} | ${message}`,
    idle: ["GET /ready 200 in 1ms", "puma: backlog 0"],
  },
  csharp: {
    failed: (op, type, message) => `fail: ${op} threw ${type} "${message}"`,
    idle: ["info: Ready", "info: 0 items swept from memory cache"],
  },
  php: {
    failed: (op, type, message) => `[critical] Uncaught ${type}: ${message} while serving ${op}`,
    idle: ["[info] ready", "[info] fpm: 3 of 20 children busy"],
  },
  rust: {
    failed: (op, _type, message) => `ERROR handler{route="${op}"} ${message}`,
    idle: ["INFO ready", "INFO cache hit_ratio=0.93"],
  },
  elixir: {
    failed: (op, type, message) => `[error] ${op} ** (${module(type)}) ${message}`,
    idle: ["[info] ready", "[info] vm memory 182MB"],
  },
  cpp: {
    failed: (op, type, message) => `error ${op}: ${type} (${message})`,
    idle: ["info ready", "info arena 41% used"],
  },
};

/** The line that the framework of a language logs where a request failed. */
export const failureLine = (language: Language, op: string, type: string, message: string): string =>
  speech[language].failed(op, type, message);

/** What a process says all day. */
export const chatterLine = (language: Language, random: Random): string => random.pick(speech[language].idle);
