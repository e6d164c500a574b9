import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readMarker } from "../../marketplace-demo/world/read-marker.ts";
import { type Delivery, startHooks } from "../../marketplace-demo/world/start-hooks.ts";
import { watchIncidents } from "../../marketplace-demo/world/watch-incidents.ts";

const BOT = "sre-space[bot]";
const suspect = "a".repeat(40);
const marker = (fields: object) => `<!-- sre-space:incident ${JSON.stringify(fields)} -->\n# Quotes fail`;
const undecided = marker({
  id: "1-a",
  decision: null,
  suspect: null,
  confidence: null,
  remedy: null,
  service: "quotes",
  verdict: null,
});
const decided = marker({
  id: "1-a",
  decision: "commit",
  suspect,
  confidence: 0.97,
  remedy: "revert",
  service: "quotes",
  verdict: "merge",
});

function issue(
  at: number,
  change: { body?: string; state?: string; labels?: string[]; number?: number; by?: string; action?: string },
): Delivery {
  return {
    event: "issues",
    at,
    payload: {
      action: change.action ?? "opened",
      issue: {
        number: change.number ?? 7,
        title: "Quotes fail",
        state: change.state ?? "open",
        body: change.body ?? undecided,
        labels: (change.labels ?? []).map((name) => ({ name })),
        user: { login: change.by ?? BOT },
      },
    },
  };
}

describe("following the incidents on GitHub", () => {
  it("takes the times from the issue: opened, suspects there, settled", async () => {
    const watch = watchIncidents(BOT, () => {});
    const settled = watch.until(() => watch.issues()[0]?.settledAt !== undefined, Date.now() + 60_000);
    watch.see(issue(100, {}));
    watch.see(issue(200, { labels: ["sre-space:investigating"] }));
    watch.see(issue(300, { body: decided }));
    watch.see(issue(400, { body: decided, labels: ["sre-space:fixing"] }));
    expect(watch.issues()[0]?.settledAt).toBeUndefined();
    watch.see(issue(500, { body: decided, state: "closed", labels: ["sre-space:healed"] }));
    expect(await settled).toBe(true);
    expect(watch.issues()).toMatchObject([
      {
        number: 7,
        openedAt: 100,
        diagnosedAt: 300,
        settledAt: 500,
        summary: { diagnosis: { decision: "commit", suspect }, verdict: "merge" },
      },
    ]);
  });

  it.each(["sre-space:needs-human", "sre-space:awaiting-approval"])("has settled with %s", (label) => {
    const watch = watchIncidents(BOT, () => {});
    watch.see(issue(1, { labels: [label] }));
    expect(watch.issues()[0]?.settledAt).toBe(1);
    watch.see(issue(2, { labels: ["sre-space:investigating"], action: "labeled" }));
    expect(watch.issues()[0]?.settledAt).toBeUndefined();
  });

  it("gives up waiting at the deadline", async () => {
    const watch = watchIncidents(BOT, () => {});
    watch.see(issue(1, {}));
    expect(
      await watch.until(() => watch.issues().every((each) => each.state === "closed"), Date.now() + 20),
    ).toBe(false);
  });

  it("does not take the words of anybody else for the engine's", () => {
    const watch = watchIncidents(BOT, () => {});
    watch.see(issue(1, { by: "mallory", body: decided }));
    expect(watch.issues()).toEqual([]);
  });
});

describe("what began before", () => {
  it("does not count, unless it is opened again", () => {
    const watch = watchIncidents(BOT, () => {});
    watch.see(issue(1, { action: "edited", body: decided }));
    expect(watch.issues()).toEqual([]);
    watch.see(issue(2, { action: "reopened", body: decided }));
    watch.see(issue(3, { action: "closed", state: "closed", body: decided }));
    expect(watch.issues()).toMatchObject([{ number: 7, openedAt: 2, settledAt: 3 }]);
  });
});

describe("the hidden marker", () => {
  it("is read whole, and is nothing where it is absent or broken", () => {
    expect(readMarker(decided)).toEqual({
      diagnosis: { decision: "commit", suspect, confidence: 0.97, remedy: "revert", service: "quotes" },
      verdict: "merge",
      recovery: null,
      tokens: 0,
    });
    expect(readMarker(undecided)?.diagnosis).toBeNull();
    expect(readMarker("# An issue")).toBeUndefined();
    expect(readMarker('<!-- sre-space:incident {"decision": -->')).toBeUndefined();
  });
});

describe("webhooks of the local GitHub", () => {
  it("are taken only with a good signature", async () => {
    const hooks = await startHooks("secret");
    const seen: Delivery[] = [];
    hooks.on((delivery) => seen.push(delivery));
    const body = JSON.stringify({ ref: "refs/heads/main", after: suspect });
    const post = (secret: string) =>
      fetch(hooks.url, {
        method: "POST",
        headers: {
          "x-github-event": "push",
          "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
        },
        body,
      });
    expect((await post("other")).status).toBe(401);
    expect(seen).toEqual([]);
    expect((await post("secret")).status).toBe(202);
    await expect.poll(() => seen.length).toBe(1);
    expect(seen[0]).toMatchObject({ event: "push", payload: { after: suspect } });
    await hooks.close();
  });
});
