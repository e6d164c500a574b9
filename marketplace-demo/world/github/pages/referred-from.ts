import { html } from "hono/html";
import { closingNumbers } from "../events/close-by-keywords.ts";
import { personDate } from "../git/objects.ts";
import type { Issue, Repository } from "../state.ts";
import { personName } from "./account-name.ts";
import { subject } from "./commit-row.ts";
import { type Happening, happening } from "./happening.ts";
import { inlineTitle } from "./inline-title.ts";
import { stateDot } from "./issue-state.ts";
import { linkTo } from "./link-to.ts";
import { numbersIn } from "./references.ts";
import type { View } from "./view.ts";

/** Commits of the default branch that are looked at for references. */
const MOST_COMMITS = 500;

/** Who refers to an issue or a pull request: other issues, other pull requests, commits. */
export async function referredFrom(view: View, issue: Issue): Promise<Happening[]> {
  return [...mentions(view.repository, issue), ...(await commits(view, issue))];
}

/** Other issues and pull requests that name this one, each once, where they first did. */
function mentions(repository: Repository, issue: Issue): Happening[] {
  const found: Happening[] = [];
  for (const other of repository.issues.values()) {
    if (other === issue) continue;
    const texts = [
      { text: `${other.title}\n${other.body ?? ""}`, at: other.createdAt, by: other.user },
      ...[...repository.comments.values()]
        .filter((comment) => comment.issue === other)
        .map((comment) => ({ text: comment.body, at: comment.createdAt, by: comment.user })),
    ];
    const first = texts.find(({ text }) => numbersIn(text).has(issue.number));
    if (!first) continue;
    const closes =
      other.pull && !issue.pull && closingNumbers(repository, other.body ?? "").includes(issue.number);
    const link = html`${stateDot(other)} <a href="${linkTo.issue(repository, other)}">${inlineTitle(other.title)} #${other.number}</a>`;
    found.push(
      happening(
        first.at,
        first.by,
        html`${closes ? "opened a pull request that closes this:" : "mentioned this in"} ${link}`,
      ),
    );
  }
  return found;
}

async function commits({ state, repository }: View, issue: Issue): Promise<Happening[]> {
  const tip = await repository.git.ref(`refs/heads/${repository.defaultBranch}`);
  const newest = tip ? (await repository.git.range(tip)).slice(0, MOST_COMMITS) : [];
  const found: Happening[] = [];
  for (const sha of newest) {
    const commit = await repository.git.commit(sha);
    if (!commit || sha === issue.pull?.mergeCommitSha || !numbersIn(commit.message).has(issue.number))
      continue;
    const closes = closingNumbers(repository, commit.message).includes(issue.number) && !issue.pull;
    const at = personDate(commit.committer);
    const words = html`${personName(state, commit.author)} ${closes ? "closed this by" : "mentioned this in"} <a href="${linkTo.commit(repository, sha)}"><code>${sha.slice(0, 7)}</code> ${subject(commit)}</a>`;
    found.push(happening(at, null, words));
  }
  return found;
}
