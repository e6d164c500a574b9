import assert from "node:assert/strict";
import { test } from "node:test";
import { allBands, bandsFor, postcodeArea } from "../packages/rating/bands.ts";
import { premiumFor } from "../packages/rating/premium.ts";
import { ratingTables } from "../packages/rating/rating-table.ts";
import { homeRisk, motorRisk } from "../packages/rating/risk.ts";
import { priceOffers } from "../services/quotes/price-offers.ts";

const motor = motorRisk.parse({
  product: "motor",
  postcode: "ls6 2ab",
  age: "34",
  vehicleGroup: 17,
  annualMileage: 8000,
  excess: "250",
});
const home = homeRisk.parse({
  product: "home",
  postcode: "EH3 9QG",
  propertyType: "flat",
  bedrooms: 2,
  yearBuilt: 1890,
  excess: 100,
});

const rows = (carrier: string, base: number) =>
  bandsFor(motor, 0).map(({ factor, band }) => ({
    carrier,
    factor,
    band,
    value: factor === "base" ? base : 1.1,
  }));

test("a risk falls into one band of each factor, and the tables know them all", () => {
  for (const risk of [motor, home]) {
    const known = new Set(allBands(risk.product).map(({ factor, band }) => `${factor}:${band}`));
    const bands = bandsFor(risk, 7).filter(({ factor }) => factor !== "area");
    for (const { factor, band } of bands) assert.ok(known.has(`${factor}:${band}`), `${factor}:${band}`);
  }
});

test("forms send numbers as text and postcodes as people type them", () => {
  assert.equal(motor.age, 34);
  assert.equal(motor.postcode, "LS6 2AB");
  assert.equal(postcodeArea(motor.postcode), "LS");
});

test("a premium is the base times every multiplier, rounded once", () => {
  const [table] = ratingTables(rows("alder", 30_000));
  const premium = premiumFor(table!, bandsFor(motor, 0), []);
  assert.equal(premium?.annualPence, Math.round(30_000 * 1.1 ** 6));
  assert.equal(premium?.breakdown.length, 6);
});

test("discounts apply one after the other, and those of nothing are left out", () => {
  const [table] = ratingTables(rows("alder", 30_000));
  const discounts = [
    { name: "no claims", share: 0.3 },
    { name: "prompt payer", share: 0 },
    { name: "web", share: 0.1 },
  ];
  const premium = premiumFor(table!, bandsFor(motor, 0), discounts);
  assert.equal(premium?.annualPence, Math.round(30_000 * 1.1 ** 6 * 0.7 * 0.9));
  assert.deepEqual(
    premium?.breakdown.slice(-2).map(({ name }) => name),
    ["no claims", "web"],
  );
});

test("offers come cheapest first, and a carrier without a row for a band makes none", () => {
  const carriers = ["alder", "beacon", "corvid"].map((id) => ({
    id,
    name: id.toUpperCase(),
    strapline: "",
    live: false,
  }));
  const incomplete = rows("corvid", 1).slice(1);
  const offers = priceOffers(
    carriers,
    [...rows("alder", 30_000), ...rows("beacon", 20_000), ...incomplete],
    bandsFor(motor, 0),
    [],
  );
  assert.deepEqual(
    offers.map(({ carrier }) => carrier),
    ["beacon", "alder"],
  );
});
