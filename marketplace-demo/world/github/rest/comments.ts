import { z } from "zod";
import { atLeast, roleIn } from "../auth/role-in.ts";
import { forbidden, HttpError, notFound } from "../http/errors.ts";
import { type Call, empty, json, list, needs, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { renderIssue, renderIssueComment } from "../render/issue.ts";
import type { IssueComment } from "../state.ts";
import { isoTime } from "../time.ts";
import { checkBody, issueOf } from "./issues.ts";

export function commentOf(call: Call): IssueComment {
  const comment = call.repository.comments.get(Number(call.params.comment_id));
  if (!comment) throw notFound();
  return comment;
}

const Written = z.object({ body: z.string() });

function text(call: Call): string {
  const { body } = readBody(call, Written, "IssueComment");
  if (body.trim() === "")
    throw new HttpError(422, "Validation Failed", {
      errors: [
        { resource: "IssueComment", code: "unprocessable", field: "data", message: "Body cannot be blank" },
      ],
    });
  checkBody("IssueComment", body);
  return body;
}

function emitComment(
  call: Call,
  comment: IssueComment,
  action: string,
  more: Record<string, unknown> = {},
): void {
  const { state, repository, sender } = call;
  state.emit({
    name: "issue_comment",
    action,
    repository,
    sender,
    payload: {
      issue: renderIssue(state, repository, comment.issue),
      comment: renderIssueComment(state, repository, comment),
      ...more,
    },
  });
}

/** An App edits its own comments and, with the right, those of others; a person needs write for others'. */
function checkAuthor(call: Call, comment: IssueComment): void {
  if (call.actor.kind === "installation" || comment.user.id === call.sender.id) return;
  if (!atLeast(roleIn(call.repository, call.sender), "write"))
    throw forbidden("Must have admin rights to Repository.");
}

const PATH = "/repos/{owner}/{repo}/issues";
const read = needs("issues:read|pull_requests:read");
const write = needs("issues:write|pull_requests:write", "read");

/** https://docs.github.com/rest/issues/comments */
export const comments: Operation[] = [
  operation("GET", `${PATH}/comments`, read, (call) => {
    const since = call.query.since ? Date.parse(call.query.since) : 0;
    const found = [...call.repository.comments.values()].filter((one) => Date.parse(one.updatedAt) >= since);
    if (call.query.direction === "desc") found.reverse();
    return list(found.map((one) => renderIssueComment(call.state, call.repository, one)));
  }),
  operation("GET", `${PATH}/comments/{comment_id}`, read, (call) =>
    json(renderIssueComment(call.state, call.repository, commentOf(call))),
  ),
  operation("PATCH", `${PATH}/comments/{comment_id}`, write, (call) => {
    const comment = commentOf(call);
    checkAuthor(call, comment);
    const body = text(call);
    const from = comment.body;
    comment.body = body;
    comment.updatedAt = isoTime(call.state);
    comment.edited = { by: call.sender, at: comment.updatedAt };
    emitComment(call, comment, "edited", { changes: { body: { from } } });
    return json(renderIssueComment(call.state, call.repository, comment));
  }),
  operation("DELETE", `${PATH}/comments/{comment_id}`, write, (call) => {
    const comment = commentOf(call);
    checkAuthor(call, comment);
    call.repository.comments.delete(comment.id);
    emitComment(call, comment, "deleted");
    return empty();
  }),
  operation("GET", `${PATH}/{issue_number}/comments`, read, (call) => {
    const issue = issueOf(call);
    const since = call.query.since ? Date.parse(call.query.since) : 0;
    const found = [...call.repository.comments.values()].filter(
      (one) => one.issue === issue && Date.parse(one.updatedAt) >= since,
    );
    return list(found.map((one) => renderIssueComment(call.state, call.repository, one)));
  }),
  operation("POST", `${PATH}/{issue_number}/comments`, write, (call) => {
    const issue = issueOf(call);
    const body = text(call);
    const insider =
      call.actor.kind === "installation" || atLeast(roleIn(call.repository, call.sender), "write");
    if (issue.locked && !insider) throw forbidden("Unable to create comment because issue is locked.");
    const now = isoTime(call.state);
    const comment: IssueComment = {
      id: ++call.state.lastId,
      issue,
      body,
      user: call.sender,
      app: call.app,
      reactions: [],
      createdAt: now,
      updatedAt: now,
    };
    call.repository.comments.set(comment.id, comment);
    issue.updatedAt = now;
    emitComment(call, comment, "created");
    const rendered = renderIssueComment(call.state, call.repository, comment);
    return json(rendered, 201, { Location: rendered.url });
  }),
];
