import { join, resolve } from "node:path";
import type { Settings } from "../contracts/settings.ts";
import { readAlertSecrets } from "./alert-secrets.ts";
import { readCredentials } from "./credentials.ts";
import { ensureIngestSecret } from "./ensure-ingest-secret.ts";
import { readBus } from "./read-bus.ts";
import { readChromaUrl } from "./read-chroma-url.ts";
import { readDatabaseUrl } from "./read-database-url.ts";
import { readEnvironment } from "./read-environment.ts";
import { readModel } from "./read-model.ts";
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
  const github = gitHub(env, problems);
  const databaseUrl = readDatabaseUrl(env.DATABASE_URL, problems);
  const settings = {
    credentials,
    ...github,
    bus: readBus(env, problems),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    port: port(env.PORT, problems),
    // Without credentials there is only the set-up, which nobody but this machine's user may see.
    host: credentials === null ? LOOPBACK : (env.HOST ?? "0.0.0.0"),
    dataDir: resolve(directory, env.DATA_DIR ?? ".data"),
    ...(env.CHROMA_URL === undefined ? {} : { chromaUrl: readChromaUrl(env.CHROMA_URL, problems) }),
    ...(env.MONITOR_PASSWORD === undefined ? {} : { monitorPassword: env.MONITOR_PASSWORD }),
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

type Env = Readonly<Record<string, string>>;

function gitHub(
  env: Env,
  problems: SettingsProblem[],
): Pick<Settings, "githubApiUrl" | "githubWebUrl" | "githubThrottle"> {
  const throttle = env.SRE_GITHUB_THROTTLE;
  if (throttle !== undefined && throttle !== "on")
    problems.push({
      variable: "SRE_GITHUB_THROTTLE",
      must: "must be on, or not set",
      where: "Writes are spaced for every GitHub but one on this machine; on spaces them for that one too.",
    });
  if (env.GHE_HOST === undefined || env.GHE_HOST === "github.com")
    return {
      githubApiUrl: "https://api.github.com",
      githubWebUrl: "https://github.com",
      githubThrottle: true,
    };

  const protocol = env.GHE_PROTOCOL ?? "https";
  if (protocol !== "http" && protocol !== "https")
    problems.push({
      variable: "GHE_PROTOCOL",
      must: "must be http or https",
      where: "Leave it out for https.",
    });
  const web = URL.parse(`${protocol}://${env.GHE_HOST}`);
  if (!web || web.host !== env.GHE_HOST.toLowerCase() || web.hostname === "") {
    problems.push({
      variable: "GHE_HOST",
      must: "must be a host name, with a port where it needs one",
      where:
        "Write what stands between https:// and the next slash when you open your GitHub, such as github.acme.example.",
    });
    return { githubApiUrl: "", githubWebUrl: "", githubThrottle: true };
  }
  const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(web.hostname);
  return {
    githubApiUrl: `${web.origin}/api/v3`,
    githubWebUrl: web.origin,
    githubThrottle: !loopback || throttle === "on",
  };
}

function port(text: string | undefined, problems: SettingsProblem[]): number {
  if (text === undefined) return 8001;
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= 65_535))
    problems.push({
      variable: "PORT",
      must: `must be a port, 0 to 65535, and is ${JSON.stringify(text)}`,
      where: "Leave it out for 8001; 0 takes any that is free.",
    });
  return number;
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
