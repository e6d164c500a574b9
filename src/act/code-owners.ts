import picomatch from "picomatch";

/** People by login, and teams by slug. */
export interface CodeOwners {
  users: string[];
  teams: string[];
}

/** GitHub asks nobody where more would be asked (https://docs.github.com/rest/pulls/review-requests: one request, 15 people and 15 teams). */
const MOST = 15;
const LONGEST_LINE = 2_000;
const LOGIN = /^@([A-Za-z0-9][A-Za-z0-9_-]{0,98})$/;
const TEAM = /^@([A-Za-z0-9][A-Za-z0-9-]{0,38})\/([A-Za-z0-9_][A-Za-z0-9_.-]{0,98})$/;
/** What CODEOWNERS has no use for although `.gitignore` has; GitHub skips such a line. */
const UNSUPPORTED = /[[\]!\\]|\0/;
/** Letters of a path there, and more than that in a glob. */
const PLAIN = /[(){}+@|^$]/g;

/**
 * Who owns any of these paths by the text of a CODEOWNERS file: of the patterns that match a path the last one counts, and
 * one without owners means that nobody does. Addresses are left out, since nobody can be asked by them.
 * https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 *
 * @param organisation whose teams can be asked: the repository's owner
 */
export function codeOwners(text: string, paths: readonly string[], organisation: string): CodeOwners {
  const rules = text.split(/\r?\n/).flatMap((line) => ruleOf(line) ?? []);
  const users = new Set<string>();
  const teams = new Set<string>();
  for (const path of paths) {
    const owners = rules.findLast(({ matches }) => matches(path))?.owners ?? [];
    for (const owner of owners) {
      const [, organisationNamed, team] = TEAM.exec(owner) ?? [];
      if (team && organisationNamed?.toLowerCase() === organisation.toLowerCase()) teams.add(team);
      const login = LOGIN.exec(owner)?.[1];
      if (login) users.add(login);
    }
  }
  return { users: [...users].slice(0, MOST), teams: [...teams].slice(0, MOST) };
}

function ruleOf(line: string): { matches: (path: string) => boolean; owners: string[] } | null {
  if (line.length > LONGEST_LINE) return null;
  const [pattern, ...owners] = line
    .replace(/(?:^|\s)#.*$/, "")
    .trim()
    .split(/\s+/);
  if (!pattern || UNSUPPORTED.test(pattern)) return null;
  return { matches: picomatch(globsOf(pattern), { dot: true, nonegate: true, noextglob: true }), owners };
}

/** As in `.gitignore`, a name without a folder is meant at any depth, and a folder means what is in it; `docs/*` is not deep. */
function globsOf(pattern: string): string[] {
  const anchored = pattern.replace(/\/$/, "").includes("/");
  const bare = pattern.replace(/^\//, "").replace(/\/$/, "").replace(PLAIN, "\\$&");
  const at = anchored ? bare : `**/${bare}`;
  // A file of that very name is no folder.
  const within = `${at}/**/*`;
  if (pattern.endsWith("/")) return [within];
  return anchored && /(?:^|\/)\*$/.test(bare) ? [at] : [at, within];
}
