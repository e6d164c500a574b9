import { isIPv4 } from "node:net";
import type { ModelSettings } from "../contracts/settings.ts";
import type { SettingsProblem } from "./settings-error.ts";

const OPENAI = "https://api.openai.com/v1";
/** Reasons, calls tools, keeps to a schema, and costs a cent or two for an incident. */
const MODEL = "gpt-5-mini";

/** The model by the environment; null where there is no key. Adds to `problems` what is wrong. */
export function readModel(
  env: Readonly<Record<string, string>>,
  problems: SettingsProblem[],
): ModelSettings | null {
  const { OPENAI_API_KEY: key, OPENAI_BASE_URL: url, OPENAI_MODEL: name } = env;
  const before = problems.length;
  if (key === undefined) {
    const alone = url === undefined ? (name === undefined ? null : "OPENAI_MODEL") : "OPENAI_BASE_URL";
    if (alone)
      problems.push({
        variable: "OPENAI_API_KEY",
        must: `is missing, although ${alone} is set`,
        where:
          "Take one from your provider; a server of your own that asks for none takes any word. Unset both to reason without a model.",
      });
    return null;
  }
  if (/\s/.test(key.trim()))
    problems.push({
      variable: "OPENAI_API_KEY",
      must: "must be one word",
      where: "Copy it again, without what stands before or after it.",
    });
  const model = name?.trim() ?? MODEL;
  if (/\s/.test(model) || model.length > 200)
    problems.push({
      variable: "OPENAI_MODEL",
      must: "must be the name of one model",
      where: `Write it as your provider does, or leave it out for ${MODEL}.`,
    });
  const baseUrl = readUrl(url, problems);
  return problems.length === before ? { apiKey: key.trim(), baseUrl, model } : null;
}

function readUrl(text: string | undefined, problems: SettingsProblem[]): string {
  if (text === undefined) return OPENAI;
  const refuse = (must: string): string => {
    problems.push({
      variable: "OPENAI_BASE_URL",
      must,
      where: `Write the root of the API, such as ${OPENAI} or http://127.0.0.1:11434/v1, or leave it out for OpenAI's own.`,
    });
    return "";
  };
  const url = URL.parse(text.trim());
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:"))
    return refuse("must be an address that begins with https:// or http://");
  if (url.username !== "" || url.password !== "")
    return refuse("must not hold a name or a password; the key belongs into OPENAI_API_KEY");
  if (url.search !== "" || url.hash !== "") return refuse("must end with its path, without ? and #");
  if (/\/(?:chat\/completions|completions|responses)\/*$/.test(url.pathname))
    return refuse("must be the root, without /chat/completions");
  if (url.protocol === "http:" && !isNear(url.hostname))
    return refuse("must begin with https://, as evidence and key would travel for everybody to read");
  return url.href.replace(/\/+$/, "");
}

/** This machine, its cluster, or a private network (RFC 1918, RFC 4193). */
function isNear(host: string): boolean {
  if (host === "localhost" || !/[.:]/.test(host)) return true;
  if (/\.(?:localhost|local|internal|lan|svc|home\.arpa)$/.test(host)) return true;
  if (isIPv4(host)) return /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(host);
  return /^\[(?:::1|f[cd][0-9a-f]{2}:.*)\]$/i.test(host);
}
