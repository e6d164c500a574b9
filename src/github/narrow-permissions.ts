import type { RepositoryName } from "../contracts/repository.ts";
import { GitHubError } from "./github-error.ts";

export type Level = "read" | "write";
export interface WantedPermissions {
  needed: Readonly<Record<string, Level>>;
  /** Asked for only where the installation grants it. */
  welcome?: Readonly<Record<string, Level>>;
}

/**
 * The permissions to ask an installation token for: what a port needs, and of what is merely welcome, what
 * was granted. GitHub answers 422 to a token that asks for more than the installation has, without saying
 * which; so it is said here.
 */
export function narrowPermissions(
  wanted: WantedPermissions,
  granted: Readonly<Record<string, string>>,
  repository: RepositoryName,
): Record<string, Level> {
  const covers = (name: string, level: Level) =>
    granted[name] === "write" || granted[name] === "admin" || (granted[name] === "read" && level === "read");
  const lacking = Object.entries(wanted.needed).filter(([name, level]) => !covers(name, level));
  if (lacking.length > 0) {
    const names = lacking.map(([name, level]) => `${name}: ${level}`).join(", ");
    throw new GitHubError({
      status: 403,
      where: `installation on ${repository}`,
      what: `the App lacks ${names}`,
      next: "Grant it in the App's settings, and let the owner of the installation accept the new permissions",
      passing: false,
    });
  }
  const welcome = Object.entries(wanted.welcome ?? {}).filter(([name, level]) => covers(name, level));
  return { ...wanted.needed, ...Object.fromEntries(welcome) };
}
