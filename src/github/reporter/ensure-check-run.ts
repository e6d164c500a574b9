import type { Reporter } from "../../contracts/ports/reporter.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";
import { sameText } from "./same-text.ts";

type Request = Parameters<Reporter["ensureCheckRun"]>[0];

const MOST_ANNOTATIONS = 50;
const MOST_ACTIONS = 3;

/** Our check run with this name and external id on that commit, made or changed. */
export async function ensureCheckRun(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  request: Request,
): Promise<{ id: number }> {
  const { data } = await client.rest.checks.listForRef({
    ...at,
    ref: request.head,
    check_name: request.name,
    filter: "all",
    per_page: 100,
  });
  const ours = data.check_runs.find(
    (run) => run.app?.id === us.appId && run.external_id?.split(" ", 1)[0] === request.externalId,
  );
  const external = [request.externalId, ...(request.externalState ? [request.externalState] : [])].join(" ");
  if (ours?.external_id === external && isAsWanted(ours, request)) return { id: ours.id };
  // GitHub adds the annotations of an update to those that are there.
  const annotated = (ours?.output.annotations_count ?? 0) > 0;
  const content = {
    ...at,
    name: request.name,
    external_id: external,
    status: request.status,
    ...(request.conclusion ? { conclusion: request.conclusion } : {}),
    ...(request.detailsUrl ? { details_url: request.detailsUrl } : {}),
    output: {
      title: request.title,
      summary: request.summary,
      ...(request.text ? { text: request.text } : {}),
      ...(request.annotations && !annotated
        ? {
            annotations: request.annotations
              .slice(0, MOST_ANNOTATIONS)
              .map(({ path, line, message, title }) => ({
                path,
                start_line: line,
                end_line: line,
                annotation_level: "warning" as const,
                message,
                title,
              })),
          }
        : {}),
    },
    ...(request.actions
      ? { actions: request.actions.slice(0, MOST_ACTIONS).map((action) => ({ ...action })) }
      : {}),
  };
  const written = ours
    ? await client.rest.checks.update({ ...content, check_run_id: ours.id })
    : await client.rest.checks.create({ ...content, head_sha: request.head });
  return { id: written.data.id };
}

function isAsWanted(
  run: {
    status: string;
    conclusion: string | null;
    output: { title: string | null; summary: string | null; text: string | null };
  },
  request: Request,
): boolean {
  return (
    run.status === request.status &&
    run.conclusion === (request.conclusion ?? null) &&
    run.output.title === request.title &&
    sameText(run.output.summary, request.summary) &&
    sameText(run.output.text, request.text ?? "")
  );
}
