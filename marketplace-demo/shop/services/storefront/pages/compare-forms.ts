import { html } from "hono/html";

const excess = html`<label
  >Voluntary excess
  <select name="excess">
    <option value="0">£0</option>
    <option value="100">£100</option>
    <option value="250" selected>£250</option>
    <option value="500">£500</option>
    <option value="1000">£1,000</option>
  </select>
</label>`;

const postcode = html`<label
  >Postcode
  <input name="postcode" required placeholder="LS6 2AB" autocomplete="postal-code" />
</label>`;

/** The form that quotes a car. */
export function motorForm() {
  return html`<form class="card" method="post" action="/quotes">
    <h3>Car insurance</h3>
    <input type="hidden" name="kind" value="new" />
    <input type="hidden" name="product" value="motor" />
    <div class="fields">
      ${postcode}
      <label>Your age <input name="age" type="number" min="17" max="99" required value="34" /></label>
      <label>Vehicle group <input name="vehicleGroup" type="number" min="1" max="50" required value="17" /></label>
      <label
        >Miles a year <input name="annualMileage" type="number" min="0" max="60000" step="500" required value="8000"
      /></label>
      ${excess}
    </div>
    <button>Compare car insurance</button>
  </form>`;
}

/** The form that quotes a home. */
export function homeForm() {
  return html`<form class="card" method="post" action="/quotes">
    <h3>Home insurance</h3>
    <input type="hidden" name="kind" value="new" />
    <input type="hidden" name="product" value="home" />
    <div class="fields">
      ${postcode}
      <label
        >Type of home
        <select name="propertyType">
          <option value="flat">Flat</option>
          <option value="terraced" selected>Terraced house</option>
          <option value="semi">Semi-detached house</option>
          <option value="detached">Detached house</option>
          <option value="bungalow">Bungalow</option>
        </select>
      </label>
      <label>Bedrooms <input name="bedrooms" type="number" min="1" max="8" required value="3" /></label>
      <label>Built in <input name="yearBuilt" type="number" min="1600" max="2100" required value="1936" /></label>
      ${excess}
    </div>
    <button>Compare home insurance</button>
  </form>`;
}

/** The form that quotes the renewal of a policy that we hold already. */
export function renewalForm() {
  return html`<form class="card card-quiet" method="post" action="/quotes">
    <h3>Renewing with us?</h3>
    <p>We know your cover and your years without a claim. The policy number is all we need.</p>
    <input type="hidden" name="kind" value="renewal" />
    <div class="fields fields-inline">
      <label
        >Policy number <input name="previousPolicy" required pattern="POL-[0-9]{8}" placeholder="POL-20000042"
      /></label>
      <button>Get my renewal price</button>
    </div>
  </form>`;
}
