import { html, raw } from "hono/html";
import { CONTROLS_SCRIPT } from "./controls-script.ts";
import { CONTROLS_STYLE } from "./controls-style.ts";
import type { BreakView, ControlsView, FaultView, LinkView, SymptomView } from "./controls-view.ts";
import { ENVIRONMENT_GUIDE, type Guide } from "./environment-guide.ts";

/** The page from which a person breaks the marketplace. Everything works without a script. */
export function controlsPage(view: ControlsView): string {
  const byCommit = view.faults.filter(({ kind }) => kind === "change");
  const byNobody = view.faults.filter(({ kind }) => kind === "environment");
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Engineering controls - ${view.brand}</title>
${view.inFlight.length > 0 ? raw(`<noscript><meta http-equiv="refresh" content="3;url=/controls"></noscript>`) : ""}
<style>${raw(CONTROLS_STYLE)}</style>
</head>
<body>
<a class="skip" href="#symptoms">Skip to what can be broken</a>
<div class="top"><div><b>${view.brand} <span>Engineering</span></b>
<nav aria-label="Elsewhere"><a href="/">Marketplace</a><a href="/monitor">Monitor</a><a href="${view.repositoryUrl}">Repository</a></nav></div></div>
<main>
<h1>Break it on purpose</h1>
<p>A press pushes real commits to the marketplace, or does something to the world that it runs in. Nobody tells SRE-Space; watch what it makes of it on the <a href="/monitor">monitor</a>.</p>
${view.problem ? html`<p class="card note" role="alert">${view.problem}</p>` : ""}
<section id="now" role="status" aria-label="Under way">
${underWay(view)}
</section>
<section id="symptoms" aria-labelledby="symptoms-title">
<h2 id="symptoms-title">Real errors, real latency, real memory</h2>
<p>Each in two ways. A commit that did it can be found and undone. Where no commit did it, the right answer is to say so and to change nothing.</p>
<div class="three">${view.symptoms.map(symptomCard)}</div>
</section>
<section aria-labelledby="actions-title">
<h2 id="actions-title">Do something to the running world</h2>
<p>Stays in force until you lift it. Targets are services, the database, Clearwater's gateway (the carrier), and machines: node-1 runs quotes and payments, node-2 policies and the storefront, node-3 claims.</p>
<div class="grid">${Object.entries(ENVIRONMENT_GUIDE).map(([action, guide]) => actionCard(action, guide))}</div>
</section>
<section aria-labelledby="faults-title">
<h2 id="faults-title">The catalogue</h2>
<p>Each as it would come about: with innocent commits before and after it. One at a time; it is watched until it has settled.</p>
<div class="two">
${faultList("By a commit", byCommit, "Push it")}
${faultList("By nobody", byNobody, "Break it")}
</div>
</section>
<section id="log" aria-label="What happened">
<h2>What happened</h2>
${
  view.timeline.length === 0
    ? html`<p>Nothing yet.</p>`
    : html`<ol class="log card" tabindex="0" aria-label="Newest first">${view.timeline.map((line) => html`<li><time>${line.at}</time><span>${line.text}</span></li>`)}</ol>`
}
</section>
</main>
<script>${raw(CONTROLS_SCRIPT)}</script>
</body>
</html>`;
  return String(page);
}

function underWay({ inFlight, earlier, unasked }: ControlsView) {
  return html`<h2>Under way</h2>
${inFlight.length === 0 ? html`<p class="soft">Nothing is broken by anybody.</p>` : ""}
${inFlight.map((entry) => breakCard(entry))}
${unasked.length > 0 ? html`<div class="card break"><strong>Opened before anything was broken</strong><ul>${unasked.map((issue) => linkLine("Issue", issue))}</ul></div>` : ""}
${
  earlier.length === 0
    ? ""
    : html`<details open><summary>Earlier (${earlier.length})</summary>${earlier.map((entry) => breakCard(entry))}</details>`
}`;
}

function breakCard(entry: BreakView) {
  const clock = (at: number) => new Date(at).toLocaleTimeString("en-GB");
  const words = entry.state === "over" ? "settled" : entry.state;
  return html`<article class="card break" id="break-${entry.id}" data-state="${entry.state}">
<header><h3>${entry.title}</h3><span><span class="tag">${entry.how === "commit" ? "by a commit" : "to the world"}</span> <span class="tag">${words}</span></span></header>
<p class="soft"><time>${clock(entry.since)}${entry.until === undefined ? "" : html` to ${clock(entry.until)}`}</time> ${entry.words}</p>
${
  entry.issues.length + entry.pulls.length === 0
    ? html`<p class="soft">No issue ${entry.until === undefined ? "yet" : "was opened"}.</p>`
    : html`<ul>${entry.issues.map((issue) => linkLine("Issue", issue))}${entry.pulls.map((pull) => linkLine("Pull request", pull))}</ul>`
}
${
  entry.lift === null
    ? ""
    : html`<form method="post" action="/controls/lift"><input type="hidden" name="id" value="${entry.id}"><button class="mend" id="lift-${entry.id}">${entry.lift}</button></form>`
}
</article>`;
}

function linkLine(kind: string, link: LinkView) {
  return html`<li><a href="${link.url}">${kind} #${link.number}</a> ${link.title} <span class="${link.tone}">${link.words}</span></li>`;
}

function symptomCard({ symptom, title, felt, commit, world }: SymptomView) {
  const form = (
    by: "commit" | "world",
    label: string,
    says: string,
  ) => html`<form method="post" action="/controls/break">
<input type="hidden" name="symptom" value="${symptom}"><input type="hidden" name="by" value="${by}">
<small id="${symptom}-${by}">${says}</small>
<button id="press-${symptom}-${by}" class="${by}" aria-describedby="${symptom}-${by}">${label}</button></form>`;
  return html`<article class="card symptom"><div><h3>${title}</h3><p class="soft">${felt}</p></div>
${commit === null ? "" : form("commit", "Deploy a commit that does it", `“${commit}”, and innocent commits after it.`)}
${form("world", "Do it to the running world", `No commit: ${world}.`)}
</article>`;
}

function actionCard(action: string, { does, targets, fields }: Guide) {
  const choose = (name: string, label: string, choices: readonly string[], usual: string) =>
    html`<label>${label}<select name="${name}">${choices.map((choice) => html`<option ${choice === usual ? "selected" : ""}>${choice}</option>`)}</select></label>`;
  return html`<form class="card action" method="post" action="/controls/break"><input type="hidden" name="action" value="${action}">
<div><h3>${action}</h3><p class="soft">${does}</p></div>
<div class="fields">
${targets.length > 0 ? choose("target", "target", targets, targets[0] ?? "") : ""}
${fields.map((field) =>
  field.choices
    ? choose(field.name, field.label, field.choices, field.usual)
    : html`<label>${field.label}<input name="${field.name}" value="${field.usual}" inputmode="decimal" required pattern="[0-9]+([.][0-9]+)?"></label>`,
)}
</div>
<button class="world" id="do-${action}">Do it<span hidden> ${action}</span></button></form>`;
}

function faultList(title: string, faults: FaultView[], label: string) {
  if (faults.length === 0) return "";
  return html`<div><h3>${title}</h3><ul class="rows">${faults.map(
    ({
      id,
      title,
      commits,
    }) => html`<li><div><span id="title-${id}">${title}</span><br><code>${id}</code> <small class="soft">${commits} commits</small></div>
<form method="post" action="/controls/break"><input type="hidden" name="fault" value="${id}"><button id="fault-${id}" aria-describedby="title-${id}">${label}</button></form></li>`,
  )}</ul></div>`;
}
