/** The style of every page: calm, wide enough for a diff, one column on a phone, light or dark as the reader's system. */
export const pageStyle = `
:root { color-scheme: light dark;
  --ink: light-dark(#1f2328, #e6edf3); --soft: light-dark(#59636e, #9198a1); --ground: light-dark(#ffffff, #0d1117);
  --raised: light-dark(#f6f8fa, #151b23); --line: light-dark(#d1d9e0, #3d444d); --link: light-dark(#0969da, #58a6ff);
  --good: light-dark(#1a7f37, #3fb950); --bad: light-dark(#cf222e, #ff7b72); --moving: light-dark(#9a6700, #d29922);
  --done: light-dark(#8250df, #ab7df8); --mark: light-dark(#fff8c5, #3b2e08); --chip: light-dark(#818b981f, #656c7633);
  --add: light-dark(#dafbe1, #12261e); --add-n: light-dark(#aceebb, #1c4328); --del: light-dark(#ffebe9, #25171c); --del-n: light-dark(#ffcecb, #542426);
  --mono: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
* { box-sizing: border-box; }
html { scroll-padding-top: 4.5rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; font: 15px/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; color: var(--ink); background: var(--ground); overflow-wrap: break-word; }
main { max-width: 64rem; margin: 0 auto; padding: 1.25rem 1.25rem 5rem; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
p { margin: 0 0 .6rem; }
h1 { font-size: 1.65rem; line-height: 1.25; font-weight: 600; margin: .25rem 0 .75rem; }
code, pre, .sha, .ref, .path, .whole { font-family: var(--mono); font-size: .87em; }
code { background: var(--chip); border-radius: 5px; padding: .15em .35em; overflow-wrap: anywhere; }
a code { color: inherit; }
pre { background: var(--raised); border-radius: 6px; padding: .9rem 1rem; margin: 0 0 1rem; overflow: auto; line-height: 1.45; }
pre code { background: none; padding: 0; font-size: 1em; overflow-wrap: normal; }
.soft, .soft a { color: var(--soft); }
.grow { flex: 1; min-width: 0; }
.plus { color: var(--good); } .minus { color: var(--bad); } .plus, .minus { font-weight: 600; white-space: nowrap; }

.top { background: var(--raised); border-bottom: 1px solid var(--line); padding: .7rem 1.25rem 0; }
.top > p { max-width: 61.5rem; margin: 0 auto .55rem; }
.top > p a { color: var(--ink); }
.top > p > a:first-child { font-weight: 650; } .top > p > a:first-child span { color: var(--soft); font-weight: 400; }
nav { max-width: 61.5rem; margin: 0 auto; display: flex; gap: .35rem; overflow-x: auto; scrollbar-width: none; }
nav a { color: var(--ink); padding: .4rem .65rem .55rem; white-space: nowrap; border-bottom: 2px solid transparent; }
nav a:hover { text-decoration: none; border-color: var(--line); }
nav a[aria-current] { border-color: light-dark(#fd8c73, #f78166); font-weight: 600; }
nav.tabs { border-bottom: 1px solid var(--line); margin: .5rem 0 1.25rem; }
.count { background: var(--chip); border-radius: 1em; padding: .05em .5em; font-size: .8em; font-weight: 500; }

.box { border: 1px solid var(--line); border-radius: 8px; margin: 0 0 1.1rem; background: var(--ground); }
.box > h2, details.box > summary, .file > summary { display: flex; flex-wrap: wrap; align-items: center; gap: .2rem .75rem; font-size: .93rem; font-weight: 600; line-height: 1.5; margin: 0; padding: .55rem 1rem; background: var(--raised); border-radius: 7px 7px 0 0; border-bottom: 1px solid var(--line); }
details.box:not([open]) > summary, .file:not([open]) > summary { border-radius: 7px; border-bottom: 0; }
.box > h2 .soft, .box > h2 > a, .file > summary > a { font-weight: 400; }
.box > h2 > .grow, .file > summary > .grow { flex-basis: 12rem; }
.box > h2:only-child { border-bottom: 0; border-radius: 7px; }
summary { cursor: pointer; }
.box > ul { list-style: none; margin: 0; padding: 0; }
.box > ul > li { display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem .65rem; padding: .55rem 1rem; }
.box > ul > li + li { border-top: 1px solid var(--line); }
.rows p { margin: 0; } .rows p.soft { font-size: .87rem; } .rows .grow { flex-basis: 16rem; }
.rows .title { color: var(--ink); font-weight: 600; } .rows .title:hover { color: var(--link); }
.pad { padding: .9rem 1rem; } .pad > h3:first-child { margin-top: 0; } .pad > .markdown + * { margin-top: 1rem; }
.entry a::before { content: ""; display: inline-block; width: .7rem; height: .8rem; margin-right: .6rem; border: 1.5px solid var(--soft); border-radius: 2px; vertical-align: -1px; }
.entry.folder a::before { width: .85rem; height: .65rem; border-color: light-dark(#54aeff, #58a6ff); background: light-dark(#54aeff, #58a6ff); vertical-align: 0; margin-right: .45rem; }
.crumbs { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem; }
.ref { background: light-dark(#ddf4ff, #121d2f); color: var(--link); border-radius: 5px; padding: .15em .45em; overflow-wrap: anywhere; }
.sha { align-self: center; }
.whole { overflow-wrap: anywhere; }

.who { white-space: nowrap; } .who a { color: inherit; }
.avatar { vertical-align: -4px; border-radius: 50%; } .avatar[data-type=Bot], .avatar[data-type=Organization] { border-radius: 5px; }
.tag { border: 1px solid var(--line); color: var(--soft); border-radius: 1em; padding: 0 .5em; font-size: .78rem; font-weight: 400; white-space: nowrap; }
.label { display: inline-block; border-radius: 1em; padding: 0 .6em; font-size: .8rem; line-height: 1.5; font-weight: 600; margin-right: .3rem; border: 1px solid light-dark(#1f232826, #f0f6fc33); overflow-wrap: anywhere; }
.state { --c: var(--good); color: light-dark(#fff, #0d1117); background: var(--c); border-radius: 1em; padding: .2rem .8rem; font-weight: 600; font-size: .9rem; }
.dot { --c: var(--good); flex: none; display: inline-block; width: .8rem; height: .8rem; border-radius: 50%; border: 3px solid var(--c); align-self: baseline; position: relative; top: 1px; }
[data-state=closed][data-kind=issue], [data-state=merged] { --c: var(--done); }
[data-state=closed][data-kind=pull] { --c: var(--bad); }
[data-state=draft], [data-state="not planned"] { --c: var(--soft); }
.dot[data-kind=pull] { border-radius: 3px; }
.issue-title { overflow-wrap: anywhere; margin-bottom: .6rem; } .issue-title .soft { font-weight: 300; }
.about { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem .75rem; color: var(--soft); }
.about b, .about .who { color: var(--ink); }
.labels { margin-bottom: 1rem; }

.conversation { margin-top: 1.1rem; }
.post:target, .box:target { border-color: var(--link); box-shadow: 0 0 0 1px var(--link); }
.event { position: relative; margin: 0 0 1.1rem 1.25rem; padding-left: 1.25rem; font-size: .93rem; }
.event::before { content: ""; position: absolute; left: -.3rem; top: .45em; width: .6rem; height: .6rem; border-radius: 50%; background: var(--line); }
.event::after { content: ""; position: absolute; left: -.05rem; top: 1.6em; bottom: -1rem; width: 2px; background: var(--line); opacity: .6; }
.event:last-child::after { display: none; }
.reactions span { border: 1px solid var(--line); border-radius: 1em; padding: .1rem .55rem; font-size: .85rem; }
.sign { font-weight: 700; } .sign[data-answer=success] { color: var(--good); } .sign[data-answer=neutral] { color: var(--soft); font-size: .8em; }
.sign[data-answer=bad] { color: var(--bad); } .sign[data-answer=moving] { color: var(--moving); }
.quiet:hover { text-decoration: none; }
.pill { border-radius: 1em; padding: .05rem .6rem; font-size: .82rem; font-weight: 600; border: 1px solid currentColor; }
.pill[data-look=good] { color: var(--good); } .pill[data-look=bad] { color: var(--bad); } .pill[data-look=moving] { color: var(--moving); } .pill[data-look=grey] { color: var(--soft); }
.standing { border-left: 4px solid var(--moving); background: var(--raised); border-radius: 0 6px 6px 0; padding: .6rem 1rem; margin-bottom: 1.1rem; }
.standing[data-state=clean] { border-color: var(--good); } .standing[data-state=dirty] { border-color: var(--bad); }

.markdown > :last-child { margin-bottom: 0; }
.markdown p, .markdown ul, .markdown ol, .markdown blockquote, .markdown details { margin: 0 0 .9rem; }
.markdown :is(h1, h2, h3, h4, h5, h6) { line-height: 1.3; font-weight: 600; margin: 1.5rem 0 .75rem; }
.markdown > :first-child { margin-top: 0; }
.markdown h1 { font-size: 1.7rem; } .markdown h2 { font-size: 1.35rem; } .markdown h3 { font-size: 1.13rem; } .markdown :is(h4, h5, h6) { font-size: 1rem; }
.markdown :is(h1, h2) { border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
.markdown :is(ul, ol) { padding-left: 1.6rem; } .markdown li + li { margin-top: .25rem; } .markdown li :is(ul, ol) { margin: .25rem 0 .4rem; }
.markdown li:has(> input) { list-style: none; margin-left: -1.4rem; }
.markdown a { text-decoration: underline; text-decoration-color: color-mix(in srgb, currentColor 35%, transparent); text-underline-offset: .18em; }
.markdown blockquote { border-left: 4px solid var(--line); color: var(--soft); padding-left: 1rem; margin-left: 0; }
.markdown img { max-width: 100%; } .markdown hr { border: 0; border-top: 3px solid var(--line); margin: 1.4rem 0; }
.markdown sub { line-height: 1.4; color: var(--soft); vertical-align: baseline; font-size: .85em; }
.scroll { overflow-x: auto; margin: 0 0 1rem; }
.markdown table { border-collapse: collapse; }
.markdown :is(th, td) { border: 1px solid var(--line); padding: .35rem .75rem; text-align: left; vertical-align: top; overflow-wrap: break-word; }
.markdown :is(th, td)[align=center] { text-align: center; } .markdown :is(th, td)[align=right] { text-align: right; }
.markdown tbody tr:nth-child(even) { background: var(--raised); }
.markdown thead:not(:has(th:not(:empty))) { display: none; }
.drawing { margin: 0 0 1rem; border: 1px solid var(--line); border-radius: 6px; padding: .75rem; overflow-x: auto; }
.drawing svg { display: block; margin: 0 auto; max-width: 100%; height: auto; }
.drawing .grid .tick line { stroke: var(--line); }
.drawing > details { margin: .5rem 0 0; font-size: .8rem; color: var(--soft); } .drawing pre { margin: .5rem 0 0; }

.file { border: 1px solid var(--line); border-radius: 8px; margin: 0 0 1.1rem; overflow: clip; }
.file > summary { position: sticky; top: 0; z-index: 1; list-style: none; } .file > summary .path { overflow-wrap: anywhere; }
table.code { width: 100%; border-collapse: collapse; table-layout: fixed; font: .8rem/1.6 var(--mono); tab-size: 4; }
.code td { padding: 0 .75rem; white-space: pre-wrap; overflow-wrap: anywhere; vertical-align: top; }
.code td.n { width: 3.6rem; padding: 0; overflow: hidden; text-align: right; user-select: none; }
.code .n a { display: block; white-space: nowrap; padding-right: .75rem; color: var(--soft); } .code .n a::before { content: attr(data-n); }
.code tr:target td, .code tr:has(:target) td { background: var(--mark); }
.code tr:target .n a, .code tr:has(:target) .n a { color: var(--ink); font-weight: 600; }
.box > table.code { margin: .3rem 0; }
.diff td[data-mark]::before { content: attr(data-mark); display: inline-block; width: 1.1em; margin-left: -.4em; user-select: none; color: var(--soft); }
[data-line=added] td { background: var(--add); } [data-line=added] td.n { background: var(--add-n); }
[data-line=removed] td { background: var(--del); } [data-line=removed] td.n { background: var(--del-n); }
[data-line=hunk] td { background: light-dark(#ddf4ff, #121d2f); color: var(--soft); } [data-line=note] td { color: var(--soft); font-style: italic; }
.code td.note { white-space: normal; font: .88rem/1.5 system-ui, sans-serif; padding: 0; }
.annotation { border-left: 4px solid var(--soft); background: var(--raised); padding: .6rem 1rem; margin: .5rem .75rem; border-radius: 0 6px 6px 0; }
.annotation[data-level=warning] { border-color: var(--moving); } .annotation[data-level=failure] { border-color: var(--bad); } .annotation[data-level=notice] { border-color: var(--link); }
.annotation p { margin: 0; } .message { white-space: pre-wrap; overflow-wrap: anywhere; } pre.message { font-size: .87rem; }

@media (max-width: 40rem) {
  body { font-size: 16px; } main { padding: 1rem .75rem 4rem; } .top { padding-inline: .75rem; } h1 { font-size: 1.4rem; }
  .pad, .box > h2, .box > ul > li, .file > summary { padding-inline: .75rem; }
  .code td.n { width: 2.6rem; } .code .n a { padding-right: .4rem; } .code td { padding-inline: .4rem; } .diff td.n:first-child { width: 0; } .diff td.n:first-child a { visibility: hidden; padding: 0; }
  .who { white-space: normal; } .markdown :is(th, td) { padding: .35rem .5rem; } .event { margin-left: .4rem; } .drawing svg[aria-roledescription=gantt] { min-width: 35rem; }
}
@media print { .top, nav { display: none; } .box { break-inside: avoid; } }
`;
