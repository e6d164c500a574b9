import { parse } from "yaml";
import { z } from "zod";
import { notFound, unprocessable } from "../http/errors.ts";
import { type Call, empty, needs, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";

const FILE = /^[\w.-]+\.ya?ml$/;
const Dispatch = z.object({ ref: z.string(), inputs: z.record(z.string(), z.unknown()).default({}) });
/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs */
const Workflow = z.object({
  on: z.object({
    workflow_dispatch: z
      .object({ inputs: z.record(z.string(), z.object({ required: z.boolean().optional() })).default({}) })
      .nullable(),
  }),
});

/**
 * Runs a workflow of `.github/workflows` by its file's name, where that one may be dispatched and takes these inputs. No
 * runner is behind it: who listens for `workflow_dispatch` does what it would do.
 */
async function dispatch(call: Call) {
  const { repository } = call;
  const { ref, inputs } = readBody(call, Dispatch, "WorkflowDispatch");
  const sha = await repository.git.resolve(ref);
  if (!sha) throw unprocessable(`No ref found for: ${ref}`);
  const path = `.github/workflows/${call.params.workflow_id}`;
  const file = FILE.test(call.params.workflow_id ?? "")
    ? await repository.git.object(`${sha}:${path}`)
    : null;
  if (file?.type !== "blob") throw notFound();
  const workflow = Workflow.safeParse(parse(file.content.toString("utf8")));
  if (!workflow.success) throw unprocessable("Workflow does not have 'workflow_dispatch' trigger");
  const known = workflow.data.on.workflow_dispatch?.inputs ?? {};
  const strange = Object.keys(inputs).filter((name) => !(name in known));
  if (strange.length > 0) throw unprocessable(`Unexpected inputs provided: ${JSON.stringify(strange)}`);
  const missing = Object.entries(known).find(([name, { required }]) => required && !(name in inputs));
  if (missing) throw unprocessable(`Required input '${missing[0]}' not provided`);
  call.state.emit({
    name: "workflow_dispatch",
    action: null,
    repository,
    sender: call.sender,
    payload: { inputs, ref, workflow: path },
  });
  return empty();
}

/** https://docs.github.com/rest/actions/workflows, the dispatch of one. */
export const workflows: Operation[] = [
  operation(
    "POST",
    "/repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
    needs("actions:write", "write"),
    dispatch,
  ),
];
