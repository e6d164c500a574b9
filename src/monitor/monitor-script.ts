/**
 * The page's own script: puts what the stream sends where it belongs. All markup is rendered, and
 * escaped, by the server.
 */
export const monitorScript = `
const since = document.querySelector("script[data-since]").dataset.since;
const incidents = document.getElementById("incidents");
const thoughts = document.getElementById("thoughts");
const status = document.getElementById("status");
const only = incidents?.dataset.only;
const events = new EventSource("/monitor/events?since=" + since);
const fragment = (markup) => document.createRange().createContextualFragment(markup);
events.addEventListener("incident", (event) => {
  const { id, markup } = JSON.parse(event.data);
  if (only && only !== id) return;
  const old = document.getElementById("incident-" + id);
  if (old) old.replaceWith(fragment(markup));
  else incidents.prepend(fragment(markup));
});
events.addEventListener("thought", (event) => {
  const { incident, markup } = JSON.parse(event.data);
  if (only && only !== incident) return;
  thoughts.prepend(fragment(markup));
  while (thoughts.children.length > 200) thoughts.lastElementChild.remove();
});
events.addEventListener("status", (event) => {
  if (status) status.replaceChildren(fragment(JSON.parse(event.data).markup));
});
events.addEventListener("reset", () => location.reload());
events.onerror = () => document.documentElement.setAttribute("data-cut", "");
events.onopen = () => document.documentElement.removeAttribute("data-cut");
`;
