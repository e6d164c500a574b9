import { generateKeyPairSync, randomBytes } from "node:crypto";
import { covers } from "../auth/covers.ts";
import type { Deliveries } from "../events/delivery.ts";
import { renderInstallation } from "../render/app.ts";
import { renderNamedRepository } from "../render/repository.ts";
import type { Account, App, Hook, Installation, Permissions, Repository, State } from "../state.ts";
import { isoTime } from "../time.ts";
import { addAccount, findAccount } from "./accounts.ts";

export type NewApp = {
  slug: string;
  name?: string;
  /** Login of the owner; an account of the App's own name is made when absent. */
  owner?: string;
  webhookUrl?: string;
  webhookSecret?: string;
  permissions: Permissions;
  events: string[];
  /** Where people may be sent back to after they signed in with it; none unless given. */
  callbackUrls?: string[];
};

export type RegisteredApp = {
  appId: number;
  slug: string;
  clientId: string;
  clientSecret: string;
  /** PKCS#1 PEM, as GitHub hands it out once. */
  privateKey: string;
  webhookSecret: string | null;
  botLogin: string;
};

/** What a person does at "New GitHub App": key pair, bot account, webhook and its ping. */
export function addApp(state: State, deliveries: Deliveries, given: NewApp): RegisteredApp {
  if ([...state.apps.values()].some((app) => app.slug === given.slug))
    throw new Error(`an App called ${given.slug} exists already`);
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const now = isoTime(state);
  const app: App = {
    id: ++state.lastId,
    slug: given.slug,
    name: given.name ?? given.slug,
    description: "",
    owner:
      given.owner === undefined
        ? addAccount(state, { login: `${given.slug}-owner`, type: "User" })
        : findAccount(state, given.owner),
    bot: addAccount(state, { login: `${given.slug}[bot]`, type: "Bot" }),
    clientId: `Iv23li${randomBytes(7).toString("hex")}`,
    clientSecret: randomBytes(20).toString("hex"),
    callbackUrls: given.callbackUrls ?? [],
    publicKeys: [keys.publicKey.export({ type: "spki", format: "pem" }).toString()],
    permissions: given.permissions,
    events: given.events,
    hook: null,
    createdAt: now,
    updatedAt: now,
  };
  state.apps.set(app.id, app);
  if (given.webhookUrl !== undefined) {
    app.hook = addHook(
      state,
      { type: "integration", app },
      given.webhookUrl,
      given.webhookSecret ?? null,
      given.events,
    );
    deliveries.ping(app.hook);
  }
  return {
    appId: app.id,
    slug: app.slug,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    privateKey: keys.privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
    webhookSecret: given.webhookSecret ?? null,
    botLogin: app.bot.login,
  };
}

export function addHook(
  state: State,
  target: Hook["target"],
  url: string,
  secret: string | null,
  events: string[],
): Hook {
  const hook: Hook = {
    id: ++state.lastId,
    url,
    secret,
    events,
    active: true,
    target,
    createdAt: isoTime(state),
  };
  state.hooks.set(hook.id, hook);
  return hook;
}

export function findApp(state: State, slug: string): App {
  const app = [...state.apps.values()].find((one) => one.slug === slug);
  if (!app) throw new Error(`there is no App called ${slug}: register it first`);
  return app;
}

export function findInstallation(state: State, id: number): Installation {
  const found = state.installations.get(id);
  if (!found) throw new Error(`there is no installation ${id}`);
  return found;
}

const reached = (state: State, installation: Installation): Repository[] =>
  [...state.repositories.values()].filter((one) => covers(installation, one));

function emitInstallation(
  state: State,
  installation: Installation,
  action: string,
  more: Record<string, unknown>,
): void {
  state.emit({
    name: "installation",
    action,
    repository: null,
    sender: installation.account,
    installation,
    onlyApp: installation.app,
    payload: { installation: renderInstallation(state, installation), ...more },
  });
}

/** Installs an App on an account, for all repositories (null) or some. */
export function addInstallation(
  state: State,
  app: App,
  account: Account,
  repositories: Repository[] | null,
): Installation {
  if ([...state.installations.values()].some((one) => one.app === app && one.account === account))
    throw new Error(
      `${app.slug} is installed on ${account.login} already: add repositories to that installation`,
    );
  const now = isoTime(state);
  const installation: Installation = {
    id: ++state.lastId,
    app,
    account,
    repositoryIds: repositories && new Set(repositories.map((one) => one.id)),
    permissions: app.permissions,
    events: app.events,
    suspendedAt: null,
    suspendedBy: null,
    createdAt: now,
    updatedAt: now,
  };
  state.installations.set(installation.id, installation);
  emitInstallation(state, installation, "created", {
    repositories: reached(state, installation).map(renderNamedRepository),
  });
  return installation;
}

export function removeInstallation(state: State, installation: Installation): void {
  const repositories = reached(state, installation).map(renderNamedRepository);
  emitInstallation(state, installation, "deleted", { repositories });
  state.installations.delete(installation.id);
}

export function suspendInstallation(state: State, installation: Installation, suspended: boolean): void {
  installation.suspendedAt = suspended ? isoTime(state) : null;
  installation.suspendedBy = suspended ? installation.account : null;
  installation.updatedAt = isoTime(state);
  const repositories = reached(state, installation).map(renderNamedRepository);
  emitInstallation(state, installation, suspended ? "suspend" : "unsuspend", { repositories });
}

/** Changes which repositories an installation of selected ones reaches, and sends `installation_repositories`. */
export function changeInstallation(
  state: State,
  installation: Installation,
  change: "added" | "removed",
  repositories: Repository[],
): void {
  if (!installation.repositoryIds)
    throw new Error(`installation ${installation.id} reaches all repositories already`);
  for (const repository of repositories)
    if (change === "added") installation.repositoryIds.add(repository.id);
    else installation.repositoryIds.delete(repository.id);
  installation.updatedAt = isoTime(state);
  const named = repositories.map(renderNamedRepository);
  state.emit({
    name: "installation_repositories",
    action: change,
    repository: null,
    sender: installation.account,
    installation,
    onlyApp: installation.app,
    payload: {
      installation: renderInstallation(state, installation),
      repository_selection: "selected",
      repositories_added: change === "added" ? named : [],
      repositories_removed: change === "removed" ? named : [],
      requester: null,
    },
  });
}
