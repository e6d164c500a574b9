import { z } from "zod";
import { forbidden, notFound } from "../http/errors.ts";
import { type Call, empty, json, list, needs, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { renderReaction } from "../render/issue.ts";
import type { Reaction } from "../state.ts";
import { isoTime } from "../time.ts";
import { commentOf } from "./comments.ts";
import { issueOf } from "./issues.ts";

const Given = z.object({
  content: z.enum(["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"]),
});

function listed(call: Call, reactions: Reaction[]) {
  const { content } = call.query;
  return list(
    reactions
      .filter((one) => content === undefined || one.content === content)
      .map((one) => renderReaction(call.state, one)),
  );
}

function add(call: Call, reactions: Reaction[]) {
  const { content } = readBody(call, Given, "Reaction");
  const before = reactions.find((one) => one.user.id === call.sender.id && one.content === content);
  if (before) return json(renderReaction(call.state, before), 200);
  const reaction: Reaction = {
    id: ++call.state.lastId,
    content,
    user: call.sender,
    createdAt: isoTime(call.state),
  };
  reactions.push(reaction);
  return json(renderReaction(call.state, reaction), 201);
}

function remove(call: Call, reactions: Reaction[]) {
  const index = reactions.findIndex((one) => one.id === Number(call.params.reaction_id));
  if (index < 0) throw notFound();
  if (reactions[index]!.user.id !== call.sender.id) throw forbidden();
  reactions.splice(index, 1);
  return empty();
}

const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}/reactions";
const COMMENT = "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
const read = needs("issues:read|pull_requests:read");
const write = needs("issues:write|pull_requests:write", "read");

/** https://docs.github.com/rest/reactions/reactions */
export const reactions: Operation[] = [
  operation("GET", ISSUE, read, (call) => listed(call, issueOf(call).reactions)),
  operation("POST", ISSUE, write, (call) => add(call, issueOf(call).reactions)),
  operation("DELETE", `${ISSUE}/{reaction_id}`, write, (call) => remove(call, issueOf(call).reactions)),
  operation("GET", COMMENT, read, (call) => listed(call, commentOf(call).reactions)),
  operation("POST", COMMENT, write, (call) => add(call, commentOf(call).reactions)),
  operation("DELETE", `${COMMENT}/{reaction_id}`, write, (call) => remove(call, commentOf(call).reactions)),
];
