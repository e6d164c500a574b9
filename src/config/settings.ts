import { join, resolve } from "node:path";
import type { Settings } from "../contracts/settings.ts";
import { readAlertSecrets } from "./alert-secrets.ts";
import { readCredentials } from "./credentials.ts";
import { ensureIngestSecret } from "./ensure-ingest-secret.ts";
import { readBus } from "./read-bus.ts";
import { readChromaUrl } from "./read-chroma-url.ts";
import { readDatabaseUrl } from "./read-database-url.ts";
import { readEnvironment } from "./read-environment.ts";
import { readGitHub } from "./read-github.ts";
import { readModel } from "./read-model.ts";
import { readPort } from "./read-port.ts";
import { readSignIn } from "./read-sign-in.ts";
import { SettingsError, type SettingsProblem } from "./settings-error.ts";

export { SettingsError } from "./settings-error.ts";

const LOOPBACK = "127.0.0.1";
const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

/**
 * The environment, with `.env` of that directory beneath it, as settings.
 * Throws `SettingsError`, which names every variable that is wrong, what it must be, and where to get it.
 */
export function loadSettings(environment: NodeJS.ProcessEnv, directory: string = process.cwd()): Settings {
  const env = readEnvironment(environment, directory);
  const problems: SettingsProblem[] = [];
  const credentials = readCredentials(env, problems);
  const github = readGitHub(env, problems);
  const databaseUrl = readDatabaseUrl(env.DATABASE_URL, problems);
  const signIn = readSignIn(env, problems);
  const settings = {
    credentials,
    ...github,
    bus: readBus(env, problems),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    port: readPort(env.PORT, problems),
    // Without credentials there is only the set-up, which nobody but this machine's user may see.
    host: credentials === null ? LOOPBACK : (env.HOST ?? "0.0.0.0"),
    dataDir: resolve(directory, env.DATA_DIR ?? ".data"),
    ...(env.CHROMA_URL === undefined ? {} : { chromaUrl: readChromaUrl(env.CHROMA_URL, problems) }),
    ...(env.MONITOR_PASSWORD === undefined ? {} : { monitorPassword: env.MONITOR_PASSWORD }),
    ...(signIn === undefined ? {} : { signIn }),
    stop: {
      always: stopped(env.SRE_STOP, problems),
      file: resolve(directory, env.SRE_STOP_FILE ?? join(env.DATA_DIR ?? ".data", "stop")),
    },
    memoryLimitMb: memoryLimit(env.MEMORY_LIMIT_MB, problems),
    logLevel: logLevel(env.LOG_LEVEL, problems),
    model: readModel(env, problems),
    alertSecrets: {
      sentry: readAlertSecrets(env, "SENTRY_SECRETS", problems),
      pagerduty: readAlertSecrets(env, "PAGERDUTY_SECRETS", problems),
    },
  };
  if (env.SRE_INGEST_SECRET !== undefined && env.SRE_INGEST_SECRET.length < 16)
    problems.push({
      variable: "SRE_INGEST_SECRET",
      must: "must be at least 16 characters",
      where: "Make one (openssl rand -hex 32), or leave it out to have one made and kept in DATA_DIR.",
    });
  if (problems.length > 0) throw new SettingsError(problems);
  return { ...settings, ingestSecret: env.SRE_INGEST_SECRET ?? keptSecret(settings.dataDir) };
}

function keptSecret(dataDir: string): string {
  try {
    return ensureIngestSecret(dataDir);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new SettingsError([
      {
        variable: "DATA_DIR",
        must: `must be a folder that can be written to, and ${dataDir} is not (${code})`,
        where: "Name one that this user may write to, and that outlives a restart.",
      },
    ]);
  }
}

function stopped(text: string | undefined, problems: SettingsProblem[]): boolean {
  if (text !== undefined && text !== "on" && text !== "off")
    problems.push({
      variable: "SRE_STOP",
      must: `must be on or off, and is ${JSON.stringify(text)}`,
      where:
        "With on nothing is merged anywhere. Leave it out, and use the file of SRE_STOP_FILE while it runs.",
    });
  return text === "on";
}

function memoryLimit(text: string | undefined, problems: SettingsProblem[]): number {
  if (text === undefined) return 512;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= 128))
    problems.push({
      variable: "MEMORY_LIMIT_MB",
      must: `must be megabytes, 128 or more, and is ${JSON.stringify(text)}`,
      where: "Leave it out for 512.",
    });
  return number;
}

function logLevel(text: string | undefined, problems: SettingsProblem[]): Settings["logLevel"] {
  const level = LOG_LEVELS.find((one) => one === (text ?? "info"));
  if (level === undefined)
    problems.push({
      variable: "LOG_LEVEL",
      must: `must be one of ${LOG_LEVELS.join(", ")}`,
      where: "Leave it out for info.",
    });
  return level ?? "info";
}
