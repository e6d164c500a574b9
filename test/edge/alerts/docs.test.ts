import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

it("every body in docs/alerts.md is one that the tests run, and the Datadog payload is the one that ships", () => {
  const bodies = [...read("docs/alerts.md").matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) =>
    JSON.parse(text ?? ""),
  );
  const fixtures = readdirSync(new URL("fixtures/", import.meta.url)).map((name) =>
    JSON.parse(read(`test/edge/alerts/fixtures/${name}`)),
  );
  const shipped = [...fixtures, JSON.parse(read("src/edge/alerts/datadog-payload.json"))];
  expect(bodies).toHaveLength(5);
  for (const body of bodies) expect(shipped).toContainEqual(body);
});
