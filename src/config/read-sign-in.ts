import type { SignInSettings } from "../contracts/settings.ts";
import type { SettingsProblem } from "./settings-error.ts";

const WHERE =
  "Both stand on the App's page on GitHub, under General; docs/monitor.md says how the monitor uses them.";

/** Sign-in to the monitor by the App's OAuth; undefined where nobody set it up. */
export function readSignIn(
  env: Readonly<Record<string, string>>,
  problems: SettingsProblem[],
): SignInSettings | undefined {
  const { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret, MONITOR_URL: url } = env;
  const home = url === undefined ? undefined : URL.parse(url);
  if (home === null || (home && (!/^https?:$/.test(home.protocol) || home.pathname !== "/" || home.search)))
    problems.push({
      variable: "MONITOR_URL",
      must: "must be the address at which people open the monitor, without a path",
      where: "Such as https://monitor.acme.example; leave it out where the App has one callback URL.",
    });
  if (clientId === undefined && clientSecret === undefined) return undefined;
  if (clientId === undefined)
    problems.push({
      variable: "GITHUB_CLIENT_ID",
      must: "must be set with GITHUB_CLIENT_SECRET",
      where: WHERE,
    });
  if (clientSecret === undefined)
    problems.push({
      variable: "GITHUB_CLIENT_SECRET",
      must: "must be set with GITHUB_CLIENT_ID",
      where: WHERE,
    });
  else if (clientSecret.length < 20)
    problems.push({
      variable: "GITHUB_CLIENT_SECRET",
      must: "must be whole: it has 40 characters",
      where: WHERE,
    });
  if (clientId === undefined || clientSecret === undefined) return undefined;
  return { clientId, clientSecret, ...(home ? { url: home.origin } : {}) };
}
