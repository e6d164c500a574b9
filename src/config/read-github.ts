import type { Settings } from "../contracts/settings.ts";
import { isLoopback } from "../safety/is-loopback.ts";
import type { SettingsProblem } from "./settings-error.ts";

/** Which GitHub it is, and whether writes are spaced for it. */
export function readGitHub(
  env: Readonly<Record<string, string>>,
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
  return {
    githubApiUrl: `${web.origin}/api/v3`,
    githubWebUrl: web.origin,
    githubThrottle: !isLoopback(web.hostname) || throttle === "on",
  };
}
