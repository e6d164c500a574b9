import { afterEach, expect, it } from "vitest";
import { type AttackedWorld, policyText, REPOSITORY, startAttackedWorld } from "./attacked-world.ts";
import { diagnosedIncident } from "./diagnosed-incident.ts";
import { until } from "./until.ts";

const SITE = "acme/site";
let world: AttackedWorld;
afterEach(() => world.stop());

it("what breaks two repositories at one moment is laid to no commit of either without a person", async () => {
  world = await startAttackedWorld({ without: true, policy: policyText("", "merge") });
  const { github } = world;
  // The same history under another name: a repository of its own, with a suspect of its own.
  await github.createRepository({ owner: "acme", name: "site", private: true, from: world.work });
  github.addRepositoriesToInstallation(world.installationId, [SITE]);
  const incidents = [REPOSITORY, SITE].map((repository, index) =>
    diagnosedIncident({
      repository,
      suspect: world.suspect,
      paths: ["services/quotes/price.ts"],
      fingerprint: `${index}`.repeat(12),
    }),
  );
  await world.takeAll(incidents);
  const now = () => Promise.all(incidents.map(({ id }) => world.incident(id)));
  await until(
    async () => (await now()).every(({ waiting }) => waiting?.for === "approval"),
    async () =>
      JSON.stringify((await now()).map(({ verdict, thoughts }) => [verdict, thoughts])) + world.log(),
  );
  for (const { verdict } of await now()) {
    expect(verdict?.decision).toBe("hold");
    expect(
      verdict?.rules.filter(({ answer, ceiling }) => answer === "fail" && ceiling === "hold"),
    ).toMatchObject([{ rule: "failing-elsewhere" }]);
  }
  expect(world.merges()).toEqual([]);
  for (const { pull } of [...github.state.repositories.values()].flatMap(({ issues }) => [
    ...issues.values(),
  ]))
    expect(pull).toBeFalsy();
}, 240_000);
