import { z } from "zod";
import { HttpError, notFound, unprocessable } from "../http/errors.ts";
import { type Call, empty, json, list, needs, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { renderLabel } from "../render/issue.ts";
import type { Label } from "../state.ts";
import { emitLabels, issueOf, labelNames, setLabels } from "./issues.ts";

const Name = z.string().min(1).max(50);
const NewLabel = z.object({
  name: Name,
  color: z
    .string()
    .regex(/^[0-9a-fA-F]{6}$/)
    .optional(),
  description: z.string().max(100).nullable().optional(),
});
const ChangeLabel = NewLabel.partial().extend({ new_name: Name.optional() });
const One = z.union([z.string(), z.object({ name: z.string() })]);
const Given = z.union([z.object({ labels: z.array(One).optional() }), z.array(One)]);

function labelOf(call: Call): Label {
  const label = call.repository.labels.get(call.params.name!.toLowerCase());
  if (!label) throw notFound();
  return label;
}

function givenNames(call: Call): string[] {
  const body = readBody(call, Given, "Label");
  return labelNames(Array.isArray(body) ? body : (body.labels ?? []));
}

const rendered = (call: Call, labels: Label[]) =>
  labels.map((label) => renderLabel(call.state, call.repository, label));

const OF_ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}/labels";
const read = needs("issues:read|pull_requests:read");
const write = needs("issues:write|pull_requests:write", "triage");

/** https://docs.github.com/rest/issues/labels */
export const labels: Operation[] = [
  operation("GET", "/repos/{owner}/{repo}/labels", read, (call) =>
    list(
      rendered(
        call,
        [...call.repository.labels.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      ),
    ),
  ),
  operation(
    "POST",
    "/repos/{owner}/{repo}/labels",
    needs("issues:write|pull_requests:write", "write"),
    (call) => {
      const body = readBody(call, NewLabel, "Label");
      if (call.repository.labels.has(body.name.toLowerCase()))
        throw unprocessable("Validation Failed", [
          { resource: "Label", code: "already_exists", field: "name" },
        ]);
      const label: Label = {
        id: ++call.state.lastId,
        name: body.name,
        color: (body.color ?? "ededed").toLowerCase(),
        description: body.description ?? null,
        default: false,
      };
      call.repository.labels.set(body.name.toLowerCase(), label);
      const answer = renderLabel(call.state, call.repository, label);
      return json(answer, 201, { Location: answer.url });
    },
  ),
  operation("GET", "/repos/{owner}/{repo}/labels/{name}", read, (call) =>
    json(renderLabel(call.state, call.repository, labelOf(call))),
  ),
  operation(
    "PATCH",
    "/repos/{owner}/{repo}/labels/{name}",
    needs("issues:write|pull_requests:write", "write"),
    (call) => {
      const label = labelOf(call);
      const body = readBody(call, ChangeLabel, "Label");
      if (body.new_name !== undefined) {
        call.repository.labels.delete(label.name.toLowerCase());
        label.name = body.new_name;
        call.repository.labels.set(label.name.toLowerCase(), label);
      }
      if (body.color !== undefined) label.color = body.color.toLowerCase();
      if (body.description !== undefined) label.description = body.description;
      return json(renderLabel(call.state, call.repository, label));
    },
  ),
  operation(
    "DELETE",
    "/repos/{owner}/{repo}/labels/{name}",
    needs("issues:write|pull_requests:write", "write"),
    (call) => {
      const label = labelOf(call);
      call.repository.labels.delete(label.name.toLowerCase());
      for (const issue of call.repository.issues.values())
        issue.labels = issue.labels.filter((one) => one !== label);
      return empty();
    },
  ),
  operation("GET", OF_ISSUE, read, (call) => list(rendered(call, issueOf(call).labels))),
  operation("POST", OF_ISSUE, write, async (call) => {
    const issue = issueOf(call);
    const change = setLabels(call, issue, [...issue.labels.map((label) => label.name), ...givenNames(call)]);
    await emitLabels(call, issue, change);
    return json(rendered(call, issue.labels));
  }),
  operation("PUT", OF_ISSUE, write, async (call) => {
    const issue = issueOf(call);
    await emitLabels(call, issue, setLabels(call, issue, givenNames(call)));
    return json(rendered(call, issue.labels));
  }),
  operation("DELETE", OF_ISSUE, write, async (call) => {
    const issue = issueOf(call);
    await emitLabels(call, issue, setLabels(call, issue, []));
    return empty();
  }),
  operation("DELETE", `${OF_ISSUE}/{name}`, write, async (call) => {
    const issue = issueOf(call);
    const name = call.params.name!.toLowerCase();
    if (!issue.labels.some((label) => label.name.toLowerCase() === name))
      throw new HttpError(404, "Label does not exist");
    const kept = issue.labels.filter((label) => label.name.toLowerCase() !== name);
    await emitLabels(
      call,
      issue,
      setLabels(
        call,
        issue,
        kept.map((label) => label.name),
      ),
    );
    return json(rendered(call, issue.labels));
  }),
];
