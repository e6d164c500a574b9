import { afterEach, expect, it } from "vitest";
import { Diagnosis } from "../../../src/contracts/diagnosis.ts";
import { Policy, type PolicyFile } from "../../../src/contracts/policy.ts";
import { planRemedy } from "../../../src/decide/plan/plan.ts";
import { POLICY, Scene } from "../scene.ts";
import { openShop } from "../shop.ts";

let scene: Scene;
afterEach(() => scene.repository.remove());

const CONFIG = "config/quotes.yml";
const HEALTHY =
  "# What quotes runs with.\npool:\n  max: 40 # of the database's 100\n  acquireTimeout: 5s\nlog:\n  level: info\n";
const BROKEN = HEALTHY.replace("max: 40", "max: 2").replace("level: info", "level: warn");

/** Quotes has no connections left since a commit that lowers the pool's size and says less in the log. */
function exhausted(remedies: NonNullable<PolicyFile["guardrails"]>["remedies"]): string {
  scene = new Scene();
  scene.policy = { ...POLICY, guardrails: { remedies } };
  openShop(scene);
  const before = scene.push(-3000, { [CONFIG]: HEALTHY });
  const culprit = scene.push(
    -4,
    { [CONFIG]: BROKEN, "docs/pool.md": "# The pool\n" },
    { message: "chore: tidy settings" },
  );
  scene.revisions([
    [before, -2990, -1.5, 300, false],
    [culprit, -1, 5, 50, true],
  ]);
  scene.saw({
    kind: "exception",
    service: "quotes",
    operation: "POST /quotes",
    type: "TimeoutError",
    message: "timeout exceeded when trying to connect: the pool is exhausted",
    frames: [],
    count: 20,
    countBefore: 0,
    revisions: [],
  });
  return culprit;
}

it("of a commit of settings and words the one guilty value goes back; the rest stays, and what came since", async () => {
  const culprit = exhausted(["revert", "restore-config"]);
  const diagnosis = Diagnosis.parse(await scene.diagnose());
  expect(diagnosis).toMatchObject({
    decision: "commit",
    suspect: culprit,
    remedy: { kind: "restore-config", setting: { path: CONFIG, line: 3, name: "max" } },
    otherwise: [{ kind: "revert" }],
  });
  scene.push(6, { [CONFIG]: BROKEN.replace("5s", "8s") });
  const policy = Policy.parse(scene.policy);
  const plan = await planRemedy({ diagnosis, reader: scene.input.reader, policy });
  expect(plan).toMatchObject({
    remedy: "restore-config",
    files: [
      { path: CONFIG, after: { content: HEALTHY.replace("5s", "8s").replace("info", "warn") }, added: 1 },
    ],
  });
});

it("where the policy names reverts alone, it is reverted", async () => {
  exhausted(["revert"]);
  const diagnosis = Diagnosis.parse(await scene.diagnose());
  expect(diagnosis.remedy.kind).toBe("revert");
  expect(diagnosis.otherwise).toBeUndefined();
});
