import { afterAll, beforeAll, expect, test } from "vitest";
import { Policy, type PolicyFile } from "../../../src/contracts/policy.ts";
import type { Deployment } from "../../../src/contracts/ports/repo-reader.ts";
import { planRedeploy } from "../../../src/decide/plan/redeploy.ts";
import { createGitRepository, type GitRepository, gitReader } from "../../orient/git-reader.ts";
import { suspecting } from "./suspecting.ts";

let repository: GitRepository;
let healthy: string;
let culprit: string;
let innocent: string;
beforeAll(() => {
  repository = createGitRepository();
  repository.commit({ "a.txt": "one\ntwo\nthree\nfour\nfive\n" });
  healthy = repository.commit({ "b.txt": "b\n" });
  culprit = repository.commit({ "a.txt": "ONE\ntwo\nthree\nfour\nfive\n" });
  innocent = repository.commit({ "b.txt": "better\n" });
});
afterAll(() => repository.remove());

const deployed = (sha: string, minute: number, over: Partial<Deployment> = {}): Deployment => ({
  id: minute,
  sha,
  environment: "production",
  description: "",
  createdAt: `2026-11-22T14:0${minute}:00.000Z`,
  status: { state: "success", at: `2026-11-22T14:0${minute}:30.000Z` },
  succeededAt: `2026-11-22T14:0${minute}:30.000Z`,
  ...over,
});

const VIA: PolicyFile["deploy"] = { redeploy: { via: "deployment" } };

function plan(deployments: Deployment[], revision: string | undefined, deploy: PolicyFile["deploy"] = VIA) {
  const remedy = { kind: "redeploy" as const, summary: "", ...(revision === undefined ? {} : { revision }) };
  const reader = gitReader(repository.directory, deployments);
  return planRedeploy(suspecting(culprit), remedy, reader, Policy.parse({ version: 1, deploy }));
}

test("the last healthy revision goes out again where the suspect alone leaves with it", async () => {
  const made = await plan([deployed(healthy, 1), deployed(culprit, 2)], healthy);
  expect(made).toMatchObject({
    kind: "planned",
    remedy: "redeploy",
    reverts: [culprit],
    redeploy: { revision: healthy, environment: "production", via: { kind: "deployment" }, takesOut: [] },
    files: [{ path: "a.txt", after: { content: "one\ntwo\nthree\nfour\nfive\n" } }],
  });
});

test.each([
  [
    "an innocent commit would leave with it",
    () => plan([deployed(healthy, 1), deployed(innocent, 2)], healthy),
    /take 1 innocent commit out of production/,
  ],
  ["it was never deployed", () => plan([deployed(culprit, 2)], healthy), /No successful deployment/],
  [
    "its deployment failed",
    () => plan([deployed(healthy, 1, { succeededAt: null }), deployed(culprit, 2)], healthy),
    /No successful deployment/,
  ],
  [
    "it was another service's",
    () => plan([deployed(healthy, 1, { service: "elsewhere" }), deployed(culprit, 2)], healthy),
    /No successful deployment/,
  ],
  [
    "it holds the suspect, too",
    () => plan([deployed(culprit, 1), deployed(innocent, 2)], culprit),
    /holds .{7}, too/,
  ],
  [
    "it is newer than what runs",
    () => plan([deployed(innocent, 1), deployed(culprit, 2)], innocent),
    /does not come of/,
  ],
  ["it is not known", () => plan([deployed(culprit, 2)], undefined), /is not known/],
  [
    "the policy does not say how",
    () => plan([deployed(healthy, 1), deployed(culprit, 2)], healthy, {}),
    /deploy\.redeploy/,
  ],
])("and does not where %s", async (_, make, say) => {
  expect(await make()).toMatchObject({
    kind: "unplanned",
    remedy: "redeploy",
    reason: expect.stringMatching(say),
  });
});
