import { beginRun, endRun, startRun } from "../actions/workflow-runs.ts";
import { createInstallationToken } from "../auth/create-installation-token.ts";
import type { Deliveries } from "../events/delivery.ts";
import { fullName } from "../render/repository.ts";
import { emitCheckRun } from "../rest/checks.ts";
import type { Permissions, Protection, Role, State } from "../state.ts";
import { addAccount, addPersonalToken, findAccount } from "./accounts.ts";
import {
  addApp,
  addHook,
  addInstallation,
  changeInstallation,
  findApp,
  findInstallation,
  type NewApp,
  type RegisteredApp,
  removeInstallation,
  suspendInstallation,
} from "./apps.ts";
import { addRepository, findRepository, type NewRepository, NO_RULES } from "./repositories.ts";

/** What a person does in GitHub's pages. Repositories are named `owner/name`, people by login, Apps by slug. */
export type Administration = {
  createUser(given: { login: string; name?: string; email?: string }): {
    login: string;
    id: number;
    token: string;
  };
  createOrganization(given: { login: string; members?: Record<string, "member" | "admin"> }): {
    login: string;
    id: number;
  };
  createTeam(given: { organization: string; slug: string; members: string[] }): void;
  createRepository(
    given: NewRepository,
  ): Promise<{ fullName: string; id: number; cloneUrl: string; gitDir: string }>;
  addCollaborator(repository: string, login: string, role: Role): void;
  registerApp(given: NewApp): RegisteredApp;
  /** Points an App's webhook elsewhere, as its settings page does, and pings it. */
  setWebhook(slug: string, given: { url: string; secret: string | null }): void;
  installApp(given: { app: string; account: string; repositories: "all" | string[] }): {
    installationId: number;
  };
  uninstallApp(installationId: number): void;
  suspendInstallation(installationId: number): void;
  unsuspendInstallation(installationId: number): void;
  addRepositoriesToInstallation(installationId: number, repositories: string[]): void;
  removeRepositoriesFromInstallation(installationId: number, repositories: string[]): void;
  /** A token of an installation without the JWT round trip, for the world's own bots. */
  createInstallationToken(installationId: number, permissions?: Permissions): string;
  protectBranch(repository: string, branch: string, rules: Partial<Protection>): void;
  /** The usual protection: these checks must pass, `reviews` people must approve. */
  requireChecks(repository: string, branch: string, checks: string[], reviews?: number): void;
  unprotectBranch(repository: string, branch: string): void;
  createRepositoryWebhook(
    repository: string,
    given: { url: string; secret?: string; events: string[] },
  ): { hookId: number };
  /** Presses one of a check run's buttons. */
  clickCheckRunAction(repository: string, checkRunId: number, identifier: string, login: string): void;
  /** Presses "Re-run" on a check run. */
  rerunCheckRun(repository: string, checkRunId: number, login: string): void;
  /** An event starts a workflow, named by its file; runs of one workflow are one concurrency group. */
  startWorkflowRun(
    repository: string,
    given: { workflow: string; event: string; login: string },
  ): Promise<number>;
  /** A runner takes the run's job, where its group lets it. */
  beginWorkflowRun(repository: string, runId: number): void;
  /** The run is over; `cancelled` is also what a person does. */
  endWorkflowRun(repository: string, runId: number, conclusion: "success" | "failure" | "cancelled"): void;
};

