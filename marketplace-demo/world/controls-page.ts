import { html, raw } from "hono/html";
import type { Outcome } from "./outcome.ts";

export type ControlsView = {
  brand: string;
  faults: { id: string; title: string; kind: string }[];
  /** The fault under way, if any. */
  running: string | undefined;
  /** What has happened, newest first. */
  timeline: { at: string; text: string }[];
  outcomes: Outcome[];
  problem: string | undefined;
  repositoryUrl: string;
};

const STYLE = `
:root { color-scheme: light dark; --ground: #f6f5f1; --card: #fff; --ink: #1c2321; --soft: #5d6763; --line: #dcdad2; --accent: #0b6e4f; --alarm: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ground: #141816; --card: #1c2220; --ink: #e8ece9; --soft: #9aa6a1; --line: #313a36; --accent: #5fc9a2; --alarm: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2.25rem 0 .75rem; }
p { margin: .25rem 0; color: var(--soft); } a { color: var(--accent); }
nav { display: flex; flex-wrap: wrap; gap: 1.25rem; margin-top: .75rem; }
.faults { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); }
.fault { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; display: flex; flex-direction: column; gap: .6rem; }
.fault strong { display: block; } .fault code { color: var(--soft); font-size: .85rem; } .fault form { margin-top: auto; }
button { font: inherit; font-weight: 600; width: 100%; padding: .5rem .9rem; border-radius: .45rem; border: 1px solid var(--alarm); color: var(--alarm); background: transparent; cursor: pointer; }
button:hover:not(:disabled), button:focus-visible { background: var(--alarm); color: var(--card); }
button:disabled { opacity: .45; cursor: not-allowed; }
ol { list-style: none; margin: 0; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; }
li { display: flex; gap: 1rem; padding: .4rem 1rem; border-top: 1px solid var(--line); } li:first-child { border-top: 0; }
time { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.good { color: var(--accent); } .bad { color: var(--alarm); }
.note { background: var(--card); border-left: 4px solid var(--accent); padding: .6rem 1rem; margin: 1rem 0; color: var(--ink); }
.note.bad { border-color: var(--alarm); }
`;

/** The page from which a person breaks the marketplace. It works without a script: it reloads while a fault runs. */
export function controlsPage(view: ControlsView): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Engineering controls - ${view.brand}</title>
${view.running ? html`<meta http-equiv="refresh" content="2">` : ""}
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>Engineering controls</h1>
<p>A press pushes real commits to the marketplace, or breaks what surrounds it. Nobody tells SRE-Space.</p>
<nav><a href="/">Marketplace</a><a href="/monitor">Monitor</a><a href="${view.repositoryUrl}">Repository</a></nav>
${view.problem ? html`<p class="note bad" role="alert">${view.problem}</p>` : ""}
${view.running ? html`<p class="note" role="status"><strong>${view.running}</strong> is under way. This page follows it.</p>` : ""}
<h2>Faults</h2>
<div class="faults">
${view.faults.map(
  (fault) => html`<article class="fault">
<div><strong>${fault.title}</strong><code>${fault.id}</code></div>
<form method="post" action="/controls/inject"><input type="hidden" name="fault" value="${fault.id}">
<button ${view.running ? raw("disabled") : ""}>${fault.kind === "change" ? "Push it" : "Break it"}</button></form>
</article>`,
)}
</div>
${view.outcomes.length > 0 ? html`<h2>Outcomes</h2><ol>${view.outcomes.map(outcomeLine)}</ol>` : ""}
<h2>What happened</h2>
${
  view.timeline.length === 0
    ? html`<p>Nothing yet.</p>`
    : html`<ol>${view.timeline.map((line) => html`<li><time>${line.at}</time><span>${line.text}</span></li>`)}</ol>`
}
</main>
</body>
</html>`;
  return String(page);
}

function outcomeLine(outcome: Outcome) {
  const seconds = outcome.seconds.fault_to_healed;
  const words = outcome.healed
    ? `healed${seconds === null ? "" : ` after ${seconds.toFixed(1)} s`}, verdict ${outcome.verdict ?? "none"}`
    : `not healed, verdict ${outcome.verdict ?? "none"}`;
  const judged = outcome.correct ? "as expected" : outcome.problems.join("; ");
  return html`<li><code>${outcome.fault}</code><span>${words}; <span class="${outcome.correct ? "good" : "bad"}">${judged}</span></span></li>`;
}
