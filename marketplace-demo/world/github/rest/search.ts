import { canSee } from "../auth/authorize.ts";
import { unprocessable } from "../http/errors.ts";
import { type Call, type Operation, operation } from "../http/operation.ts";
import { renderIssue } from "../render/issue.ts";
import { fullName } from "../render/repository.ts";
import type { Issue, Repository } from "../state.ts";
import { sortIssues } from "./issues.ts";

type Wanted = (repository: Repository, issue: Issue) => boolean;

/** One qualifier or word of a search, GitHub's syntax, as a test of an issue. */
function parseTerm(call: Call, term: string, inFields: Set<string>): Wanted {
  const negated = term.startsWith("-");
  const [, name, raw] = /^-?(\w+):(.+)$/.exec(term) ?? [];
  const value = (raw ?? "").replace(/^"|"$/g, "").toLowerCase();
  const test = ((): Wanted => {
    switch (name) {
      case "repo":
        return (repository) => fullName(repository).toLowerCase() === value;
      case "org":
      case "user":
        return (repository) => repository.owner.login.toLowerCase() === value;
      case "is":
      case "type":
      case "state":
        if (value === "issue") return (_, issue) => issue.pull === null;
        if (value === "pr") return (_, issue) => issue.pull !== null;
        if (value === "merged") return (_, issue) => issue.pull?.merged === true;
        if (value === "draft") return (_, issue) => issue.pull?.draft === true;
        if (value === "open" || value === "closed") return (_, issue) => issue.state === value;
        if (value === "public" || value === "private")
          return (repository) => repository.private === (value === "private");
        return () => true;
      case "label":
        return (_, issue) =>
          value.split(",").some((one) => issue.labels.some((label) => label.name.toLowerCase() === one));
      case "author": {
        const login =
          value === "@me" ? call.sender.login.toLowerCase() : value.replace(/^app\/(.+)$/, "$1[bot]");
        return (_, issue) => issue.user.login.toLowerCase() === login;
      }
      case "head":
        return (_, issue) => issue.pull?.headRef.toLowerCase() === value;
      case "base":
        return (_, issue) => issue.pull?.baseRef.toLowerCase() === value;
      case "in":
      case "sort":
        return () => true;
      case undefined: {
        const word = term.replace(/^-/, "").replace(/^"|"$/g, "").toLowerCase();
        return (repository, issue) => {
          const texts: string[] = [];
          if (inFields.has("title")) texts.push(issue.title);
          if (inFields.has("body")) texts.push(issue.body ?? "");
          if (inFields.has("comments"))
            for (const comment of repository.comments.values())
              if (comment.issue === issue) texts.push(comment.body);
          return texts.some((text) => text.toLowerCase().includes(word));
        };
      }
      default:
        return () => true;
    }
  })();
  return negated ? (repository, issue) => !test(repository, issue) : test;
}

/** A simple subset of https://docs.github.com/rest/search/search#search-issues-and-pull-requests */
export const search: Operation[] = [
  operation("GET", "/search/issues", { who: "signed-in" }, (call) => {
    const query = call.query.q ?? "";
    if (query.trim() === "")
      throw unprocessable("Validation Failed", [{ resource: "Search", field: "q", code: "missing" }]);
    const terms = query.match(/-?\w+:"[^"]*"|"[^"]*"|\S+/g) ?? [];
    const fields = terms
      .find((term) => term.startsWith("in:"))
      ?.slice(3)
      .split(",") ?? ["title", "body", "comments"];
    const tests = terms.map((term) => parseTerm(call, term, new Set(fields)));
    const found = [...call.state.repositories.values()]
      .filter((repository) => canSee(call.actor, repository))
      .flatMap((repository) =>
        sortIssues(
          [...repository.issues.values()].filter((issue) => tests.every((test) => test(repository, issue))),
          { sort: call.query.sort ?? "created", direction: call.query.order ?? "desc" },
        ).map((issue) => ({ ...renderIssue(call.state, repository, issue), score: 1 })),
      );
    return {
      status: 200,
      list: {
        items: found,
        wrap: (items, total) => ({
          total_count: total,
          incomplete_results: false,
          search_type: "lexical",
          items,
        }),
      },
    };
  }),
];
