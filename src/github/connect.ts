import { createAppAuth } from "@octokit/auth-app";
import type { IssueRecords } from "../contracts/ports/issue-records.ts";
import type { Proposer } from "../contracts/ports/proposer.ts";
import type { QuotaState } from "../contracts/ports/quota.ts";
import type { RepoFacts } from "../contracts/ports/repo-facts.ts";
import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import type { RepoWriter } from "../contracts/ports/repo-writer.ts";
import type { Reporter } from "../contracts/ports/reporter.ts";
import type { WorkflowRuns } from "../contracts/ports/workflow-runs.ts";
import type { RepositoryName } from "../contracts/repository.ts";
import type { Settings } from "../contracts/settings.ts";
import { appInstallations } from "./app-installations.ts";
import { type Client, createClient } from "./create-client.ts";
import { issueRecords } from "./facts/issue-records.ts";
import { repoFacts } from "./facts/repo-facts.ts";
import { appIdentity, type Identity, jobIdentity, tokenIdentity } from "./identity.ts";
import { keepQuota } from "./keep-quota.ts";
import type { WantedPermissions } from "./narrow-permissions.ts";
import { narrowedToken } from "./narrowed-token.ts";
import { repoReader } from "./reader/repo-reader.ts";
import { reporter } from "./reporter/reporter.ts";
import { workflowRuns } from "./workflow-runs.ts";
import { proposer } from "./writer/proposer.ts";
import { repoWriter } from "./writer/repo-writer.ts";

export interface GitHubConnection {
  /** Every repository of every installation, or the one of a personal token. */
  repositories(): Promise<RepositoryName[]>;
  /** Whose words are ours: `slug[bot]`, or the personal token's owner. */
  login(): Promise<string>;
  /** What is left of GitHub's limits, as its answers said last. */
  quota(): QuotaState[];
  reader(repository: RepositoryName): RepoReader;
  writer(repository: RepositoryName): RepoWriter;
  proposer(repository: RepositoryName): Proposer;
  facts(repository: RepositoryName): RepoFacts;
  reporter(repository: RepositoryName): Reporter;
  records(repository: RepositoryName): IssueRecords;
  runs(repository: RepositoryName): WorkflowRuns;
}

/** What each port may do, and no more. `metadata: read` comes with every token. */
export const PORT_PERMISSIONS = {
  reader: { needed: { contents: "read", deployments: "read" } },
  writer: {
    needed: { contents: "write", pull_requests: "write" },
    // Checks that failed are run again, and a healthy revision is sent out again, only where these were granted.
    welcome: { checks: "write", actions: "write", deployments: "write" },
  },
  proposer: { needed: { contents: "write", pull_requests: "write" } },
  facts: {
    needed: { contents: "read", checks: "read", statuses: "read", pull_requests: "read", issues: "read" },
    // Only with the one does GitHub tell how many approvals a protected branch requires (without it the merge is
    // refused), only with the other who is in a team (without it nobody is).
    welcome: { administration: "read", members: "read" },
  },
  reporter: { needed: { issues: "write", checks: "write" } },
} as const satisfies Record<string, WantedPermissions>;
type Port = keyof typeof PORT_PERMISSIONS;

/**
 * The way to GitHub. Nothing is asked before a port is used; each port of each repository has a client, and
 * with an App a token, of its own.
 */
