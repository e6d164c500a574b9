import { z } from "zod";
import { notFound, unprocessable } from "../http/errors.ts";
import { type Call, json, list, needs, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { renderSimplePull } from "../render/pull.ts";
import { renderReview } from "../render/review.ts";
import type { Issue, Review } from "../state.ts";
import { isoTime } from "../time.ts";
import { pullOf } from "./pulls.ts";

const NewReview = z.object({
  commit_id: z.string().optional(),
  body: z.string().default(""),
  event: z.enum(["APPROVE", "REQUEST_CHANGES", "COMMENT"]).optional(),
});
const STATES = { APPROVE: "APPROVED", REQUEST_CHANGES: "CHANGES_REQUESTED", COMMENT: "COMMENTED" } as const;

function reviewOf(call: Call): { issue: Issue; review: Review } {
  const issue = pullOf(call);
  const review = issue.pull.reviews.find((one) => one.id === Number(call.params.review_id));
  if (!review) throw notFound();
  return { issue, review };
}

function emitReview(call: Call, issue: Issue, review: Review, action: "submitted" | "dismissed"): void {
  const { state, repository, sender } = call;
  const rendered = renderReview(state, repository, issue, review);
  state.emit({
    name: "pull_request_review",
    action,
    repository,
    sender,
    payload: {
      // Webhooks write the state in lower case, REST in capitals.
      review: { ...rendered, state: rendered.state.toLowerCase() },
      pull_request: renderSimplePull(state, repository, issue),
    },
  });
}

const PATH = "/repos/{owner}/{repo}/pulls/{pull_number}/reviews";

/** https://docs.github.com/rest/pulls/reviews */
export const reviews: Operation[] = [
  operation("GET", PATH, needs("pull_requests:read"), (call) => {
    const issue = pullOf(call);
    return list(issue.pull.reviews.map((review) => renderReview(call.state, call.repository, issue, review)));
  }),
  operation("POST", PATH, needs("pull_requests:write", "read"), async (call) => {
    const issue = pullOf(call);
    const body = readBody(call, NewReview, "PullRequestReview");
    const state = body.event === undefined ? "PENDING" : STATES[body.event];
    if ((body.event === "REQUEST_CHANGES" || body.event === "COMMENT") && body.body === "")
      throw unprocessable("Unprocessable Entity", ["Body can't be blank"]);
    if (issue.user.id === call.sender.id && (body.event === "APPROVE" || body.event === "REQUEST_CHANGES"))
      throw unprocessable("Unprocessable Entity", [
        body.event === "APPROVE"
          ? "Can not approve your own pull request"
          : "Can not request changes on your own pull request",
      ]);
    const commit = body.commit_id ?? issue.pull.headSha;
    if (!(await call.repository.git.commit(commit)))
      throw unprocessable("Unprocessable Entity", ["The commit_id is not part of the pull request"]);
    const review: Review = {
      id: ++call.state.lastId,
      user: call.sender,
      body: body.body,
      state,
      commitId: commit,
      submittedAt: isoTime(call.state),
    };
    issue.pull.reviews.push(review);
    issue.pull.requestedReviewers = issue.pull.requestedReviewers.filter((one) => one.id !== call.sender.id);
    issue.updatedAt = review.submittedAt;
    if (state !== "PENDING") emitReview(call, issue, review, "submitted");
    return json(renderReview(call.state, call.repository, issue, review));
  }),
  operation("GET", `${PATH}/{review_id}`, needs("pull_requests:read"), (call) => {
    const { issue, review } = reviewOf(call);
    return json(renderReview(call.state, call.repository, issue, review));
  }),
  operation("PUT", `${PATH}/{review_id}/dismissals`, needs("pull_requests:write", "write"), (call) => {
    const { issue, review } = reviewOf(call);
    readBody(call, z.object({ message: z.string() }), "PullRequestReview");
    if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED")
      throw unprocessable("Unprocessable Entity", ["Can not dismiss a commented pull request review"]);
    review.state = "DISMISSED";
    emitReview(call, issue, review, "dismissed");
    return json(renderReview(call.state, call.repository, issue, review));
  }),
];
