import { type Context, Hono } from "hono";
import { diffText, patchText } from "../git/diff.ts";
import type { Issue, Pull, State } from "../state.ts";
import { assets } from "./assets.ts";
import { blobPage } from "./blob-page.ts";
import { commitList } from "./commit-list.ts";
import { commitPage } from "./commit-page.ts";
import { comparePage } from "./compare-page.ts";
import { deploymentsPage } from "./deployments-page.ts";
import { findObject } from "./find-object.ts";
import { frame, type Page } from "./frame.ts";
import { issueList } from "./issue-list.ts";
import { issuePage } from "./issue-page.ts";
import { linkTo } from "./link-to.ts";
import { notFoundPage } from "./not-found-page.ts";
import { type PullTab, pullPage } from "./pull-page.ts";
import { repositoryList } from "./repository-list.ts";
import { repositoryPage } from "./repository-page.ts";
import { runPage } from "./run-page.ts";
import { splitRef } from "./split-ref.ts";
import { treePage } from "./tree-page.ts";
import type { View } from "./view.ts";

/** Nothing runs but our own two scripts, nothing is loaded from elsewhere; mermaid writes styles into its drawings. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Answer = Page | Response | null;

/** The pages for people, at github.com's own addresses. Read-only, and open to whoever reaches the loopback. */
export function pages(state: State): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header("Content-Security-Policy", POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
  });
  app.route("/", assets(state));

  const show = async (context: Context, answer: Answer) => {
    if (answer instanceof Response) return answer;
    const page = answer ?? notFoundPage(new URL(context.req.url).pathname);
    return context.html(await frame(page), page.status ?? 200);
  };
  /** A page of a repository; null is a 404, and so is a repository that is not there. */
  const of = (path: string, make: (view: View, context: Context) => Answer | Promise<Answer>) =>
    app.get(`/:owner/:name${path}`, async (context) => {
      const repository = state.repositories.get(
        `${context.req.param("owner")}/${context.req.param("name")}`.toLowerCase(),
      );
      return show(context, repository ? await make({ state, repository }, context) : null);
    });
  const issueOf = (view: View, context: Context) =>
    view.repository.issues.get(Number(context.req.param("number"))) ?? null;
  const pullOf = (view: View, context: Context) => {
    const issue = issueOf(view, context);
    return issue?.pull ? (issue as Issue & { pull: Pull }) : null;
  };
  const placeOf = (view: View, context: Context) => {
    const rest = restOf(context);
    return rest === null ? null : splitRef(view.repository.git, rest);
  };

  app.get("/", (context) => show(context, repositoryList(state, null)));
  app.get("/:owner", (context) => {
    const account = state.accounts.get(context.req.param("owner").toLowerCase());
    return show(context, account ? repositoryList(state, account.login) : null);
  });
  of("", repositoryPage);
  of("/issues", (view) => issueList(view, "issues"));
  of("/pulls", (view) => issueList(view, "pulls"));
  of("/issues/:number{\\d+}", (view, context) => {
    const issue = issueOf(view, context);
    if (issue?.pull) return context.redirect(linkTo.issue(view.repository, issue));
    return issue && issuePage(view, issue);
  });
  of("/pull/:number{\\d+}", (view, context) => {
    const issue = issueOf(view, context);
    if (issue && !issue.pull) return context.redirect(linkTo.issue(view.repository, issue));
    return issue && pullPage(view, issue as Issue & { pull: Pull }, "conversation");
  });
  of("/pull/:number{\\d+}/:tab{commits|checks|files}", (view, context) => {
    const issue = pullOf(view, context);
    return issue && pullPage(view, issue, context.req.param("tab") as PullTab);
  });
  of("/pull/:file{\\d+\\.(?:diff|patch)}", async ({ repository }, context) => {
    const [number, kind] = context.req.param("file")!.split(".");
    const pull = repository.issues.get(Number(number))?.pull;
    const { git } = repository;
    const from = pull && (await git.mergeBase(pull.baseSha, pull.headSha));
    if (!pull || !from) return null;
    const range = `${from}..${pull.headSha}`;
    return plain(
      kind === "diff" ? await diffText(git.dir, from, pull.headSha) : await patchText(git.dir, [range]),
    );
  });
  of("/commit/:sha", (view, context) => commitPage(view, context.req.param("sha")!));
  of("/commits/*", async (view, context) => {
    const place = await placeOf(view, context);
    const page = Number(context.req.query("page") ?? 1);
    return place && commitList(view, place, Number.isSafeInteger(page) && page > 0 ? page : 1);
  });
  of("/compare/*", (view, context) => {
    const rest = restOf(context);
    return rest === null ? null : comparePage(view, rest);
  });
  of("/tree/*", async (view, context) => {
    const place = await placeOf(view, context);
    return place && treePage(view, place);
  });
  of("/blob/*", async (view, context) => {
    const place = await placeOf(view, context);
    return place && blobPage(view, place, context.req.query("plain") === "1");
  });
  of("/raw/*", async (view, context) => {
    const place = await placeOf(view, context);
    const found = place && (await findObject(view.repository.git, place.sha, place.path));
    return found?.object.type === "blob" ? plain(found.object.content) : null;
  });
  of("/runs/:id{\\d+}", (view, context) => {
    const run = view.repository.checkRuns.get(Number(context.req.param("id")));
    return run ? runPage(view, run) : null;
  });
  of("/deployments", deploymentsPage);
  app.get("/runs/:id{\\d+}", async (context) => {
    const id = Number(context.req.param("id"));
    for (const repository of state.repositories.values()) {
      const run = repository.checkRuns.get(id);
      if (run) return context.redirect(linkTo.run(repository, run));
    }
    return show(context, null);
  });
  app.get("*", (context) => show(context, null));
  return app;
}

/** The part of the address after `/OWNER/NAME/KIND/`, decoded; null where it is no UTF-8. */
function restOf(context: Context): string | null {
  try {
    return new URL(context.req.url).pathname.split("/").slice(4).map(decodeURIComponent).join("/");
  } catch {
    return null;
  }
}

/** A file as text whatever it is, so that no browser makes a page of it. */
const plain = (content: Buffer) =>
  new Response(new Uint8Array(content), { headers: { "Content-Type": "text/plain; charset=utf-8" } });
