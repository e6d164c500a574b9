/**
 * The page's own script: puts what the stream sends where it belongs, lets ages grow, filters and pauses the stream of
 * thoughts. All markup is rendered, and escaped, by the server.
 */
export const monitorScript = `
const { since, now } = document.querySelector("script[data-since]").dataset;
const ahead = Number(now) - Date.now();
const by = (id) => document.getElementById(id);
const incidents = by("incidents"), thoughts = by("thoughts"), filter = by("filter"), pause = by("pause"), link = by("link");
const only = incidents.dataset.only;
const MOST = 200;
const fragment = (markup) => document.createRange().createContextualFragment(markup);

const handle = {
  incident({ id, markup }) {
    if (only && only !== id) return;
    const old = by("incident-" + id);
    if (old) swap(old, markup); else incidents.prepend(fragment(markup));
    if (!old && filter?.elements.incident) offer(id);
    if (only) deeper();
  },
  thought({ incident, markup }) {
    if (only && only !== incident) return;
    if (pause.ariaPressed === "true") { held.push(markup); if (held.length > MOST) held.shift(); say(); }
    else show(markup);
  },
  // Who may not see everything asks for what they may.
  look() { if (looked) due = true; else looked = setTimeout(look, 500); },
  status({ parts }) {
    for (const [id, markup] of Object.entries(parts)) {
      const part = by(id);
      if (part && !part.contains(document.activeElement?.matches("a,button") ? document.activeElement : null)) part.replaceChildren(fragment(markup));
    }
  },
};

let looked = 0, due = false;
async function look() {
  const answer = await fetch("/monitor/parts").catch(() => null);
  if (answer?.ok) handle.status(await answer.json());
  setTimeout(() => { looked = 0; if (due) { due = false; handle.look(); } }, 3000);
}

/** Whoever stands on a link of the card stands on it still when the card is made anew. */
function swap(old, markup) {
  const at = [...old.querySelectorAll("a")].indexOf(document.activeElement);
  const made = fragment(markup).firstElementChild;
  old.replaceWith(made);
  if (at >= 0) made.querySelectorAll("a")[at]?.focus();
}
function offer(id) {
  const to = by("incident-" + id)?.querySelector("h3")?.textContent.trim().split(/\\s+/)[0] ?? id;
  filter.elements.incident.append(new Option(to, id));
}

// --- thoughts
const held = [];
function show(markup) {
  const line = fragment(markup).firstElementChild;
  if (by(line.id)) return;
  sift(line);
  thoughts.prepend(line);
  while (thoughts.children.length > MOST) thoughts.lastElementChild.remove();
}
function sift(line) {
  const agent = filter.elements.agent.value, incident = filter.elements.incident?.value;
  line.hidden = Boolean((agent && line.dataset.agent !== agent) || (incident && line.dataset.incident !== incident));
}
function say() {
  const on = pause.ariaPressed === "true";
  pause.textContent = on ? "Go on" + (held.length ? " (" + held.length + " new)" : "") : "Pause";
}
filter.addEventListener("submit", (event) => event.preventDefault());
filter.addEventListener("change", () => { for (const line of thoughts.children) sift(line); });
pause.hidden = false;
pause.addEventListener("click", () => {
  pause.ariaPressed = String(pause.ariaPressed !== "true");
  if (pause.ariaPressed === "false") for (const markup of held.splice(0)) show(markup);
  say();
});

// --- one incident, made anew below its card, at most once a second
let asked = 0, again = false;
async function deeper() {
  if (asked) { again = true; return; }
  asked = setTimeout(() => { asked = 0; if (again) { again = false; deeper(); } }, 1000);
  const answer = await fetch(location.pathname).catch(() => null);
  if (!answer?.ok) return;
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["deeper", "deeper-still"]) {
    const old = by(id), young = made.getElementById(id);
    if (!old || !young || young.innerHTML === old.innerHTML) continue;
    for (const open of old.querySelectorAll("details[open]")) young.querySelector("#" + CSS.escape(open.id))?.setAttribute("open", "");
    old.replaceWith(young);
  }
}

// --- the connection
let seen = since, events, cutting, alive = Date.now();
function connect() {
  events?.close();
  events = new EventSource("/monitor/events?since=" + seen);
  alive = Date.now();
  for (const [type, take] of Object.entries(handle)) events.addEventListener(type, (event) => {
    heard();
    // One that has been seen is not taken again, whoever sends it.
    if (Number(event.lastEventId) <= Number(seen)) return;
    seen = event.lastEventId;
    take(JSON.parse(event.data));
  });
  events.addEventListener("beat", heard);
  events.addEventListener("reset", () => location.reload());
  events.onopen = heard;
  events.onerror = () => {
    // One that has ended, as each does where functions have an end, is back before anybody could read of it.
    cutting ??= setTimeout(cut, 1500, true);
    // What is refused is not tried again by the browser itself.
    if (events.readyState === EventSource.CLOSED) setTimeout(comeBack, 3000);
  };
}
async function comeBack() {
  const answer = await fetch("/monitor/parts").catch(() => null);
  // Whose time is over proves again who they are, which GitHub does without a word.
  if (answer?.status === 401) location.reload(); else connect();
}
function heard() { alive = Date.now(); clearTimeout(cutting); cutting = undefined; cut(false); }
function cut(is) {
  document.documentElement.toggleAttribute("data-cut", is);
  link.hidden = !is;
  link.textContent = is ? "Connection lost, trying again. What is shown may be old." : "";
}
connect();

// --- time
function age(from) {
  const seconds = Math.max(0, Math.round((Date.now() + ahead - Date.parse(from)) / 1000));
  if (seconds < 90) return seconds + " s";
  return seconds < 5400 ? Math.round(seconds / 60) + " min" : Math.round(seconds / 3600) + " h";
}
setInterval(() => {
  for (const time of document.querySelectorAll("time[data-age]")) {
    const text = age(time.dateTime);
    if (time.textContent !== text) time.textContent = text;
  }
  if (Date.now() - alive > 35000) { cut(true); connect(); }
}, 1000);
`;
