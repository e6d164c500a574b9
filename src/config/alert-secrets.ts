import { RepositoryName } from "../contracts/repository.ts";
import type { AlertSecret } from "../contracts/settings.ts";
import type { SettingsProblem } from "./settings-error.ts";

/** Shorter ones can be guessed; Sentry's and PagerDuty's own are 64 characters long. */
const SHORTEST = 16;

/** Where each source shows its secret. */
const WHERE = {
  SENTRY_SECRETS: "Sentry shows it as the Client Secret of the internal integration.",
  PAGERDUTY_SECRETS: "PagerDuty shows it once, when the webhook subscription is made.",
} as const;

/**
 * The secrets that an alert source signs with: entries `owner/repo[,owner/repo]:secret`, apart by white space or
 * semicolons. What a webhook says never decides whose it is, so that each secret names its repositories; several
 * entries may name the same ones, while a secret is replaced. Adds to `problems` what is wrong; no secret is in it.
 */
export function readAlertSecrets(
  env: Readonly<Record<string, string>>,
  variable: keyof typeof WHERE,
  problems: SettingsProblem[],
): AlertSecret[] {
  const secrets: AlertSecret[] = [];
  const entries = (env[variable] ?? "").split(/[\s;]+/).filter((entry) => entry !== "");
  for (const [index, entry] of entries.entries()) {
    const colon = entry.indexOf(":");
    const repositories = entry.slice(0, Math.max(0, colon)).split(",");
    const secret = entry.slice(colon + 1);
    const wrong = repositories.find((name) => !RepositoryName.safeParse(name).success);
    const must =
      colon < 0 || wrong !== undefined
        ? "must be OWNER/REPO:SECRET, with a comma between repositories"
        : secret.length < SHORTEST
          ? `must have a secret of at least ${SHORTEST} characters after the colon`
          : secrets.some((known) => known.secret === secret)
            ? "has a secret that stands there twice; name all of its repositories in one entry"
            : null;
    if (must === null) secrets.push({ repositories: [...new Set(repositories)], secret });
    else problems.push({ variable, must: `${must} (entry ${index + 1})`, where: WHERE[variable] });
  }
  return secrets;
}
