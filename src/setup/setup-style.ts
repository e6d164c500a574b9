/** Quiet, in light and dark, and complete without script: https://www.w3.org/TR/WCAG22/#contrast-minimum holds by far. */
export const setupStyle = `
:root { color-scheme: light dark; --ink: #111827; --soft: #475569; --line: #cbd5e1; --pane: #fff; --ground: #e6ebf4; --deed: #1e40af; --on-deed: #fff; --bad: #9f1239; --field: #64748b; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef2ff; --soft: #b9c5df; --line: #33415f; --pane: #0f1729; --ground: #070b16; --deed: #93c5fd; --on-deed: #0b1220; --bad: #fda4af; --field: #8494b3; } }
* { box-sizing: border-box; }
body { margin: 0; padding: clamp(1rem, 6vh, 5rem) 1.25rem 3rem; font: 16px/1.55 ui-sans-serif, system-ui, "Segoe UI", Roboto, sans-serif; color: var(--ink); background: var(--ground); overflow-wrap: anywhere; }
main { max-width: 40rem; margin: 0 auto; background: var(--pane); border: 1px solid var(--line); border-radius: 22px; padding: clamp(1.25rem, 4vw, 2.25rem); }
h1 { margin: 0 0 .3rem; font-size: clamp(1.35rem, 4vw, 1.8rem); line-height: 1.2; letter-spacing: -.02em; }
h2 { margin: 1.6rem 0 .5rem; font-size: 1rem; }
p { margin: 0 0 .8rem; } .soft, small { color: var(--soft); } small { display: block; font-size: .875rem; }
ol.steps { display: flex; gap: .4rem 1.4rem; flex-wrap: wrap; margin: 0 0 1.4rem; padding: 0; list-style: none; font-size: .9rem; color: var(--soft); }
ol.steps [aria-current] { color: var(--ink); font-weight: 650; }
label { display: block; margin: 1.1rem 0 .3rem; font-weight: 600; }
input { width: 100%; padding: .6rem .75rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--field); border-radius: 10px; }
input[aria-invalid=true] { border: 2px solid var(--bad); }
.wrong { color: var(--bad); font-weight: 600; }
button, a.deed { display: inline-block; margin-top: 1.4rem; padding: .65rem 1.2rem; font: inherit; font-weight: 650; color: var(--on-deed); background: var(--deed); border: 0; border-radius: 10px; text-decoration: none; cursor: pointer; }
a { color: inherit; text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--deed); outline-offset: 2px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0; font-size: .9rem; } dt { color: var(--soft); } dd { margin: 0; }
code { font: .9em ui-monospace, "SFMono-Regular", Menlo, monospace; }
`;
