import { html } from "hono/html";
import type { StorefrontSettings } from "../settings.ts";
import { kindWords } from "./claim-words.ts";
import { layout } from "./layout.ts";

const motorKinds = ["collision", "windscreen", "vandalism", "theft"];
const homeKinds = ["water", "storm", "theft", "fire"];

type Form = { policy: string; product: string | undefined; claimKey: string };

/** The form with which a claim is filed. */
export function fileClaimPage(settings: StorefrontSettings, { policy, product, claimKey }: Form) {
  const kinds =
    product === "motor"
      ? motorKinds
      : product === "home"
        ? homeKinds
        : [...new Set([...motorKinds, ...homeKinds])];
  const today = new Date().toISOString().slice(0, 10);
  return layout(
    settings,
    "File a claim",
    html`<section class="wrap page split">
      <div>
        <h1>Tell us what happened</h1>
        <p class="lead">Most small claims are decided within a minute and paid the same day.</p>
        <form class="card" method="post" action="/claims">
          <input type="hidden" name="claimKey" value="${claimKey}" />
          <div class="fields">
            <label
              >Policy number
              <input name="policy" required pattern="POL-[0-9]{8}" placeholder="POL-20000042" value="${policy}"
            /></label>
            <label
              >What was it?
              <select name="kind" required>
                ${kinds.map((kind) => html`<option value="${kind}">${kindWords[kind]}</option>`)}
              </select>
            </label>
            <label>On which day? <input name="lostOn" type="date" required max="${today}" value="${today}" /></label>
            <label
              >About how much, in pounds?
              <input name="amountPounds" type="number" min="1" max="100000" step="0.01" required placeholder="480"
            /></label>
          </div>
          <label class="whole"
            >What happened?
            <textarea name="description" required minlength="3" maxlength="2000" rows="5"></textarea>
          </label>
          <button>File the claim</button>
        </form>
      </div>
      <aside class="card card-quiet summary">
        <h3>What happens next</h3>
        <ol>
          <li>We check your cover at once.</li>
          <li>A small claim is decided by itself, less your excess.</li>
          <li>An adviser of our desk in Leeds looks at the others and calls you.</li>
        </ol>
      </aside>
    </section>`,
  );
}