export function connectGitHub(
  settings: Settings,
  /** Asked before each merge; throws `MergesStopped` where the stop button is pressed or cannot be read. */
  mayMerge: (repository: RepositoryName) => Promise<void> = async () => {},
): GitHubConnection {
  const { credentials } = settings;
  if (!credentials) {
    throw new Error("There are no GitHub credentials; set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET");
  }
  const quota = keepQuota();
  const access =
    credentials.kind === "app"
      ? asApp(settings, credentials, mayMerge, quota.note)
      : byToken(settings, credentials, mayMerge, quota.note);
  const clients = new Map<string, Client>();
  const client = (port: Port, repository: RepositoryName) => {
    const key = `${port} ${repository}`;
    const kept = clients.get(key) ?? access.client(port, repository);
    clients.set(key, kept);
    return kept;
  };
  let identity: Promise<Identity> | null = null;
  const identityOf = (any: Client) => {
    identity ??= access.identity(any).catch((error) => {
      identity = null;
      throw error;
    });
    return identity;
  };
  const entered = <T>(
    port: Port,
    repository: RepositoryName,
    make: (client: Client, repository: RepositoryName, identity: () => Promise<Identity>) => T,
  ) => {
    const own = client(port, repository);
    return make(own, repository, () => identityOf(own));
  };
  return {
    repositories: access.repositories,
    quota: quota.state,
    login: async () => {
      const [any] = await access.repositories();
      if (!any) throw new Error("The App is installed nowhere yet, so there is nobody to be");
      return (await identityOf(client("reader", any))).login;
    },
    reader: (repository) => entered("reader", repository, repoReader),
    writer: (repository) => entered("writer", repository, repoWriter),
    proposer: (repository) => entered("proposer", repository, proposer),
    facts: (repository) => entered("facts", repository, repoFacts),
    reporter: (repository) => entered("reporter", repository, reporter),
    records: (repository) => entered("facts", repository, issueRecords),
    // Its `actions: write` is the writer's, where it was granted.
    runs: (repository) => entered("writer", repository, workflowRuns),
  };
}

interface Access {
  client(port: Port, repository: RepositoryName): Client;
  identity(any: Client): Promise<Identity>;
  repositories(): Promise<RepositoryName[]>;
}

type MayMerge = (repository: RepositoryName) => Promise<void>;
type Heard = (of: string, headers: Headers) => void;

function asApp(
  settings: Settings,
  { appId, privateKey }: { appId: string; privateKey: string },
  mayMerge: MayMerge,
  heard: Heard,
): Access {
  const app = createClient(settings, {
    throttleId: `app-${appId}`,
    authStrategy: createAppAuth,
    auth: { appId, privateKey },
  });
  const installations = appInstallations(app);
  return {
    client: (port, repository) =>
      createClient(settings, {
        // The limits are the installation's, and an installation is an owner's.
        throttleId: `app-${appId}-${repository.split("/")[0]}`,
        authStrategy: narrowedToken(app, installations, repository, PORT_PERMISSIONS[port]),
        auth: {},
        mayMerge: () => mayMerge(repository),
        heard: (headers) => heard(repository.split("/")[0] as string, headers),
      }),
    identity: (any) => appIdentity(app, any, settings.githubWebUrl),
    async repositories() {
      const names: RepositoryName[] = [];
      for (const installationId of await installations.all()) {
        const installed = createClient(settings, {
          throttleId: `app-${appId}`,
          authStrategy: createAppAuth,
          auth: { appId, privateKey, installationId },
        });
        const list = installed.paginate(installed.rest.apps.listReposAccessibleToInstallation, {
          per_page: 100,
        });
        for (const { full_name } of await list) names.push(full_name);
      }
      return names;
    },
  };
}

/** By one token for one repository: a person's, or a workflow's job's. */
function byToken(
  settings: Settings,
  one: { kind: "token" | "job"; token: string; repository: RepositoryName },
  mayMerge: MayMerge,
  heard: Heard,
): Access {
  return {
    client(_port, repository) {
      if (repository.toLowerCase() !== one.repository.toLowerCase()) {
        throw new Error(
          `The token is for ${one.repository} alone, not for ${repository}; set GITHUB_REPOSITORY, or use an App`,
        );
      }
      return createClient(settings, {
        throttleId: "token",
        auth: one.token,
        mayMerge: () => mayMerge(repository),
        heard: (headers) => heard("the token", headers),
      });
    },
    identity: (any) => (one.kind === "job" ? jobIdentity : tokenIdentity)(any, settings.githubWebUrl),
    repositories: async () => [one.repository],
  };
}
