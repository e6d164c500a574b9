import type { Operation } from "../http/operation.ts";
import { apps } from "./apps.ts";
import { branches } from "./branches.ts";
import { checks } from "./checks.ts";
import { comments } from "./comments.ts";
import { commits } from "./commits.ts";
import { contents } from "./contents.ts";
import { deployments } from "./deployments.ts";
import { gitObjects } from "./git-objects.ts";
import { issues } from "./issues.ts";
import { labels } from "./labels.ts";
import { mergeOperations } from "./merge.ts";
import { pulls } from "./pulls.ts";
import { reactions } from "./reactions.ts";
import { refs } from "./refs.ts";
import { repositories } from "./repositories.ts";
import { reviews } from "./reviews.ts";
import { search } from "./search.ts";
import { statuses } from "./statuses.ts";
import { teams } from "./teams.ts";
import { trees } from "./trees.ts";
import { userInstallations } from "./user-installations.ts";
import { users } from "./users.ts";
import { workflowRuns } from "./workflow-runs.ts";
import { workflows } from "./workflows.ts";

/** Every REST operation that is served, apart from those that need the deliveries or the rate limits themselves. */
export const operations: Operation[] = [
  ...apps,
  ...users,
  ...userInstallations,
  ...teams,
  ...repositories,
  ...contents,
  ...refs,
  ...trees,
  ...gitObjects,
  ...commits,
  ...branches,
  ...issues,
  ...labels,
  ...comments,
  ...reactions,
  ...pulls,
  ...mergeOperations,
  ...reviews,
  ...checks,
  ...statuses,
  ...deployments,
  ...workflows,
  ...workflowRuns,
  ...search,
];
