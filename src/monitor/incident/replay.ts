import { html } from "hono/html";

/** How the incident is played again from what was kept of it. */
export function replay(id: string) {
  return html`<section class="glass" aria-labelledby="replay"><h2 id="replay">Play it again</h2>
  <p>Everything that led to it is kept as a bundle, redacted as the policy asks: <a href="/monitor/incidents/${id}/bundle.tar.gz">take it along</a>, and then</p>
  <pre class="command" role="region" tabindex="0" aria-label="Commands">tar xzf ${id}.tar.gz
npx sre-space diagnose ${id}
npx sre-space simulate ${id} --policy .sre-space.yml</pre>
  <p class="note">On the service's machine it lies in <code>DATA_DIR/bundles/${id}</code>.</p>
  <p class="note"><a href="/api/incidents/${id}">The incident as JSON</a></p></section>`;
}