export function createAdministration(state: State, deliveries: Deliveries): Administration {
  const runOf = (repository: string, id: number) => {
    const run = findRepository(state, repository).checkRuns.get(id);
    if (!run) throw new Error(`${repository} has no check run ${id}`);
    return run;
  };
  const workflowRunOf = (name: string, id: number) => {
    const repository = findRepository(state, name);
    const run = repository.workflowRuns.get(id);
    if (!run) throw new Error(`${name} has no workflow run ${id}`);
    return { repository, run };
  };
  const heard = (repository: string, login: string) => ({
    state,
    repository: findRepository(state, repository),
    sender: findAccount(state, login),
  });
  return {
    createUser(given) {
      const account = addAccount(state, { ...given, type: "User" });
      return { login: account.login, id: account.id, token: addPersonalToken(state, account) };
    },
    createOrganization({ login, members = {} }) {
      const account = addAccount(state, { login, type: "Organization" });
      for (const [name, role] of Object.entries(members))
        account.members.set(findAccount(state, name).login.toLowerCase(), role);
      return { login, id: account.id };
    },
    createTeam({ organization, slug, members }) {
      const roles = members.map(
        (login) => [findAccount(state, login).login.toLowerCase(), "member"] as const,
      );
      const team = { id: ++state.lastId, slug, name: slug, members: new Map(roles) };
      findAccount(state, organization).teams.set(slug.toLowerCase(), team);
    },
    async createRepository(given) {
      const repository = await addRepository(state, findAccount(state, given.owner), given);
      return {
        fullName: fullName(repository),
        id: repository.id,
        cloneUrl: `${state.webUrl}/${fullName(repository)}.git`,
        gitDir: repository.git.dir,
      };
    },
    addCollaborator(repository, login, role) {
      const account = findAccount(state, login);
      findRepository(state, repository).collaborators.set(login.toLowerCase(), { account, role });
    },
    registerApp: (given) => addApp(state, deliveries, given),
    setWebhook(slug, { url, secret }) {
      const app = findApp(state, slug);
      if (app.hook) Object.assign(app.hook, { url, secret });
      else app.hook = addHook(state, { type: "integration", app }, url, secret, app.events);
      deliveries.ping(app.hook);
    },
    installApp({ app, account, repositories }) {
      const chosen = repositories === "all" ? null : repositories.map((name) => findRepository(state, name));
      return {
        installationId: addInstallation(state, findApp(state, app), findAccount(state, account), chosen).id,
      };
    },
    uninstallApp: (id) => removeInstallation(state, findInstallation(state, id)),
    suspendInstallation: (id) => suspendInstallation(state, findInstallation(state, id), true),
    unsuspendInstallation: (id) => suspendInstallation(state, findInstallation(state, id), false),
    addRepositoriesToInstallation(id, names) {
      const repositories = names.map((name) => findRepository(state, name));
      changeInstallation(state, findInstallation(state, id), "added", repositories);
    },
    removeRepositoriesFromInstallation(id, names) {
      const repositories = names.map((name) => findRepository(state, name));
      changeInstallation(state, findInstallation(state, id), "removed", repositories);
    },
    createInstallationToken: (id, permissions) =>
      createInstallationToken(state, findInstallation(state, id), permissions ? { permissions } : {}).value,
    protectBranch(repository, branch, rules) {
      findRepository(state, repository).protection.set(branch, { ...NO_RULES, ...rules });
    },
    requireChecks(repository, branch, checks, reviews = 0) {
      findRepository(state, repository).protection.set(branch, {
        ...NO_RULES,
        requiredStatusChecks: { strict: false, checks: checks.map((context) => ({ context, appId: null })) },
        requiredReviews: reviews
          ? { count: reviews, dismissStale: false, requireCodeOwners: false, requireLastPushApproval: false }
          : null,
      });
    },
    unprotectBranch(repository, branch) {
      findRepository(state, repository).protection.delete(branch);
    },
    createRepositoryWebhook(name, { url, secret, events }) {
      const repository = findRepository(state, name);
      const hook = addHook(state, { type: "repository", repository }, url, secret ?? null, events);
      deliveries.ping(hook);
      return { hookId: hook.id };
    },
    clickCheckRunAction(repository, id, identifier, login) {
      const run = runOf(repository, id);
      if (!run.actions.some((action) => action.identifier === identifier))
        throw new Error(`check run ${id} has no button ${identifier}`);
      emitCheckRun(heard(repository, login), run, "requested_action", { requested_action: { identifier } });
    },
    rerunCheckRun: (repository, id, login) =>
      emitCheckRun(heard(repository, login), runOf(repository, id), "rerequested"),
    async startWorkflowRun(name, { workflow, event, login }) {
      const actor = findAccount(state, login);
      const path = `.github/workflows/${workflow}`;
      return (await startRun(state, findRepository(state, name), { path, event, actor })).id;
    },
    beginWorkflowRun(name, id) {
      const { repository, run } = workflowRunOf(name, id);
      beginRun(state, repository, run);
    },
    endWorkflowRun(name, id, conclusion) {
      const { repository, run } = workflowRunOf(name, id);
      endRun(state, repository, run, conclusion);
    },
  };
}
