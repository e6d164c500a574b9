import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { RepositoryName } from "../contracts/repository.ts";
import type { Credentials } from "../contracts/settings.ts";
import type { SettingsProblem } from "./settings-error.ts";

const APP_PAGE = "on the App's settings page on GitHub";
const APP_VARIABLES = ["APP_ID", "PRIVATE_KEY", "PRIVATE_KEY_PATH"] as const;

/** Who we are to GitHub by the environment: an App, a token, or nobody yet. Adds to `problems` what is wrong. */
export function readCredentials(
  env: Readonly<Record<string, string>>,
  problems: SettingsProblem[],
): Credentials | null {
  const app = APP_VARIABLES.find((name) => env[name] !== undefined);
  if (env.GITHUB_PERSONAL_ACCESS_TOKEN !== undefined) {
    if (app === undefined) return token(env, env.GITHUB_PERSONAL_ACCESS_TOKEN, problems);
    problems.push({
      variable: "GITHUB_PERSONAL_ACCESS_TOKEN",
      must: `cannot be set together with ${app}`,
      where: "Unset the one that you do not want to sign in with.",
    });
    return null;
  }
  if (app === undefined && env.WEBHOOK_SECRET === undefined) return null;
  return ofApp(env, problems);
}

function ofApp(env: Readonly<Record<string, string>>, problems: SettingsProblem[]): Credentials | null {
  const before = problems.length;
  const appId = env.APP_ID?.trim() ?? "";
  if (!/^(?:\d+|Iv[\w.]+)$/.test(appId))
    problems.push({
      variable: "APP_ID",
      must: appId === "" ? "is missing" : "must be the App's number or its client ID",
      where: `Copy it from "App ID" ${APP_PAGE}.`,
    });
  const privateKey = readPrivateKey(env, problems);
  const webhookSecret = env.WEBHOOK_SECRET ?? "";
  if (webhookSecret === "" || webhookSecret === "development")
    problems.push({
      variable: "WEBHOOK_SECRET",
      must:
        webhookSecret === ""
          ? "is missing, and without it anybody could speak for GitHub"
          : "must not be a secret that everybody knows",
      where: `Make one (openssl rand -hex 32), set it here and under "Webhook secret" ${APP_PAGE}.`,
    });
  return problems.length === before ? { kind: "app", appId, privateKey, webhookSecret } : null;
}

function token(
  env: Readonly<Record<string, string>>,
  secret: string,
  problems: SettingsProblem[],
): Credentials | null {
  const repository = RepositoryName.safeParse(env.GITHUB_REPOSITORY);
  if (!repository.success) {
    problems.push({
      variable: "GITHUB_REPOSITORY",
      must: env.GITHUB_REPOSITORY === undefined ? "is missing" : "must be OWNER/REPO",
      where: "A personal access token works for one repository: write its owner and name, such as acme/shop.",
    });
    return null;
  }
  return {
    kind: "token",
    token: secret.trim(),
    repository: repository.data,
    ...(env.WEBHOOK_SECRET === undefined ? {} : { webhookSecret: env.WEBHOOK_SECRET }),
  };
}

/** PEM with real line breaks, with `\n` in their place as one-line environments have it, or in base64. */
function readPrivateKey(env: Readonly<Record<string, string>>, problems: SettingsProblem[]): string {
  const { PRIVATE_KEY: inline, PRIVATE_KEY_PATH: path } = env;
  const where = `Generate one under "Private keys" ${APP_PAGE}, and name its .pem file in PRIVATE_KEY_PATH.`;
  const refuse = (variable: string, must: string, how = where): string => {
    problems.push({ variable, must, where: how });
    return "";
  };
  if (inline !== undefined && path !== undefined)
    return refuse("PRIVATE_KEY", "cannot be set together with PRIVATE_KEY_PATH", "Unset one of the two.");
  if (inline === undefined && path === undefined)
    return refuse("PRIVATE_KEY", "is missing, and so is PRIVATE_KEY_PATH");
  const variable = inline === undefined ? "PRIVATE_KEY_PATH" : "PRIVATE_KEY";
  let text = inline ?? "";
  if (path !== undefined) {
    try {
      text = readFileSync(path, "utf8");
    } catch (error) {
      return refuse(
        variable,
        `cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`,
        "Check the path and who may read it.",
      );
    }
  }
  const unescaped = text.replaceAll("\\n", "\n").trim();
  const pem = unescaped.includes("-----BEGIN")
    ? unescaped
    : Buffer.from(unescaped, "base64").toString("utf8").trim();
  try {
    // GitHub signs its Apps in by RS256 alone.
    if (createPrivateKey(pem).asymmetricKeyType === "rsa") return `${pem}\n`;
    return refuse(variable, "must be an RSA key");
  } catch {
    return refuse(variable, "is no private key in PEM format");
  }
}
