import { randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { z } from "zod";
import type { Administration } from "../admin/administration.ts";
import type { Permissions, State } from "../state.ts";
import { frame } from "./frame.ts";
import type { Markup } from "./markup.ts";

const HOUR_MS = 60 * 60 * 1_000;

/** https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest#github-app-manifest-parameters */
const Manifest = z.object({
  name: z.string().min(1).max(34).optional(),
  description: z.string().optional(),
  url: z.url(),
  public: z.boolean().optional(),
  hook_attributes: z.object({ url: z.url(), active: z.boolean().default(true) }).optional(),
  redirect_url: z.url().optional(),
  callback_urls: z.array(z.url()).max(10).optional(),
  setup_url: z.url().optional(),
  setup_on_update: z.boolean().optional(),
  default_permissions: z.record(z.string(), z.enum(["read", "write", "admin"])).default({}),
  default_events: z.array(z.string()).default([]),
});

/**
 * What a person does in GitHub's pages to come by an App: registering one from a manifest, and installing it. Whoever reaches
 * the loopback is taken for the owner, but no page of somebody else's may press a button here.
 */
export function appPages(state: State, administration: Administration): Hono {
  const app = new Hono();
  const show = async (
    context: Context,
    title: string,
    body: Markup,
    formsTo = "",
    status: 200 | 422 = 200,
  ) => {
    context.header(
      "Content-Security-Policy",
      `default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'self' ${formsTo}; frame-ancestors 'none'`,
    );
    // With no-referrer a browser would send no Origin either: https://fetch.spec.whatwg.org/#append-a-request-origin-header
    context.header("Referrer-Policy", "same-origin");
    return context.html(await frame({ title, body }), status);
  };
  const refuse = (context: Context, why: string) =>
    show(
      context,
      "Invalid GitHub App configuration",
      html`<h1>Invalid GitHub App configuration</h1><p role="alert">${why}</p>`,
      "",
      422,
    );
  const isOwnPage = (context: Context) => context.req.header("origin") === state.webUrl;

  for (const path of ["/settings/apps/new", "/organizations/:organization/settings/apps/new"])
    app.post(path, async (context) => {
      const { manifest: text } = await context.req.parseBody();
      const read = Manifest.safeParse(parsed(text));
      if (!read.success) return refuse(context, z.prettifyError(read.error));
      const owner = context.req.param("organization");
      if (owner !== undefined && state.accounts.get(owner.toLowerCase())?.type !== "Organization")
        return context.notFound();
      const manifest = read.data;
      const { redirect_url: back } = manifest;
      return show(
        context,
        "Create GitHub App",
        html`<h1>Create GitHub App${owner === undefined ? "" : ` for ${owner}`}</h1>
<form method="post" action="/settings/apps/manifest"><input type="hidden" name="manifest" value="${JSON.stringify(manifest)}">
<input type="hidden" name="state" value="${context.req.query("state") ?? ""}"><input type="hidden" name="owner" value="${owner ?? ""}">
<section class="box"><h2>GitHub App name</h2><p class="pad"><input name="name" aria-label="GitHub App name" maxlength="34" required value="${manifest.name ?? ""}"></p></section>
<section class="box"><h2>Permissions</h2><ul>${Object.entries(manifest.default_permissions).map(([name, level]) => html`<li><b>${name.replaceAll("_", " ")}</b> <span class="soft">${level}</span></li>`)}</ul></section>
<section class="box"><h2>Events</h2><p class="pad">${manifest.default_events.join(", ")}</p></section>
<p><button>Create GitHub App</button></p></form>`,
        back === undefined ? "" : new URL(back).origin,
      );
    });

  app.post("/settings/apps/manifest", async (context) => {
    if (!isOwnPage(context)) return refuse(context, "This button is pressed on GitHub's own page alone.");
    const { manifest: text, name, state: given, owner } = await context.req.parseBody();
    const read = Manifest.safeParse(parsed(text));
    if (!read.success) return refuse(context, z.prettifyError(read.error));
    const {
      hook_attributes: hook,
      default_permissions,
      default_events,
      redirect_url,
      callback_urls,
    } = read.data;
    const title = String(name).trim();
    const slug = title.toLowerCase().replace(/[^a-z\d]+/g, "-");
    if ([...state.apps.values()].some((one) => one.slug === slug))
      return refuse(context, `The name ${title} is already taken.`);
    const registered = administration.registerApp({
      slug,
      name: title,
      ...(owner ? { owner: String(owner) } : {}),
      permissions: default_permissions as Permissions,
      events: default_events,
      callbackUrls: callback_urls ?? [],
      ...(hook?.active ? { webhookUrl: hook.url, webhookSecret: randomBytes(20).toString("hex") } : {}),
    });
    const code = randomBytes(20).toString("hex");
    state.manifests.set(code, { ...registered, expiresAt: state.now() + HOUR_MS });
    if (redirect_url === undefined) return context.redirect(`/apps/${slug}/installations/new`);
    const back = new URL(redirect_url);
    back.searchParams.set("code", code);
    if (given) back.searchParams.set("state", String(given));
    return context.redirect(back.href);
  });

  app.get("/apps/:slug/installations/new", (context) => {
    const found = [...state.apps.values()].find(({ slug }) => slug === context.req.param("slug"));
    if (!found) return context.notFound();
    const owners = new Set([...state.repositories.values()].map(({ owner }) => owner.login));
    return show(
      context,
      `Install ${found.name}`,
      html`<h1>Install ${found.name}</h1>${[...owners].map(
        (login) =>
          html`<form method="post"><section class="box"><h2>${login}</h2><p class="pad">All repositories: ${[
            ...state.repositories.values(),
          ]
            .filter(({ owner }) => owner.login === login)
            .map(({ name }) => name)
            .join(
              ", ",
            )}</p></section><p><button name="account" value="${login}">Install on ${login}</button></p></form>`,
      )}`,
    );
  });
  app.post("/apps/:slug/installations/new", async (context) => {
    if (!isOwnPage(context)) return refuse(context, "This button is pressed on GitHub's own page alone.");
    const { account } = await context.req.parseBody();
    administration.installApp({
      app: context.req.param("slug"),
      account: String(account),
      repositories: "all",
    });
    return context.redirect(`/${encodeURIComponent(String(account))}`);
  });
  return app;
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
