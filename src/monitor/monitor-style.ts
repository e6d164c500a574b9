import { incidentStyle } from "./incident-style.ts";

/**
 * Glass as a ladder. The floor is opaque, and complete. Where blur is supported and nobody asked for less of it, panels
 * let a little of the sky through: so little that text holds 4.5:1 (WCAG 2.2, 1.4.3) even were what is behind them all
 * black or all white, which test/monitor/browser.test.ts computes. Colour is never the only sign, and nothing moves by
 * itself: a blur that is drawn anew sixty times a second keeps a whole core busy where there is no graphics card. Blurred is
 * what stands on top, and what floats over the rest: behind the other panels the sky is smooth, and a blur of it would be
 * paid for and not seen. It comes one step after the words: without a graphics card the blur alone takes as long as all the
 * rest of the first paint.
 */
export const monitorStyle = `
:root { color-scheme: light dark;
  --ink: #111827; --soft: #475569; --line: #cbd5e1; --pane: #ffffff; --ground: #e6ebf4; --veil: rgb(255 255 255 / .86); --well: rgb(17 24 39 / .035);
  --good: #166534; --bad: #9f1239; --busy: #1e40af; --grey: #475569; --violet: #6b21a8; --teal: #115e59; --shine: rgb(255 255 255 / .9); --shade: rgb(30 41 82 / .12);
  --sky-one: #b9c8ff; --sky-two: #a5e4f2; --sky-three: #e6cffb; }
@media (prefers-color-scheme: dark) { :root {
  --ink: #eef2ff; --soft: #b9c5df; --line: #33415f; --pane: #0f1729; --ground: #070b16; --veil: rgb(13 20 37 / .86); --well: rgb(238 242 255 / .035);
  --good: #6ee7a8; --bad: #fda4af; --busy: #93c5fd; --grey: #a8b5cf; --violet: #d8b4fe; --teal: #5eead4; --shine: rgb(255 255 255 / .13); --shade: rgb(0 0 0 / .45);
  --sky-one: #28408f; --sky-two: #0d5a70; --sky-three: #4b2a78; } }
@media (prefers-contrast: more) { :root { --soft: var(--ink); --grey: var(--ink); --line: currentColor; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; font: 15px/1.5 ui-sans-serif, system-ui, "Segoe UI", Roboto, sans-serif; color: var(--ink); background: var(--ground); overflow-wrap: anywhere; }
.sky { position: fixed; inset: 0; z-index: -1; background: var(--ground); }
a { color: inherit; text-decoration-color: color-mix(in srgb, currentColor 45%, transparent); text-underline-offset: .2em; } a:hover { text-decoration-color: currentColor; }
code { font: .9em ui-monospace, "SFMono-Regular", Menlo, monospace; }
small { font-size: .86em; color: var(--soft); }
p { margin: 0 0 .4rem; } ul, ol { margin: 0; padding: 0; list-style: none; }
h2 { font-size: .95rem; font-weight: 650; letter-spacing: -.005em; margin: 0 0 .7rem; }
:focus-visible { outline: 2px solid var(--busy); outline-offset: 2px; border-radius: 4px; }
.unseen, .skip:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip:focus { position: fixed; top: .5rem; left: .5rem; z-index: 3; padding: .4rem .8rem; background: var(--pane); border-radius: 8px; }
.glass { background: var(--pane); border: 1px solid var(--line); border-radius: 22px; padding: 1.1rem 1.25rem; min-width: 0; }
@supports ((backdrop-filter: blur(1px)) or (-webkit-backdrop-filter: blur(1px))) {
  @media (prefers-reduced-transparency: no-preference) and (prefers-contrast: no-preference) and (forced-colors: none) {
    .top .glass, #link { animation: frost 0s .1s forwards; }
    .glass { background: var(--veil); border-color: color-mix(in srgb, var(--line) 55%, transparent);
      box-shadow: inset 0 1px 0 var(--shine), inset 0 0 0 1px color-mix(in srgb, var(--shine) 30%, transparent), 0 14px 40px -12px var(--shade); }
    .sky { background: radial-gradient(58rem 40rem at 88% -12%, var(--sky-one), transparent 68%), radial-gradient(46rem 36rem at -8% 38%, var(--sky-two), transparent 68%), radial-gradient(60rem 44rem at 62% 118%, var(--sky-three), transparent 66%), var(--ground); }
  }
}
@keyframes frost { to { -webkit-backdrop-filter: blur(28px) saturate(1.5); backdrop-filter: blur(28px) saturate(1.5); } }
.top, main { max-width: 80rem; margin: 0 auto; padding: 0 1.25rem; }
.top { padding-top: .9rem; }
.bar-top { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; } #sign-out { font-size: .86rem; }
.brand { width: fit-content; margin: 0 0 .7rem; font-weight: 650; } .brand.glass { border-radius: 99px; padding: .15rem 1rem; }
.brand span { font-weight: 400; color: var(--soft); } .brand a { text-decoration: none; }
.hero { padding: 1.3rem 1.6rem; }
.sentence { display: grid; grid-template-columns: auto 1fr; column-gap: 1rem; align-items: center; margin: 0; color: var(--tint); }
.sentence b { font-size: clamp(1.3rem, 3.2vw, 2rem); line-height: 1.2; letter-spacing: -.018em; font-weight: 650; }
.sentence > span { grid-column: 2; color: var(--soft); font-variant-numeric: tabular-nums; } .sentence > span[data-stale=true] { font-weight: 600; }
.sentence { --tint: var(--grey); } .sentence[data-state=healthy] { --tint: var(--good); } .sentence[data-state=asking] { --tint: var(--bad); } .sentence[data-state=moving] { --tint: var(--busy); }
[data-cut] .sentence { --tint: var(--grey); }
.orb { width: 2.6rem; height: 2.6rem; border-radius: 50%; border: 3px solid var(--tint); position: relative; }
.orb::after { content: ""; position: absolute; inset: 26%; border-radius: 50%; background: var(--tint); }
[data-state=stale] .orb::after, [data-cut] .orb::after { background: none; border: 2px dashed var(--tint); }
.needs { margin-top: 1rem; border: 2px solid var(--bad); } .needs h2 { color: var(--bad); }
.needs li + li { border-top: 1px solid var(--line); margin-top: .6rem; padding-top: .6rem; }
.where { display: flex; align-items: baseline; flex-wrap: wrap; gap: .2rem 1rem; margin: 0; } .where span { color: var(--soft); } .where a { font-weight: 600; }
main { display: grid; grid-template-columns: minmax(0, 1.62fr) minmax(0, 1fr); gap: 1rem; padding-top: 1rem; padding-bottom: 3rem; align-items: start; }
.column { display: grid; gap: 1rem; min-width: 0; }
.card { background: var(--well); border: 1px solid var(--line); border-radius: 16px; }
.incident { padding: .9rem 1rem; } .incident + .incident { margin-top: .7rem; }
.incident header { display: flex; justify-content: space-between; gap: .6rem 1rem; align-items: baseline; flex-wrap: wrap; }
.incident h3 { margin: 0; font-size: 1.08rem; letter-spacing: -.01em; } .incident h3 span { color: var(--soft); font-weight: 400; } .incident h3 a { text-decoration: none; } .incident h3 a:hover { text-decoration: underline; }
.pill { border: 1px solid currentColor; border-radius: 99px; padding: 0 .7em; font-size: .84rem; font-weight: 600; color: var(--busy); }
[data-state=healed] .pill { color: var(--good); } [data-state="needs a person"] .pill, [data-state="awaiting approval"] .pill { color: var(--bad); } [data-state=closed] .pill { color: var(--grey); }
.summary { margin: .25rem 0 .7rem; } .incident[data-state=healed] .summary, .incident[data-state=closed] .summary { color: var(--soft); margin-bottom: .3rem; }
.ending { margin: 0; }
.loop { display: grid; grid-template-columns: repeat(5, 1fr); gap: .35rem; margin: 0 0 .9rem; }
.loop li { font-size: .82rem; padding-top: .3rem; color: var(--soft); border-top: 4px solid var(--line); }
.loop li[data-done=true] { border-color: var(--good); } .loop li[aria-current] { border-color: var(--busy); color: var(--ink); font-weight: 650; }
dl { margin: 0; } dt { font-size: .78rem; color: var(--soft); } dd { margin: 0; font-variant-numeric: tabular-nums; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(7.2rem, 1fr)); gap: .6rem .8rem; } .facts .wide { grid-column: 1 / -1; display: grid; grid-template-columns: 4.6rem 1fr; gap: .8rem; align-items: baseline; } .facts .wide + .wide { margin-top: -.35rem; } .rate { font-weight: 650; }
[data-state="in flight"] .rate, [data-state="needs a person"] .rate, [data-state="awaiting approval"] .rate { color: var(--bad); }
.links { margin: .7rem 0 0; display: flex; flex-wrap: wrap; gap: .2rem 1rem; } .ending + .links { margin-top: .3rem; }
.empty, .note, .more { color: var(--soft); margin: 0; } .incident ~ .empty { display: none; } .note { font-size: .84rem; margin-top: .5rem; }
.services li { display: grid; grid-template-columns: minmax(8rem, 1.4fr) 4.6rem 4rem 6rem 6.4rem 4.4rem minmax(4rem, auto); gap: .1rem .6rem; align-items: baseline; padding: .42rem 0; border-top: 1px solid var(--line); font-variant-numeric: tabular-nums; } .services li:first-child { border: 0; padding-top: 0; }
.services code { text-align: right; } .services b::before { content: "●"; margin-right: .5em; color: var(--grey); } .services em { font-style: normal; color: var(--grey); }
.services [data-broken=false] b::before, .services [data-broken=false] em { color: var(--good); } .services [data-broken=true] b::before, .services [data-broken=true] em { color: var(--bad); font-weight: 650; }
.services [data-stale=true] b::before, .services [data-stale=true] em, [data-cut] .services b::before, [data-cut] .services em { color: var(--grey); font-weight: 400; } .services [data-stale=true] b::before { content: "○"; } .services [data-stale=true] { color: var(--soft); }
.services code { color: var(--soft); }
#filter { display: flex; flex-wrap: wrap; gap: .4rem .8rem; align-items: center; margin: 0 0 .6rem; font-size: .86rem; color: var(--soft); }
select, button { font: inherit; color: var(--ink); background: var(--pane); border: 1px solid var(--soft); border-radius: 9px; padding: .15rem .5rem; max-width: 11rem; } button { cursor: pointer; } button[aria-pressed=true] { border-color: var(--busy); color: var(--busy); font-weight: 600; } #pause { margin-left: auto; } [hidden] { display: none !important; }
.log { max-height: min(70vh, 46rem); overflow: auto; font-size: .9rem; border-radius: 10px; padding-right: .4rem; scrollbar-width: thin; }
#thoughts:empty::after { content: "None yet: they think when something breaks."; color: var(--soft); }
#thoughts li { padding: .4rem 0; border-top: 1px solid var(--line); } #thoughts li:first-child { border: 0; }
#thoughts time { color: var(--soft); font-variant-numeric: tabular-nums; } #thoughts b { font-weight: 650; color: var(--busy); }
#thoughts [data-agent=guardrail] b { color: var(--violet); } #thoughts [data-agent=fixer] b { color: var(--teal); } #thoughts [data-agent=scout] b { color: var(--grey); }
#thoughts > li > a { color: var(--soft); } #thoughts span { display: block; } #thoughts small { display: block; }
.deeds li { display: grid; grid-template-columns: 6.4rem 1fr auto; gap: .1rem .8rem; padding: .38rem 0; border-top: 1px solid var(--line); align-items: baseline; } .deeds li:first-child { border: 0; padding-top: 0; }
.deeds b { font-weight: 500; color: var(--soft); } .deeds [data-kind=merge] b { color: var(--good); font-weight: 650; }
.health > div { padding: .38rem 0; border-top: 1px solid var(--line); display: grid; grid-template-columns: 6.2rem 1fr; gap: .8rem; align-items: baseline; } .health > div:first-child { border: 0; padding-top: 0; }
.health dt { font-size: inherit; } .health dt::before { content: "○"; margin-right: .5em; color: var(--grey); } .health [data-health=good] dt::before { content: "●"; color: var(--good); } .health [data-health=bad] dt::before { content: "▲"; color: var(--bad); } .health [data-health=bad] dd { font-weight: 600; } [data-cut] .health dt::before { color: var(--grey); }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.2rem, 1fr)); gap: .8rem; } .figures dt + dd { font-size: 1.4rem; font-weight: 650; letter-spacing: -.02em; line-height: 1.2; }
.chart { display: block; width: 100%; height: auto; } .days { height: 3.4rem; margin-top: .9rem; } .good { fill: var(--good); } .busy { fill: var(--busy); } .floor { fill: var(--line); } .bad { fill: var(--bad); } .grey { fill: var(--grey); }
#link { position: fixed; bottom: 1rem; left: 50%; transform: translateX(-50%); margin: 0; padding: .5rem 1.1rem; border-color: var(--bad); z-index: 2; width: max-content; max-width: calc(100vw - 2rem); font-weight: 600; }
/* In one column they stand in the order in which a person looks. */
@media (max-width: 60rem) { main { grid-template-columns: minmax(0, 1fr); } main:not(.one) > .column { display: contents; } .at-github { order: 1; } .at-health { order: 2; } .at-figures { order: 3; } .log { max-height: 26rem; } }
@media (max-width: 34rem) { .top, main { padding-left: .7rem; padding-right: .7rem; } .glass { padding: .9rem; border-radius: 18px; } .hero { padding: 1rem; } .orb { width: 1.9rem; height: 1.9rem; } .sentence { column-gap: .7rem; }
  .facts { grid-template-columns: repeat(3, minmax(0, 1fr)); } .services li { display: flex; flex-wrap: wrap; gap: .1rem .9rem; } .services span:empty { display: none; } .services b { flex: 1 0 60%; } .deeds li { grid-template-columns: 1fr auto; } .deeds span { grid-column: 1 / -1; grid-row: 2; } .health > div { grid-template-columns: 1fr; gap: 0; } #pause { margin-left: 0; } }
@media (forced-colors: active) { .orb, .orb::after { border-color: CanvasText; } .loop li[aria-current] { border-color: Highlight; } .good, .busy, .bad { fill: CanvasText; } .floor { fill: GrayText; } }
@media print { .sky, #filter, .skip { display: none; } .glass { break-inside: avoid; } .log { max-height: none; } }
${incidentStyle}`;
