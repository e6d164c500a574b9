import type { Settings } from "../contracts/settings.ts";
import { PAYLOADS } from "../edge/hooks/payloads.ts";
import { appPermissions } from "../github/app-permissions.ts";
import { clockAhead } from "../github/clock-ahead.ts";
import { GitHubError } from "../github/github-error.ts";
import { type Access, lookAtAccess } from "../github/look-at-access.ts";
import type { Finding } from "./finding.ts";

/** GitHub refuses an App's signature that was made a minute ahead of its time. */
const MOST_SECONDS = 30;

const NO_CREDENTIALS: Finding = {
  about: "Credentials",
  state: "bad",
  says: "there are none",
  todo:
    "Start it (npm start) and open /setup on this machine, or set APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH) and " +
    "WEBHOOK_SECRET of your GitHub App, or GITHUB_PERSONAL_ACCESS_TOKEN and GITHUB_REPOSITORY for one repository.",
};

/** Whether GitHub can be reached and knows us, and where we are installed with which permissions. */
export async function lookAtGitHub(settings: Settings): Promise<Finding[]> {
  const about = "GitHub";
  let ahead: number;
  try {
    ahead = await clockAhead(settings);
  } catch (error) {
    const { cause, message } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    const todo = "Check the network, a proxy on the way, and GHE_HOST where it is set.";
    const silent: Finding = {
      about,
      state: "bad",
      says: `${settings.githubApiUrl} does not answer: ${why}`,
      todo,
    };
    // What is missing here is so whether GitHub answers or not, and would be met next.
    return settings.credentials ? [silent] : [silent, NO_CREDENTIALS];
  }
  const findings: Finding[] = [{ about, state: "good", says: `${settings.githubApiUrl} answers` }];
  if (Math.abs(ahead) > MOST_SECONDS)
    findings.push({
      about: "Clock",
      state: "bad",
      says: `this machine is ${Math.abs(ahead)} seconds ${ahead > 0 ? "behind" : "ahead of"} GitHub`,
      todo: "Let it keep time (NTP): GitHub refuses what an App signs at another time, and onsets would be wrong.",
    });
  if (!settings.credentials) return [...findings, NO_CREDENTIALS];
  try {
    const { login, app } = await lookAtAccess(settings);
    findings.push({ about: "Credentials", state: "good", says: `GitHub knows us as ${login}` });
    if (app) findings.push(...lookAtApp(app));
  } catch (error) {
    if (!(error instanceof GitHubError)) {
      // Octokit takes whatever comes back for what it asked for, and stumbles over it.
      findings.push({
        about: "Credentials",
        state: "bad",
        says: "what answers there is no GitHub",
        todo: "Check GHE_HOST and GHE_PROTOCOL, and whether a proxy on the way answers in its place.",
      });
      return findings;
    }
    const wrong = error.status === 401 || error.status === 404;
    const app = settings.credentials.kind === "app";
    findings.push({
      about: "Credentials",
      state: "bad",
      says: wrong ? "GitHub does not take them" : error.message,
      todo: !wrong
        ? "Try again; where it stays so, see https://www.githubstatus.com."
        : app
          ? "Compare APP_ID with the App's page. Where it is right, make a new private key there and set PRIVATE_KEY."
          : "Make a new personal access token with access to GITHUB_REPOSITORY: this one was revoked, or has run out.",
    });
  }
  return findings;
}

/** What the App lacks, as a whole and where it is installed. */
function lookAtApp({ events, permissions, installations }: NonNullable<Access["app"]>): Finding[] {
  const { needed, all } = appPermissions();
  const findings: Finding[] = [];
  const deaf = Object.keys(PAYLOADS).filter(
    (event) => !event.startsWith("installation") && !events.includes(event),
  );
  if (deaf.length > 0)
    findings.push({
      about: "Events",
      state: "odd",
      says: `the App does not subscribe to ${deaf.join(", ")}`,
      todo: "Tick them on the App's page under Permissions & events: without them it hears of things late, or never.",
    });
  const asked = lacking(all, permissions);
  if (asked.length > 0)
    findings.push({
      about: "Permissions",
      state: lacking(needed, permissions).length > 0 ? "bad" : "odd",
      says: `the App does not ask for ${asked.join(", ")}`,
      todo: "Set them on the App's page under Permissions & events. docs and app.yml say what each is for.",
    });
  if (installations.length === 0)
    findings.push({
      about: "Installation",
      state: "bad",
      says: "the App is installed nowhere",
      todo: "Open the App's page, Install App, and choose the repositories.",
    });
  for (const { owner, suspended, permissions: granted } of installations) {
    const about = `Installation on ${owner}`;
    const missing = lacking(all, granted).filter((one) => !asked.includes(one));
    if (suspended)
      findings.push({
        about,
        state: "bad",
        says: "it is suspended",
        todo: "Its owner may unsuspend it in the installation's settings.",
      });
    else if (missing.length > 0)
      findings.push({
        about,
        state: lacking(needed, granted).length > 0 ? "bad" : "odd",
        says: `its owner has not accepted ${missing.join(", ")}`,
        todo: "Its owner finds the request in the installation's settings.",
      });
    else if (lacking(needed, granted).length === 0)
      findings.push({ about, state: "good", says: "every permission is granted" });
  }
  return findings;
}

function lacking(
  wanted: Readonly<Record<string, string>>,
  granted: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(wanted)
    .filter(
      ([name, level]) => granted[name] !== level && granted[name] !== "write" && granted[name] !== "admin",
    )
    .map(([name, level]) => `${name}: ${level}`);
}
