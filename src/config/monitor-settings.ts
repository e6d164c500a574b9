import type { MonitorSettings } from "../contracts/settings.ts";
import { readDatabaseUrl } from "./read-database-url.ts";
import { readEnvironment } from "./read-environment.ts";
import { readGitHub } from "./read-github.ts";
import { readPort } from "./read-port.ts";
import { readSignIn } from "./read-sign-in.ts";
import { SettingsError, type SettingsProblem } from "./settings-error.ts";

/**
 * What a monitor needs that runs apart from every worker, of the environment with `.env` of that directory beneath it. It
 * reads no file besides and writes none.
 *
 * @throws SettingsError which names every variable that is wrong, what it must be, and where to get it
 */
export function loadMonitorSettings(
  environment: NodeJS.ProcessEnv,
  directory: string = process.cwd(),
): MonitorSettings {
  const env = readEnvironment(environment, directory);
  const problems: SettingsProblem[] = [];
  const databaseUrl = readDatabaseUrl(env.DATABASE_URL, problems);
  if (env.DATABASE_URL === undefined)
    problems.push({
      variable: "DATABASE_URL",
      must: "must name the PostgreSQL that the workers share",
      where:
        "One worker that keeps its state in DATA_DIR shows the monitor itself: sre-space serve, then /monitor.",
    });
  const signIn = readSignIn(env, problems);
  const settings = {
    ...readGitHub(env, problems),
    port: readPort(env.PORT, problems),
    host: env.HOST ?? "0.0.0.0",
    ...(env.MONITOR_PASSWORD === undefined ? {} : { monitorPassword: env.MONITOR_PASSWORD }),
    ...(signIn === undefined ? {} : { signIn }),
  };
  if (problems.length > 0 || databaseUrl === undefined) throw new SettingsError(problems);
  return { ...settings, databaseUrl };
}
