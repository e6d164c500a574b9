import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { createAdministration } from "./admin/administration.ts";
import { createControlPanel } from "./controls/control-panel.ts";
import { createControls } from "./controls/controls.ts";
import { createLimits } from "./controls/rate-limit.ts";
import { serveControl } from "./controls/serve-control.ts";
import { createState } from "./create-state.ts";
import { createDeliveries } from "./events/delivery.ts";
import { isGitPath, serveGit } from "./git/http.ts";
import type { GitHub } from "./github.ts";
import { compileOperations } from "./http/match-operation.ts";
import type { Operation } from "./http/operation.ts";
import { serveApi } from "./http/serve-api.ts";
import { appPages } from "./pages/app-pages.ts";
import { oauthPages } from "./pages/oauth-pages.ts";
import { graphql } from "./rest/graphql.ts";
import { hookDeliveries } from "./rest/hook-deliveries.ts";
import { operations } from "./rest/operations.ts";
import { rateLimit } from "./rest/rate-limit.ts";
import type { State } from "./state.ts";

export type StartOptions = {
  /** 0 or absent: any free port. */
  port?: number;
  /** Where the bare repositories are kept. */
  dir: string;
  log?: (line: Record<string, unknown>) => void;
};

/** First parts of API paths, which nobody on GitHub can have as a login. */
const API =
  /^\/(repos|app|app-manifests|applications|apps(?!\/[^/]+\/installations\/new$)|user|users|orgs|installation|search|rate_limit|meta|graphql|zen)(\/|$)/;

/** Pages for people are another room; they are mounted when they are there. */
async function mountPages(state: State): Promise<Hono | null> {
  const module = new URL("./pages/pages.ts", import.meta.url);
  if (!existsSync(module)) return null;
  const { pages } = (await import(module.href)) as { pages: (state: State) => Hono };
  return pages(state);
}

/** Starts a GitHub on loopback and resolves when it answers. */
export async function startGitHub(options: StartOptions): Promise<GitHub> {
  await mkdir(options.dir, { recursive: true });
  const state = createState(options.dir);
  const controls = createControls();
  const limits = createLimits(state, controls);
  const deliveries = createDeliveries(state);
  state.emit = deliveries.emit;
  const served: Operation[] = [
    ...operations,
    ...rateLimit(limits),
    ...hookDeliveries(deliveries),
    ...graphql,
  ];
  const api = { state, controls, limits, match: compileOperations(served), log: options.log ?? (() => {}) };
  const panel = createControlPanel(state, controls, deliveries);

  const hono = new Hono();
  hono.all("*", async (context, next) => {
    const { request, path } = requestOf(context.req.raw);
    if (path.startsWith("/_control/")) return serveControl(panel, request, path);
    if (isGitPath(path)) return serveGit(state, request);
    const rest = /^\/api\/v3(\/|$)/.test(path)
      ? path.slice(7)
      : path === "/api/graphql"
        ? "/graphql"
        : API.test(path)
          ? path
          : null;
    if (rest === null) return next();
    const answer = await serveApi(api, request, rest);
    if (answer) return answer;
    const { incoming } = context.env as { incoming: { socket: { destroy(): void } } };
    incoming.socket.destroy();
    return new Response(null, { status: 500 });
  });
  const administration = createAdministration(state, deliveries);
  hono.route("/", appPages(state, administration));
  hono.route("/", oauthPages(state));
  const pages = await mountPages(state);
  if (pages) hono.route("/", pages);
  hono.notFound((context) =>
    context.json(
      { message: "Not Found", documentation_url: "https://docs.github.com/rest", status: "404" },
      404,
    ),
  );

  const server = await new Promise<Server>((resolve, reject) => {
    const made = serve({ fetch: hono.fetch, port: options.port ?? 0, hostname: "127.0.0.1" }, (info) => {
      state.webUrl = `http://127.0.0.1:${info.port}`;
      state.apiUrl = `${state.webUrl}/api/v3`;
      resolve(made as Server);
    }) as Server;
    made.on("error", reject);
  });

  return {
    url: state.webUrl,
    webUrl: state.webUrl,
    apiUrl: state.apiUrl,
    state,
    operations: served.map((one) => ({ method: one.method, path: one.path })),
    ...administration,
    ...panel,
    async close() {
      deliveries.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      for (const { git } of state.repositories.values()) {
        await git.exclusive(async () => {}); // what is under way may end
        git.close();
      }
    },
  };
}

/** The undecoded path of a request. */
function requestOf(request: Request): { request: Request; path: string } {
  return { request, path: new URL(request.url).pathname };
}
