import { html } from "hono/html";

/** How the incident is played again from what was kept of it. */
export function replay(id: string) {
  return html`<section class="glass" aria-labelledby="replay"><h2 id="replay">Play it again</h2>
  <p>Everything that led to it is kept as a bundle. In the folder of the service:</p>
  <pre class="command" role="region" tabindex="0" aria-label="Commands">npx sre-space diagnose "$DATA_DIR/bundles/${id}"
npx sre-space simulate "$DATA_DIR/bundles/${id}" --policy .sre-space.yml</pre>
  <p class="note"><a href="/api/incidents/${id}">The incident as JSON</a></p></section>`;
}
