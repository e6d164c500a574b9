import { z } from "zod";
import { holds } from "../auth/authorize.ts";
import { covers } from "../auth/covers.ts";
import { createInstallationToken } from "../auth/create-installation-token.ts";
import { forbidden, HttpError, notFound, unprocessable } from "../http/errors.ts";
import { type Call, json, list, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { renderApp, renderInstallation } from "../render/app.ts";
import { renderRepository } from "../render/repository.ts";
import type { App, Installation, Permissions, Repository } from "../state.ts";
import { isoTime } from "../time.ts";

function ownApp(call: Call): App {
  if (call.actor.kind !== "app") throw new HttpError(401, "A JSON web token could not be decoded");
  return call.actor.app;
}

function ownInstallation(call: Call): Installation {
  const installation = call.state.installations.get(Number(call.params.installation_id));
  if (!installation || installation.app !== ownApp(call)) throw notFound();
  return installation;
}

const installationsOf = (call: Call) =>
  [...call.state.installations.values()].filter((one) => one.app === ownApp(call));

const Narrowed = z.object({
  repositories: z.array(z.string()).max(500).optional(),
  repository_ids: z.array(z.number().int()).max(500).optional(),
  permissions: z.record(z.string(), z.enum(["read", "write", "admin"])).optional(),
});

function narrowRepositories(call: Call, installation: Installation, body: z.infer<typeof Narrowed>) {
  if (!body.repositories && !body.repository_ids) return undefined;
  const reachable = [...call.state.repositories.values()].filter((one) => covers(installation, one));
  const named: (Repository | undefined)[] = [
    ...(body.repositories ?? []).map((name) =>
      reachable.find((one) => one.name.toLowerCase() === name.toLowerCase()),
    ),
    ...(body.repository_ids ?? []).map((id) => reachable.find((one) => one.id === id)),
  ];
  if (named.some((one) => one === undefined))
    throw unprocessable(
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  return new Set(named.map((one) => one!.id));
}

function narrowPermissions(installation: Installation, wanted: Permissions | undefined) {
  if (!wanted) return undefined;
  for (const [permission, level] of Object.entries(wanted))
    if (!holds(installation.permissions, permission, level))
      throw unprocessable("The permissions requested are not granted to this installation.");
  return wanted;
}

/** App and installation operations: https://docs.github.com/rest/apps/apps */
export const apps: Operation[] = [
  operation("GET", "/app", { who: "app" }, (call) => {
    const app = ownApp(call);
    return json({
      ...renderApp(call.state, app),
      client_id: app.clientId,
      installations_count: installationsOf(call).length,
    });
  }),
  operation("GET", "/apps/{app_slug}", { who: "signed-in" }, (call) => {
    const app = [...call.state.apps.values()].find(({ slug }) => slug === call.params.app_slug);
    if (!app) throw notFound();
    return json(renderApp(call.state, app));
  }),
  operation("POST", "/app-manifests/{code}/conversions", { who: "anyone" }, ({ state, params }) => {
    const code = params.code ?? "";
    const manifest = state.manifests.get(code);
    const app = manifest && state.apps.get(manifest.appId);
    state.manifests.delete(code);
    if (!app || manifest.expiresAt < state.now()) throw notFound();
    return json(
      {
        ...renderApp(state, app),
        client_id: app.clientId,
        client_secret: manifest.clientSecret,
        webhook_secret: app.hook?.secret ?? null,
        pem: manifest.privateKey,
      },
      201,
    );
  }),
  operation("GET", "/app/installations", { who: "app" }, (call) =>
    list(installationsOf(call).map((one) => renderInstallation(call.state, one))),
  ),
  operation("GET", "/app/installations/{installation_id}", { who: "app" }, (call) =>
    json(renderInstallation(call.state, ownInstallation(call))),
  ),
  operation("POST", "/app/installations/{installation_id}/access_tokens", { who: "app" }, (call) => {
    const installation = ownInstallation(call);
    if (installation.suspendedAt) throw forbidden("This installation has been suspended");
    const body = readBody(call, Narrowed, "InstallationToken");
    const permissions = narrowPermissions(installation, body.permissions);
    const repositoryIds = narrowRepositories(call, installation, body);
    const token = createInstallationToken(call.state, installation, {
      ...(permissions ? { permissions } : {}),
      ...(repositoryIds ? { repositoryIds } : {}),
    });
    const repositories = repositoryIds
      ? [...call.state.repositories.values()]
          .filter((one) => repositoryIds.has(one.id))
          .map((one) => renderRepository(call.state, one))
      : undefined;
    return json(
      {
        token: token.value,
        expires_at: isoTime(call.state, token.expiresAt),
        permissions: { metadata: "read", ...token.permissions },
        repository_selection: installation.repositoryIds || repositoryIds ? "selected" : "all",
        ...(repositories ? { repositories } : {}),
      },
      201,
    );
  }),
  operation("GET", "/repos/{owner}/{repo}/installation", { who: "app" }, (call) => {
    const repository = call.state.repositories.get(`${call.params.owner}/${call.params.repo}`.toLowerCase());
    const found = repository && installationsOf(call).find((one) => covers(one, repository));
    if (!found) throw notFound();
    return json(renderInstallation(call.state, found));
  }),
  operation("GET", "/users/{username}/installation", { who: "app" }, (call) => {
    const login = call.params.username!.toLowerCase();
    const found = installationsOf(call).find((one) => one.account.login.toLowerCase() === login);
    if (!found) throw notFound();
    return json(renderInstallation(call.state, found));
  }),
  operation("GET", "/orgs/{org}/installation", { who: "app" }, (call) => {
    const login = call.params.org!.toLowerCase();
    const found = installationsOf(call).find((one) => one.account.login.toLowerCase() === login);
    if (found?.account.type !== "Organization") throw notFound();
    return json(renderInstallation(call.state, found));
  }),
  operation("GET", "/installation/repositories", { who: "installation" }, (call) => {
    if (call.actor.kind !== "installation") throw forbidden();
    const { installation, token } = call.actor;
    const reachable = [...call.state.repositories.values()].filter((one) =>
      covers(installation, one, token.repositoryIds),
    );
    return {
      status: 200,
      list: {
        items: reachable.map((one) => renderRepository(call.state, one)),
        wrap: (repositories, total) => ({
          total_count: total,
          repository_selection: installation.repositoryIds ? "selected" : "all",
          repositories,
        }),
      },
    };
  }),
  operation("DELETE", "/installation/token", { who: "installation" }, (call) => {
    if (call.actor.kind === "installation") call.state.tokens.delete(call.actor.token.value);
    return { status: 204 };
  }),
];
