import { randomBytes, timingSafeEqual } from "node:crypto";
import { type Context, Hono } from "hono";
import type { Settings } from "../contracts/settings.ts";
import { PAYLOADS } from "../edge/hooks/payloads.ts";
import { appPermissions } from "../github/app-permissions.ts";
import { type CreatedApp, createApp } from "../github/create-app.ts";
import { GitHubError } from "../github/github-error.ts";
import { fromThisMachine } from "../safety/from-this-machine.ts";
import { isLoopback } from "../safety/is-loopback.ts";
import { appManifest } from "./app-manifest.ts";
import { readWishes } from "./read-wishes.ts";
import { canSave, saveCredentials } from "./save-credentials.ts";
import { createdPage, failedPage, manifestPage, wherePage } from "./setup-page.ts";
import { setupStyle } from "./setup-style.ts";

/**
 * The road from nothing to a GitHub App by GitHub's manifest flow, for this machine alone:
 * https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 *
 * @param deps.file the `.env` into which the credentials go
 * @param deps.done is told once they are there
 */
export function setupRoutes(deps: {
  settings: Pick<Settings, "githubApiUrl" | "githubWebUrl" | "githubThrottle">;
  file: string;
  peer(context: Context): string | undefined;
  done(app: { name: string }): void;
}): Hono {
  const { settings, file } = deps;
  const app = new Hono();
  /** Whoever comes back from GitHub was sent there from here: https://datatracker.ietf.org/doc/html/rfc6749#section-10.12 */
  const state = randomBytes(24).toString("base64url");
  let created: CreatedApp | null = null;
  /** How GitHub, and people, reach the service, as the last manifest had it. */
  let address: string | null = null;

  app.use("*", async (context, next) => {
    const { host, forwarded, "x-forwarded-for": proxied } = context.req.header();
    if (!fromThisMachine(deps.peer(context), { host, forwarded, "x-forwarded-for": proxied }))
      return context.text("SRE-Space is not set up yet. Open /setup on the machine that it runs on.", 403);
    await next();
    context.header(
      "Content-Security-Policy",
      `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self' ${new URL(settings.githubWebUrl).origin}; frame-ancestors 'none'`,
    );
    context.header("X-Content-Type-Options", "nosniff");
    // GitHub's address holds the code that the credentials are handed out for.
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cache-Control", "no-store");
  });
  app.get("/healthz", (context) => context.json({ alive: true }));
  app.get("/readyz", (context) => context.json({ ready: false, setup: "/setup" }, 503));
  app.get("/", (context) => context.redirect("/setup"));
  app.get("/setup/setup.css", (context) =>
    context.body(setupStyle, 200, { "Content-Type": "text/css; charset=utf-8" }),
  );

  app.get("/setup", (context) => {
    const { organization = "", address: given = "", step } = context.req.query();
    if (!canSave(file))
      return context.html(
        failedPage(
          "Nothing can be saved here",
          `${file} cannot be written to, and GitHub hands the credentials out once. Let this user write to it.`,
          "/setup",
        ),
        500,
      );
    const { wishes, wrong } = readWishes({ organization, address: given }, isLoopback);
    const refused = Object.keys(wrong).length > 0;
    if (step !== "github" || refused)
      return context.html(wherePage({ organization, address: given }, wrong), refused ? 422 : 200);
    address = wishes.address;
    const { all } = appPermissions();
    const manifest = appManifest(
      {
        permissions: all,
        events: Object.keys(PAYLOADS).filter((event) => !event.startsWith("installation")),
      },
      { callback: `${new URL(context.req.url).origin}/setup/created`, address: wishes.address },
    );
    const owner =
      wishes.organization === "" ? "" : `/organizations/${encodeURIComponent(wishes.organization)}`;
    return context.html(
      manifestPage(wishes, manifest, `${settings.githubWebUrl}${owner}/settings/apps/new?state=${state}`),
    );
  });

  app.get("/setup/created", async (context) => {
    const { code = "", state: given = "" } = context.req.query();
    const isOurs = given.length === state.length && timingSafeEqual(Buffer.from(given), Buffer.from(state));
    if (!isOurs || !/^[\w-]{1,200}$/.test(code))
      return context.html(
        failedPage(
          "This is not where we sent you",
          "GitHub's answer belongs to another set-up than this one, or to one before a restart. Nothing was saved.",
          "/setup",
        ),
        400,
      );
    try {
      // A page that is loaded anew finds the code used up, and the App made.
      created ??= await createApp(settings, code);
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      const text = error.passing
        ? `${error.message} Load this page again within the hour.`
        : "GitHub does not take the code: it is good once, and for an hour. Remove the App that was made, and begin again.";
      return context.html(failedPage("GitHub did not hand out the credentials", text, "/setup"), 502);
    }
    const { id, pem, webhook_secret, client_id, client_secret } = created;
    try {
      saveCredentials(file, {
        APP_ID: String(id),
        PRIVATE_KEY: pem,
        WEBHOOK_SECRET: webhook_secret ?? randomBytes(32).toString("hex"),
        // The monitor is for others than this machine where the service is.
        ...(address === null ? {} : { GITHUB_CLIENT_ID: client_id, GITHUB_CLIENT_SECRET: client_secret }),
      });
    } catch (error) {
      const { code: why = "unknown error" } = error as NodeJS.ErrnoException;
      return context.html(
        failedPage(
          "The credentials could not be saved",
          `${file} cannot be written to (${why}). Mend that and load this page again: it still has them.`,
          context.req.url,
        ),
        500,
      );
    }
    deps.done(created);
    return context.html(createdPage(created, file, `${address ?? ""}/monitor`));
  });

  app.notFound((context) =>
    context.text("SRE-Space is not set up yet: open /setup in a browser on this machine.", 503),
  );
  return app;
}
