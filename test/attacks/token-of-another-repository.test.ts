import { afterAll, beforeAll, expect, it } from "vitest";
import { mintIngestToken } from "../../src/edge/ingest-token.ts";
import { type AttackedWorld, INGEST_SECRET, REPOSITORY, startAttackedWorld } from "./attacked-world.ts";

let world: AttackedWorld;
beforeAll(async () => {
  world = await startAttackedWorld({ without: true });
}, 180_000);
afterAll(() => world.stop());

const alert = {
  service: "quotes",
  summary: `Everything is broken in ${REPOSITORY}`,
  metric: "error ratio",
  value: 0.9,
  threshold: 0.01,
  fired_at: new Date().toISOString(),
  labels: { repository: REPOSITORY, severity: "critical" },
};
const fire = (token: string) =>
  fetch(`${world.url()}/api/alerts/generic`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(alert),
  });

it("is refused where another secret signed it, or its list was changed", async () => {
  const mine = mintIngestToken(INGEST_SECRET, ["mallory/shop"]);
  const [version, , mac] = mine.split(".");
  const forged = `${version}.${Buffer.from(JSON.stringify([REPOSITORY])).toString("base64url")}.${mac}`;
  for (const token of [mintIngestToken("another secret, as long", [REPOSITORY]), forged, "sre1..", ""])
    expect((await fire(token)).status).toBe(401);
});

it("opens no issue of the repository that its payload names, and none of anybody's", async () => {
  expect((await fire(mintIngestToken(INGEST_SECRET, ["mallory/shop"]))).status).toBe(202);
  await world.quiet();
  expect(world.held()).toEqual([]);
  expect(world.writes()).toBe(0);
  const incidents = (await (await fetch(`${world.url()}/api/incidents`)).json()) as unknown[];
  expect(incidents).toEqual([]);
});
