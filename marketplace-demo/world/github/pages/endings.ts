import { html } from "hono/html";
import type { Issue, Repository } from "../state.ts";
import { deploymentState } from "./deployments-page.ts";
import { type Happening, happening } from "./happening.ts";
import { linkTo } from "./link-to.ts";

/** How an issue or a pull request ended: merged and deployed, or closed. */
export function endings(repository: Repository, issue: Issue): Happening[] {
  return [...merging(repository, issue), ...closing(issue)];
}

/** The merge, and where what it made was deployed. */
function merging(repository: Repository, { pull }: Issue): Happening[] {
  if (!pull?.merged || !pull.mergedAt || !pull.mergeCommitSha) return [];
  const sha = pull.mergeCommitSha;
  const commit = html`<a href="${linkTo.commit(repository, sha)}"><code>${sha.slice(0, 7)}</code></a>`;
  const deployed = [...repository.deployments.values()].filter((deployment) => deployment.sha === sha);
  return [
    happening(
      pull.mergedAt,
      pull.mergedBy,
      html`merged ${commit} into <span class="ref">${pull.baseRef}</span>`,
    ),
    ...deployed.map((deployment) =>
      happening(
        deployment.statuses.at(-1)?.createdAt ?? deployment.createdAt,
        deployment.creator,
        html`deployed ${commit} to <b>${deployment.environment}</b> ${deploymentState(deployment)}`,
      ),
    ),
  ];
}

function closing({ state, stateReason, closedAt, closedBy, pull }: Issue): Happening[] {
  if (state !== "closed" || closedAt === null || pull?.merged) return [];
  const why = pull || stateReason === null ? "" : ` as ${stateReason.replaceAll("_", " ")}`;
  return [happening(closedAt, closedBy, html`<b>closed this${why}</b>`)];
}
