import { expect, it } from "vitest";
import { localise } from "../../../src/observe/localise/localise.ts";
import { seeded } from "../shop-world.ts";
import { drawMesh } from "./mesh.ts";
import { type Fault, Simulation, type View } from "./simulate.ts";

const VIEW: View = {
  status: true,
  kind: true,
  clientSpans: true,
  internalSpans: false,
  databaseSpans: true,
  peerNames: true,
  skewMs: 0,
  lost: 0,
  tail: 0,
  uninstrumented: new Set(),
};

/** Fan-out, and every third service on one host. */
function system() {
  const mesh = drawMesh(5, "fan-out", 13);
  for (const [i, service] of mesh.services.entries())
    mesh.hostOf.set(service, i % 3 === 1 ? "node-a" : "node-b");
  return mesh;
}

function reasons(fault: Pick<Fault, "kind" | "service">, mesh = system()) {
  const run = (seed: number, broken: Fault | null) =>
    new Simulation(mesh, VIEW, seeded(seed), broken).run(300, 0, 300);
  return localise({ baseline: run(1, null), incident: run(2, { ...fault, operation: "", strength: 1 }) });
}

it("says so when all services of a host become slow together, and only then", () => {
  const mesh = system();
  const service = mesh.services[1] as string;
  const starved = reasons({ kind: "starved-host", service }, mesh);
  expect(starved[0]?.because[0]).toContain("services on node-a became slower together");
  const alone = reasons({ kind: "cpu", service }, mesh);
  expect(alone[0]?.service).toBe(service);
  expect(alone.flatMap(({ because }) => because).join()).not.toContain("together");
});

it("names the database that all who call it wait for", () => {
  const mesh = system();
  for (const service of mesh.services) mesh.databaseOf.set(service, "postgres-main");
  const service = [...mesh.operations.values()].find((one) => one.queries > 0)?.service as string;
  const found = reasons({ kind: "slow-database", service }, mesh);
  expect(found[0]).toMatchObject({ service: "postgres-main" });
  expect(found[0]?.because[0]).toMatch(/all of \d+ services that call postgres-main wait longer/);
});
