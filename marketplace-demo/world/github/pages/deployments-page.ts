import { html } from "hono/html";
import type { Deployment } from "../state.ts";
import { accountName } from "./account-name.ts";
import type { Page } from "./frame.ts";
import { linkTo } from "./link-to.ts";
import { moment } from "./moment.ts";
import type { View } from "./view.ts";

/** How a deployment stands, as a pill. */
export function deploymentState({ statuses }: Deployment) {
  const state = statuses.at(-1)?.state ?? "pending";
  const look = state === "success" ? "good" : state === "error" || state === "failure" ? "bad" : "moving";
  return html`<span class="pill" data-look="${state === "inactive" ? "grey" : look}">${state.replaceAll("_", " ")}</span>`;
}

/** Every deployment, newest first, with each status that it went through. */
export async function deploymentsPage(view: View): Promise<Page> {
  const { repository } = view;
  const all = [...repository.deployments.values()].sort((a, b) => b.id - a.id);
  const rows = all.map(async (deployment) => {
    const commit = await repository.git.commit(deployment.sha);
    return html`<li id="deployment-${deployment.id}"><div class="grow"><p><b>${deployment.environment}</b> ${deploymentState(deployment)} <a href="${linkTo.commit(repository, deployment.sha)}"><code>${deployment.sha.slice(0, 7)}</code> ${commit?.message.split("\n", 1)[0] ?? ""}</a></p>
${deployment.description ? html`<p>${deployment.description}</p>` : ""}
<p class="soft">${accountName(deployment.creator)} ${moment(deployment.createdAt)}${deployment.statuses.map(
      ({ state, description }) =>
        html` → ${state.replaceAll("_", " ")}${description ? html` (${description})` : ""}`,
    )}</p></div></li>`;
  });
  return {
    title: `Deployments · ${repository.name}`,
    repository,
    tab: "Deployments",
    body: html`<h1>Deployments</h1>${all.length === 0 ? html`<p class="soft">Nothing was deployed yet.</p>` : html`<section class="box"><ul class="rows">${await Promise.all(rows)}</ul></section>`}`,
  };
}
