import { afterEach, expect, it } from "vitest";
import { POLICY, Scene } from "../scene.ts";
import { openShop } from "../shop.ts";

let scene: Scene;
afterEach(() => scene.repository.remove());

const CONFIG = "config/quotes.yml";
const HEALTHY = "connection_timeout_ms: 9000\nread_timeout_ms: 9000\nstatement_timeout_ms: 10000\n";
/** All three are far lower, and each of them lets calls time out. */
const BROKEN = "connection_timeout_ms: 90\nread_timeout_ms: 90\nstatement_timeout_ms: 40\n";

function cancelled(message: string) {
  scene = new Scene();
  scene.policy = { ...POLICY, guardrails: { remedies: ["revert", "restore-config"], min_confidence: 0.5 } };
  openShop(scene);
  const before = scene.push(-3000, { [CONFIG]: HEALTHY });
  const culprit = scene.push(-4, { [CONFIG]: BROKEN }, { message: "chore: times as recommended" });
  scene.revisions([
    [before, -2990, -1.5, 300, false],
    [culprit, -1, 5, 50, true],
  ]);
  scene.saw({
    kind: "exception",
    service: "quotes",
    operation: "POST /quotes",
    type: "QueryCanceled",
    message,
    frames: [{ path: "/srv/node_modules/pg/client.js", line: 1, inApp: false }],
    count: 20,
    countBefore: 0,
    revisions: [],
  });
  return culprit;
}

it("of several values that could have done it, the one that the errors name goes back", async () => {
  const culprit = cancelled("canceling statement due to statement timeout");
  expect(await scene.diagnose()).toMatchObject({
    decision: "commit",
    suspect: culprit,
    remedy: { kind: "restore-config", setting: { path: CONFIG, line: 3, name: "statement_timeout_ms" } },
  });
});

it("where the errors name none of them, the commit is undone as a whole", async () => {
  cancelled("canceled by the client");
  expect(await scene.diagnose()).toMatchObject({ decision: "commit", remedy: { kind: "revert" } });
});
