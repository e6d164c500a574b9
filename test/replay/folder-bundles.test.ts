import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Anomaly } from "../../src/contracts/anomaly.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { Policy } from "../../src/contracts/policy.ts";
import type { RepoReader } from "../../src/contracts/ports/repo-reader.ts";
import { judge } from "../../src/decide/judge/judge.ts";
import { keepJudgement } from "../../src/loop/keep-judgement.ts";
import { openIncident } from "../../src/loop/open-incident.ts";
import { diagnose } from "../../src/orient/diagnose.ts";
import { diagnoseBundle } from "../../src/replay/diagnose-bundle.ts";
import { folderBundles } from "../../src/replay/folder-bundles.ts";
import { observeBundle } from "../../src/replay/observe-bundle.ts";
import { pruneBundles } from "../../src/replay/prune-bundles.ts";
import { readBundle } from "../../src/replay/read-bundle.ts";
import { replayJudgement } from "../../src/replay/replay-judgement.ts";
import { caseOf } from "../decide/judge/case.ts";
import { ShopWorld } from "../observe/shop-world.ts";
import { wholeIncident } from "../report/a-whole-incident.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sre-space-kept-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const OLD = "a".repeat(40);
const NEW = "b".repeat(40);
const commit = (sha: string, minute: number) => ({
  sha,
  parents: [],
  tree: "",
  message: sha === NEW ? "refactor: one lookup less\n\nby ann@example.com" : "chore: begin",
  author: { name: "Ann" },
  committedAt: new Date(Date.parse("2026-03-02T08:50:00Z") + minute * 60_000).toISOString(),
  url: "",
  files: [
    {
      path: sha === NEW ? "services/quotes/quote.js" : "README.md",
      status: "modified" as const,
      additions: 1,
      deletions: 1,
      patch:
        "@@ -40,3 +40,3 @@\n function price(order) {\n-  return order.plan?.rate ?? 1;\n+  return order.plan.rate;\n }",
    },
  ],
});
const commits = [commit(OLD, 0), commit(NEW, 9)];
const reader: RepoReader = {
  repository: "fernhill/shop",
  defaultBranch: async () => ({ name: "main", sha: NEW }),
  commit: async (ref) => commits.find(({ sha }) => sha.startsWith(ref)) ?? null,
  commitsBetween: async () => commits.slice(1),
  commitsSince: async () => commits.toReversed(),
  file: async () => null,
  tree: async () => ({ entries: [], truncated: false }),
  deployments: async () => [],
};
const policy = (redact: string[] = []) =>
  Policy.parse({ version: 1, redact, services: { quotes: { paths: ["services/quotes/**"] } } });
const loaded = (redact: string[] = []) => ({ policy: policy(redact), source: null, problems: [] });

/** A real incident of the simulated shop, seen by Scout and weighed by Brain. */
async function anIncident(
  message = "plan is undefined for POL-12345678",
): Promise<{ world: ShopWorld; incident: Incident }> {
  const world = new ShopWorld({ seed: 4 });
  world.run(60);
  world.deploy("quotes", NEW);
  world.options.behave = ({ revision }) =>
    revision === NEW
      ? { error: { type: "TypeError", message, file: "services/quotes/quote.js", line: 41 } }
      : {};
  world.run(60, () => world.anomalies.length > 0);
  world.run(10);
  const anomaly = world.anomalies[0] as Anomaly;
  const evidence = world.scout.evidence(anomaly, []);
  const now = new Date(world.now).toISOString();
  const diagnosis = await diagnose({ anomaly, evidence, policy: policy(), reader, now });
  return { world, incident: { ...openIncident(anomaly, world.now), evidence, diagnosis } };
}

const kept = (world: ShopWorld, redact: string[] = []) =>
  folderBundles(root, {
    exemplars: ({ anomaly }) => world.scout.exemplars(anomaly),
    reader: () => reader,
    policy: async () => loaded(redact),
  });

it("reading a bundle back gives the same evidence, and the same answer", async () => {
  const { world, incident } = await anIncident("no plan");
  await kept(world).write(incident);
  const bundle = await readBundle(join(root, incident.id));
  expect(bundle.problems).toEqual([]);
  const again = await observeBundle(bundle);
  expect(again.anomaly).toEqual(incident.anomaly);
  expect(again.evidence).toEqual(incident.evidence);
  const { diagnosis } = await diagnoseBundle(bundle);
  expect(diagnosis.suspect).toBe(NEW);
  expect(diagnosis.suspect).toBe(incident.diagnosis?.suspect);
});

it("the traces in it are OTLP that the whole of Scout can read again", async () => {
  const { world, incident } = await anIncident();
  await kept(world).write(incident);
  rmSync(join(root, incident.id, "evidence.json"));
  const bundle = await readBundle(join(root, incident.id));
  const again = await observeBundle(bundle);
  expect(bundle.problems).toEqual([]);
  expect(again.services).toContain("quotes");
  expect(again.evidence.items.some(({ kind }) => kind === "exception")).toBe(true);
});

it("what its verdict was made of is judged again to the same verdict", async () => {
  const { world, incident } = await anIncident();
  const context = caseOf({ facts: { archived: true } });
  await kept(world).write({ ...incident, judged: keepJudgement(context) });
  const bundle = await readBundle(join(root, incident.id));
  expect(bundle.problems).toEqual([]);
  expect(replayJudgement(bundle.judgement)).toEqual(judge(context));
});

it("nothing leaves unredacted", async () => {
  const { world, incident } = await anIncident("POL-12345678 of bob@example.com, password=hunter2hunter2");
  await kept(world, ["(?<policy>POL-[0-9]{8})"]).write(incident);
  for (const file of readdirSync(join(root, incident.id))) {
    const text = readFileSync(join(root, incident.id, file), "utf8");
    expect(text, file).not.toMatch(/POL-1234|bob@|ann@|hunter2/);
  }
  const bundle = await readBundle(join(root, incident.id));
  expect(bundle.recorded).not.toBeNull();
});

it("written again it is replaced, and nothing is left lying beside it", async () => {
  const { world, incident } = await anIncident();
  const bundles = kept(world);
  await Promise.all([
    bundles.write(incident),
    bundles.write({ ...incident, closed: { at: incident.updatedAt, as: "healed" } }),
  ]);
  expect(readdirSync(root)).toEqual([incident.id]);
});

it("the oldest give way to the newest, by number and by bytes", async () => {
  for (const id of ["m1", "m2", "m3", "m4", ".writing-of-a-killed-process"]) {
    mkdirSync(join(root, id));
    writeFileSync(join(root, id, "bundle.json"), "x".repeat(100));
  }
  await pruneBundles(root, { bundles: 3, bytes: 1_000 });
  expect(readdirSync(root)).toEqual(["m2", "m3", "m4"]);
  await pruneBundles(root, { bundles: 3, bytes: 250 });
  expect(readdirSync(root)).toEqual(["m3", "m4"]);
  await pruneBundles(root, { bundles: 3, bytes: 10 });
  expect(readdirSync(root)).toEqual(["m4"]);
});

it("whatever others wrote into an incident, its bundle can be read", async () => {
  const incident = wholeIncident('"\n\u0000 \u202e} , </script> ../../etc/passwd');
  await kept(new ShopWorld()).write(incident);
  const bundle = await readBundle(join(root, incident.id));
  expect(bundle.recorded?.evidence.items).toHaveLength(incident.evidence?.items.length ?? -1);
});
