import { html } from "hono/html";
import type { AppManifest } from "./app-manifest.ts";
import type { Wishes } from "./read-wishes.ts";

const STEPS = ["Where", "On GitHub", "Install"] as const;

function frame(step: (typeof STEPS)[number], body: unknown) {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Set up SRE-Space</title>
  <link rel="stylesheet" href="/setup/setup.css">
  <link rel="icon" href="data:,">
</head>
<body>
  <main>
    <ol class="steps" aria-label="Steps">${STEPS.map((one, at) => html`<li ${one === step ? html`aria-current="step"` : ""}>${at + 1}. ${one}</li>`)}</ol>
    ${body}
  </main>
</body>
</html>`;
}

/** Whose App it is to be, and how GitHub reaches this service. */
export function wherePage(
  given: { organization: string; address: string },
  wrong: { organization?: string | undefined; address?: string | undefined },
) {
  const note = (text: string | undefined, id: string) =>
    text === undefined ? "" : html`<small class="wrong" id="${id}-wrong">${text}</small>`;
  const state = (text: string | undefined, id: string) =>
    text === undefined
      ? html`aria-describedby="${id}-hint"`
      : html`aria-invalid="true" aria-describedby="${id}-wrong ${id}-hint"`;
  return frame(
    "Where",
    html`<h1>Set up SRE-Space</h1>
    <p class="soft">It works on GitHub as an App of your own. Two questions, one press on GitHub, and the credentials lie in
    <code>.env</code> on this machine. Nobody but this machine can open this page.</p>
    <form method="get" action="/setup">
      <input type="hidden" name="step" value="github">
      <label for="organization">Organization</label>
      <input id="organization" name="organization" value="${given.organization}" autocapitalize="none" spellcheck="false" autocomplete="off" ${state(wrong.organization, "organization")}>
      ${note(wrong.organization, "organization")}
      <small id="organization-hint">As in github.com/<b>acme</b>. Leave it empty for your own account.</small>
      <label for="address">Public address of this service</label>
      <input id="address" name="address" inputmode="url" placeholder="https://sre.acme.example" value="${given.address}" autocapitalize="none" spellcheck="false" autocomplete="off" ${state(wrong.address, "address")}>
      ${note(wrong.address, "address")}
      <small id="address-hint">GitHub tells it there of pushes, checks and comments. Leave it empty where GitHub cannot reach it: it
      then asks GitHub once a minute, and you can set the address on the App's page later.</small>
      <button>Continue</button>
    </form>`,
  );
}

/** What will be asked of GitHub, before the person is sent there. */
export function manifestPage(wishes: Wishes, manifest: AppManifest, action: string) {
  const permissions = Object.entries(manifest.default_permissions);
  return frame(
    "On GitHub",
    html`<h1>Create the App</h1>
    <p class="soft">GitHub shows the same once more, lets you change the name, and sends you back here.</p>
    <dl>
      <dt>Owner</dt><dd>${wishes.organization === "" ? "your own account" : wishes.organization}</dd>
      <dt>Webhook</dt><dd>${manifest.hook_attributes.active ? manifest.hook_attributes.url : "off"}</dd>
      <dt>Permissions</dt><dd>${permissions.map(([name, level]) => `${name.replaceAll("_", " ")}: ${level}`).join(", ")}</dd>
      <dt>Events</dt><dd>${manifest.default_events.join(", ").replaceAll("_", " ")}</dd>
    </dl>
    <form method="post" action="${action}">
      <input type="hidden" name="manifest" value="${JSON.stringify(manifest)}">
      <button>Create it on GitHub</button>
    </form>
    <p><small>What each permission is for stands in <code>app.yml</code>. <a href="/setup">Back</a></small></p>`,
  );
}

/** The credentials are saved; what is left is done on GitHub. */
export function createdPage(app: { name: string; html_url: string }, file: string, monitor: string) {
  return frame(
    "Install",
    html`<h1>${app.name} is there</h1>
    <p>Its credentials are in <code>${file}</code>, which only this user can read. The service is starting.</p>
    <h2>Install it on a repository</h2>
    <p class="soft">It then proposes a first policy there, as a pull request, and changes nothing before you merge that.</p>
    <p><a class="deed" href="${app.html_url}/installations/new">Install on GitHub</a></p>
    <p><small>Then watch it at <a href="${monitor}">the Orbital Monitor</a>, and look whether anything stands in the way:
    <code>npx sre-space doctor</code></small></p>`,
  );
}

/** What went wrong, and the way on. */
export function failedPage(title: string, text: string, again: string) {
  return frame(
    "On GitHub",
    html`<h1>${title}</h1>
    <p class="wrong" role="alert">${text}</p>
    <p><a class="deed" href="${again}">Try again</a></p>`,
  );
}
