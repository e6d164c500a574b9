import { expect, it } from "vitest";
import { placeOf } from "../../../src/observe/evidence/place-of.ts";

const sha = "47594efc360260e579c62c4fb028c6ab59e2b20b";
const deep = `/home/${"a-long-folder/".repeat(8)}app/services/quotes/price.ts`;

it.each([
  [
    { path: `/srv/checkouts/${sha}/packages/rating/no-claims.ts`, line: 29 },
    "packages/rating/no-claims.ts:29",
  ],
  [{ path: "/app/src/price.ts" }, "/app/src/price.ts"],
  [{ path: deep, line: 4 }, "…/app/services/quotes/price.ts:4"],
])("names the place of %j", (frame, place) => {
  expect(placeOf({ ...frame, inApp: true })).toBe(place);
});
