import { describe, expect, it } from "vitest";
import { baselineOfPerson } from "../../marketplace-demo/world/baseline-of-person.ts";
import { NotHealthy } from "../../marketplace-demo/world/not-healthy.ts";
import type { World } from "../../marketplace-demo/world/start-world.ts";
import { waitForBaseline } from "../../marketplace-demo/world/wait-for-baseline.ts";

/** A world in which every renewal fails, as it does once somebody has broken it. */
const broken = {
  logs: "LOGS",
  traffic: {
    since: () => ({
      total: 1,
      failed: 1,
      share: 0,
      slowest: 1,
      failures: [{ name: "renew", status: 502 }],
    }),
  },
} as unknown as Pick<World, "traffic" | "logs">;
const nothingNamed = { faults: [], healthySeconds: undefined };

describe("a world that does not become healthy", () => {
  it("is told with what customers saw, what to do next, and where to look", async () => {
    const failure = await waitForBaseline(broken, () => {}, 0).catch((error) => error);
    expect(failure).toBeInstanceOf(NotHealthy);
    expect(failure.message).toContain("renew was answered with 502");
    expect(failure.message).toContain("The logs are in LOGS");
    expect(failure.message).toContain("ry again");
  });

  it("is told of a busy machine where it is busy, and only there", () => {
    expect(new NotHealthy("seen", 19.64, 2, "LOGS").message).toContain("a load of 19.6 on 2 cores");
    expect(new NotHealthy("seen", 0.5, 2, "LOGS").message).not.toContain("busy");
  });

  it("stays up for the person who has broken it before there was a baseline", async () => {
    const said: string[] = [];
    await baselineOfPerson(broken, nothingNamed, (text) => said.push(text), 0);
    expect(said.join()).toContain("renew was answered with 502");
  });

  it("ends where a fault was to be judged in it, or a healthy day", async () => {
    const fault = { faults: [{} as never], healthySeconds: undefined };
    await expect(baselineOfPerson(broken, fault, () => {}, 0)).rejects.toThrow(NotHealthy);
    const day = { faults: [], healthySeconds: 120 };
    await expect(baselineOfPerson(broken, day, () => {}, 0)).rejects.toThrow(NotHealthy);
  });
});
