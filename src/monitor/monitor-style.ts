/**
 * Glass as a ladder: an opaque floor that everybody reads, blur only where it is supported and wanted.
 * Text stands on scrims that hold 4.5:1 on either theme.
 */
export const monitorStyle = `
:root { color-scheme: light dark;
  --ink: light-dark(#111827, #eef2ff); --soft: light-dark(#475569, #b6c2dd); --line: light-dark(#cbd5e1, #33415f);
  --glass: light-dark(#f8fafc, #131c33); --ground: light-dark(#e2e8f0, #080d1a);
  --good: light-dark(#166534, #6ee7a8); --bad: light-dark(#9f1239, #fda4af); --busy: light-dark(#1e40af, #93c5fd); --grey: light-dark(#475569, #94a3b8); }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 ui-sans-serif, system-ui, sans-serif; color: var(--ink); background: var(--ground); }
.sky { position: fixed; inset: 0; z-index: -1; background:
  radial-gradient(60rem 40rem at 85% -10%, light-dark(#c7d2fe, #1e2a5a), transparent 70%),
  radial-gradient(50rem 40rem at -10% 110%, light-dark(#bae6fd, #10324a), transparent 70%); }
a { color: inherit; text-underline-offset: .2em; }
code { font: .9em ui-monospace, monospace; }
h2 { font-size: .8rem; letter-spacing: .08em; text-transform: uppercase; color: var(--soft); margin: 1.5rem 0 .6rem; }
.top, main { max-width: 78rem; margin: 0 auto; padding: 1rem 1.25rem 0; }
.brand { margin: 0; font-weight: 600; } .brand span { font-weight: 400; color: var(--soft); } .brand a { text-decoration: none; }
.sentence { font-size: clamp(1.3rem, 3vw, 1.9rem); line-height: 1.25; margin: .6rem 0; font-weight: 600; }
.sentence span { display: block; font-size: .9rem; font-weight: 400; color: var(--soft); }
.sentence[data-state=healthy] { color: var(--good); } .sentence[data-state=asking] { color: var(--bad); }
.sentence[data-state=moving] { color: var(--busy); } .sentence[data-state=stale] { color: var(--grey); }
main { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 0 1.5rem; padding-bottom: 3rem; }
@media (max-width: 60rem) { main { grid-template-columns: minmax(0, 1fr); } }
.card, .services li, #thoughts { background: var(--glass); border: 1px solid var(--line); border-radius: 16px; }
@supports (backdrop-filter: blur(1px)) { @media (prefers-reduced-transparency: no-preference) and (prefers-contrast: no-preference) {
  .card, .services li, #thoughts { background: color-mix(in srgb, var(--glass) 82%, transparent); backdrop-filter: blur(18px) saturate(1.3);
    box-shadow: inset 0 1px 0 color-mix(in srgb, white 25%, transparent), 0 8px 30px rgb(0 0 0 / .12); } } }
.services { list-style: none; display: flex; flex-wrap: wrap; gap: .6rem; padding: 0; margin: .8rem 0 0; }
.services li { padding: .45rem .8rem; display: flex; gap: .7rem; align-items: baseline; font-variant-numeric: tabular-nums; font-size: .88rem; }
.services span:empty { display: none; }
.services li b::before { content: "●"; margin-right: .4em; color: var(--grey); }
.services li[data-broken=false] b::before { color: var(--good); } .services li[data-broken=true] b::before { color: var(--bad); }
.services li[data-stale=true] b::before { color: var(--grey); } .services li[data-stale=true] { color: var(--soft); }
.incident { padding: 1rem 1.1rem; margin-bottom: .9rem; }
.incident header { display: flex; justify-content: space-between; gap: 1rem; align-items: baseline; }
.incident h3 { margin: 0; font-size: 1.05rem; } .incident h3 span { color: var(--soft); font-weight: 400; } .incident h3 a { text-decoration: none; }
.pill { border: 1px solid currentColor; border-radius: 99px; padding: 0 .7em; font-size: .82rem; white-space: nowrap; color: var(--busy); }
[data-state=healed] .pill { color: var(--good); } [data-state="needs a person"] .pill, [data-state="awaiting approval"] .pill { color: var(--bad); }
[data-state=closed] .pill { color: var(--grey); }
.summary { margin: .3rem 0 .7rem; }
.loop { list-style: none; display: flex; gap: .3rem; padding: 0; margin: 0 0 .8rem; }
.loop li { flex: 1; text-align: center; font-size: .8rem; padding: .2rem; color: var(--soft); border-top: 3px solid var(--line); }
.loop li[data-done=true] { border-color: var(--good); } .loop li[aria-current] { border-color: var(--busy); color: var(--ink); font-weight: 600; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: .6rem; margin: 0; }
dt { font-size: .75rem; color: var(--soft); } dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.links { margin: .7rem 0 0; display: flex; flex-wrap: wrap; gap: .3rem 1rem; font-size: .9rem; } .links:empty { display: none; }
.empty { color: var(--soft); } .incident ~ .empty { display: none; }
#thoughts { list-style: none; margin: 0; padding: .6rem .9rem; max-height: 70vh; overflow: auto; font-size: .88rem; }
#thoughts li { padding: .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; } #thoughts li:last-child { border: 0; }
#thoughts time, #thoughts small { color: var(--soft); font-variant-numeric: tabular-nums; }
#thoughts b { font-weight: 600; color: var(--busy); }
#thoughts [data-agent=guardrail] b { color: var(--bad); } #thoughts [data-agent=fixer] b { color: var(--good); }
.hypotheses, .evidence { padding: 0; list-style: none; } .hypotheses > li { padding: .7rem 1rem; margin-bottom: .6rem; } .hypotheses p { margin: 0 0 .3rem; }
li[data-favours=true]::marker { content: "＋ "; } li[data-favours=false]::marker { content: "－ "; }
.evidence li { padding: .2rem 0; } table { border-collapse: collapse; width: 100%; font-size: .88rem; }
th, td { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; } th[scope=row] { font-weight: 500; }
tr[data-answer=fail] td:nth-child(2) { color: var(--bad); font-weight: 600; }
[data-cut] .sentence span::after { content: " · connection lost, trying again"; }
:focus-visible { outline: 2px solid var(--busy); outline-offset: 2px; }
@media (forced-colors: active) { .pill, .loop li { border-color: CanvasText; } }
`;
