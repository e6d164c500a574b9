import { expect, it } from "vitest";
import { startGitHubWorld } from "./github-world.ts";

it("a personal token walks the whole road in its one repository, with commit statuses in place of check runs", async () => {
  const world = await startGitHubWorld();
  try {
    const { incident, issues, pulls, branches, checks, statuses } = await world.run({ token: true });
    expect(incident.closed?.as, incident.needsHuman?.reason).toBe("healed");
    expect(issues).toMatchObject([
      { state: "closed", comments: 1, labels: ["sre-space", "sre-space:healed"] },
    ]);
    expect(pulls).toEqual([{ merged: true, labels: [], head: "sre-space/0123456789ab-1" }]);
    expect(branches).toEqual(["main"]);
    // CI's own, which is an App.
    expect(checks).toEqual(["ci: success"]);
    expect(statuses).toEqual(["SRE-Space / guardrail: success", "SRE-Space / suspect: success"]);
  } finally {
    await world.stop();
  }
}, 120_000);
