/** Colours hold 4.5:1 on either theme; nothing moves. */
export const CONTROLS_STYLE = `
:root { color-scheme: light dark;
  --ground: light-dark(#f5f4ef, #121614); --card: light-dark(#ffffff, #1b211f); --well: light-dark(#faf9f5, #161b19);
  --ink: light-dark(#1a211e, #e9eeeb); --soft: light-dark(#56615c, #a3b0aa); --line: light-dark(#dbd9d0, #323b37);
  --accent: light-dark(#0b6a4c, #63cca6); --alarm: light-dark(#b0241c, #ff9086); --busy: light-dark(#7a4d00, #f0bf5b); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 ui-sans-serif, system-ui, sans-serif; }
a { color: var(--accent); text-underline-offset: .2em; }
code { font: .88em ui-monospace, monospace; color: var(--soft); overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .3rem; }
.skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .3rem .7rem; }
.top { border-bottom: 1px solid var(--line); background: var(--card); }
.top > div { max-width: 72rem; margin: 0 auto; padding: .8rem 1.25rem; display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; align-items: baseline; }
.top b { font-size: 1.05rem; } .top span { color: var(--soft); font-weight: 400; }
.top nav { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin-left: auto; }
main { max-width: 72rem; margin: 0 auto; padding: 1.6rem 1.25rem 4rem; }
h1 { font-size: clamp(1.5rem, 3.5vw, 2rem); line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.15rem; margin: 2.4rem 0 .2rem; } h3 { font-size: 1.05rem; margin: 0; }
h2 + p { margin-bottom: .9rem; }
p { margin: 0; } .soft, h1 + p, h2 + p { color: var(--soft); max-width: 46rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .7rem; padding: 1rem 1.1rem; }
.grid { display: grid; gap: .9rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 16.5rem), 1fr)); }
.three { display: grid; gap: .9rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); }
.symptom { display: flex; flex-direction: column; gap: .8rem; border-top: 4px solid var(--alarm); }
.symptom form { display: grid; gap: .35rem; padding-top: .8rem; border-top: 1px solid var(--line); margin-top: auto; } .symptom form ~ form { margin-top: 0; }
.symptom small { color: var(--soft); font-size: .88rem; min-height: 2.6em; }
button { font: inherit; font-weight: 600; width: 100%; padding: .5rem .9rem; border-radius: .5rem; border: 1px solid var(--alarm); color: var(--alarm); background: var(--card); cursor: pointer; }
button:hover { background: var(--alarm); color: var(--card); }
button.world { border-style: dashed; }
button.mend { width: auto; border-color: var(--accent); color: var(--accent); } button.mend:hover { background: var(--accent); color: var(--card); }
.action { display: flex; flex-direction: column; gap: .7rem; }
.action .fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: .5rem; margin-top: auto; }
label { display: grid; gap: .15rem; font-size: .8rem; color: var(--soft); }
select, input { font: inherit; font-size: .95rem; width: 100%; min-width: 0; padding: .35rem .5rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--well); color: var(--ink); }
.rows { list-style: none; margin: 0; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: .7rem; }
.rows li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .2rem 1rem; align-items: center; padding: .6rem 1.1rem; border-top: 1px solid var(--line); } .rows li:first-child { border-top: 0; }
.rows button { width: auto; min-width: 7rem; padding: .3rem .8rem; font-size: .92rem; }
.two { display: grid; gap: .3rem 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); align-items: start; } .two h3 { margin: .6rem 0 .5rem; }
.break { display: grid; gap: .5rem; margin-bottom: .8rem; border-left: 4px solid var(--busy); }
.break[data-state=over], .break[data-state=lifted] { border-left-color: var(--line); } .break[data-state=failed] { border-left-color: var(--alarm); }
.break header { display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: baseline; justify-content: space-between; }
.break ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .25rem; }
.break li { overflow-wrap: anywhere; } .break form { justify-self: start; }
.tag { font-size: .8rem; border: 1px solid currentColor; border-radius: 99px; padding: 0 .65em; white-space: nowrap; color: var(--soft); }
.good { color: var(--accent); } .bad { color: var(--alarm); } .busy { color: var(--busy); }
.note { border-left: 4px solid var(--alarm); margin: 1.2rem 0 0; }
details { margin-top: .5rem; } summary { cursor: pointer; color: var(--soft); padding: .2rem 0; }
details .break { margin-top: .6rem; }
.log { list-style: none; margin: 0; padding: .4rem 0; max-height: 26rem; overflow: auto; } .log li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 1rem; padding: .2rem 1.1rem; font-size: .92rem; overflow-wrap: anywhere; }
time { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
@media (forced-colors: active) { .card { border: 1px solid CanvasText; } }
`;
