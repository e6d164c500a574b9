import { describe, expect, it } from "vitest";
import { items, NEW, OLD, REPOSITORY, RichWorld, START } from "./rich-world.ts";

/** A world that has been well for two minutes. */
function healthy(seed: number, set: (world: RichWorld) => void = () => {}): RichWorld {
  const world = new RichWorld(seed);
  set(world);
  world.run(130);
  expect(world.anomalies).toEqual([]);
  return world;
}

const often = (random: () => number, share: number) => random() < share;

describe("what requests that go bad have in common", () => {
  it("is the one bad node, told once for its host, pod and name", () => {
    const world = healthy(1);
    world.answer = ({ node, random }) => ({
      fails: node.name === "n2" && often(random, 0.8) ? "KeyError" : undefined,
    });
    const [first, ...others] = items(world.breaks(), "attribute");
    expect(first).toMatchObject({ key: "service.instance.id", value: "n2", plain: false, concurrent: true });
    expect(first?.same.join()).toContain("host.name = host-n2");
    expect(first?.bad.having).toBe(first?.bad.requests);
    expect(others).toEqual([]);
  });

  it("is the tenant, even where nearly all of its requests fail", () => {
    const world = healthy(2);
    world.answer = ({ tenant }) => ({ fails: tenant === "delta" ? "KeyError" : undefined });
    const told = items(world.breaks(), "attribute");
    expect(told.map(({ key, value }) => `${key}=${value}`)).toEqual(["tenant.name=delta"]);
    expect(told[0]?.text).toMatch(/^tenant\.name = delta: in \d+ of \d+ \(100%\) of the bad requests/);
  });

  it("is the size of the cart, as a range; for slow requests too", () => {
    const world = healthy(3);
    world.answer = ({ items: size }) => ({ slowMs: size > 30 ? 900 : 0 });
    const told = items(world.breaks(), "attribute");
    expect(told.map((one) => one.key)).toEqual(["cart.items"]);
    expect(told[0]?.value).toMatch(/^≥ (?:2\d|3\d)$/);
  });

  it("is nothing where requests fail at random, and never that they failed", () => {
    const world = healthy(4);
    world.answer = ({ random }) => ({
      fails: often(random, 0.4) ? "KeyError" : undefined,
      attributes: { "error.type": "x", outcome: "bad", "request.id": `${random()}` },
    });
    expect(items(world.breaks(), "attribute")).toEqual([]);
  });

  it("is told without saying who it was", () => {
    const world = healthy(5);
    world.answer = ({ random }) => {
      const guilty = often(random, 0.3);
      return {
        fails: guilty ? "KeyError" : undefined,
        attributes: { "enduser.id": guilty ? "jo.doe@example.org" : "someone@example.org" },
      };
    };
    const evidence = world.breaks();
    const told = items(evidence, "attribute");
    expect(told.map(({ key, value }) => `${key} ${value}`)).toEqual(
      ["enduser.id ‹value 2 of 42›"].map((text) =>
        text.replace(/2 of 42/, told[0]?.value.slice(7, -1) ?? ""),
      ),
    );
    expect(JSON.stringify(evidence)).not.toContain("jo.doe");
  });

  it("is the flag's variant, which the time line of changes shows turning as well", () => {
    let on = 0;
    const evaluate = (variant: string) => [
      {
        body: "",
        severity: 9,
        eventName: "feature_flag.evaluation",
        attributes: { "feature_flag.key": "new-tariff", "feature_flag.result.variant": variant },
      },
    ];
    const world = healthy(6, (fresh) => {
      fresh.answer = ({ random }) => {
        const variant = often(random, on) ? "on" : "off";
        return { fails: variant === "on" ? "KeyError" : undefined, logs: evaluate(variant) };
      };
    });
    on = 0.4;
    const evidence = world.breaks();
    expect(items(evidence, "attribute")[0]).toMatchObject({
      key: "flag.new-tariff",
      value: "on",
      plain: true,
    });
    const [change] = items(evidence, "change");
    expect(change).toMatchObject({ what: "feature-flag", service: "quotes" });
    expect(Math.abs(change?.secondsAfterOnset ?? 99)).toBeLessThanOrEqual(12);
    expect(change?.text).toContain("new-tariff");
  });
});

describe("old beside young revision", () => {
  it("of a canary shows that only the revision differs", () => {
    const world = healthy(7);
    world.nodes = world.nodes.map((node, i) => (i === 0 ? { name: "n5", revision: NEW } : node));
    world.answer = ({ node, random }) => ({
      fails: node.revision === NEW && often(random, 0.5) ? "KeyError" : undefined,
    });
    const [revisions] = items(world.breaks(30), "revisions");
    expect(revisions?.concurrent).toMatchObject({ old: { revision: OLD, bad: 0 }, young: { revision: NEW } });
    expect(revisions?.concurrent?.pWorse).toBeLessThan(1e-4);
    expect(revisions?.text).toContain("only the revision differed");
  });

  it("clears a rollout during which something else broke", () => {
    const world = healthy(8);
    world.nodes = world.nodes.map((node, i) => (i < 2 ? { name: `m${i}`, revision: NEW } : node));
    world.answer = ({ random }) => ({ fails: often(random, 0.5) ? "KeyError" : undefined });
    const [revisions] = items(world.breaks(30), "revisions");
    expect(revisions?.concurrent?.pWorse).toBeGreaterThan(0.001);
    expect(revisions?.concurrent?.pAlike).toBeLessThan(0.01);
    expect(revisions?.text).toContain("the older fails alike");
  });

  it("is not told of where one simply replaced the other", () => {
    const world = healthy(9);
    world.nodes = world.nodes.map(({ name }) => ({ name: `${name}b`, revision: NEW }));
    world.answer = ({ random }) => ({ fails: often(random, 0.5) ? "KeyError" : undefined });
    const [revisions] = items(world.breaks(30), "revisions");
    expect(revisions?.revisions.map((one) => one.broken)).toEqual([false, true]);
    expect(revisions?.concurrent).toBeUndefined();
  });
});

describe("logs and metrics beside it", () => {
  it("are the template that is new, with what it says and not to whom", () => {
    const world = healthy(10, (fresh) => {
      fresh.answer = ({ items: size }) => ({ logs: [{ body: `priced ${size} items`, severity: 9 }] });
    });
    world.answer = ({ items: size, tenant }) => ({
      fails: "KeyError",
      logs: [
        { body: `priced ${size} items`, severity: 9 },
        { body: `no tariff for plan ${size} of "${tenant}" mail jo@example.org`, severity: 13 },
      ],
    });
    const logs = items(world.breaks(), "log");
    expect(logs).toMatchObject([
      {
        template: "no tariff for plan <n> of <value> mail <email>",
        severity: "warn",
        fresh: true,
        countBefore: 0,
      },
    ]);
  });

  it("are the pool that ran out, and none of what only breathes", () => {
    let used = 4;
    const world = healthy(11, (fresh) => {
      fresh.measure = (_node, _at, random) => ({
        "db.client.connection.count": used + random(),
        "db.client.connection.max": 10,
        "nodejs.eventloop.utilization": 0.2 + 0.1 * random(),
        "process.open_file_descriptor.count": 40 + 10 * random(),
      });
    });
    used = 10;
    world.answer = () => ({ slowMs: 800 });
    const metrics = items(world.breaks(40), "metric");
    expect(metrics.map((one) => one.metric)).toEqual(["db.client.connection.count"]);
    expect(metrics[0]?.saturation).toMatch(/^all connections are in use/);
    expect(metrics[0]?.text).toContain("connections since");
  });

  it("are the changes that somebody told of, nearest first, of this repository alone", () => {
    const world = healthy(12);
    const told = (time: number, text: string, repository = REPOSITORY) =>
      world.scout.change({
        time: new Date(time).toISOString(),
        kind: "config",
        text,
        repositories: [repository],
      });
    told(world.now - 1_000, "pool.max lowered to 4");
    told(START, "banner changed");
    told(world.now - 500, "secret of others", "other/repo");
    world.answer = () => ({ fails: "KeyError" });
    const changes = items(world.breaks(5), "change");
    expect(changes.map((one) => one.text.replace(/^.*?: /, ""))).toEqual([
      "pool.max lowered to 4",
      "banner changed",
    ]);
    expect(changes[0]?.what).toBe("config");
  });

  it("are processes that started anew on the revision that ran before", () => {
    const world = healthy(13);
    world.nodes = world.nodes.map((node) => (node.name === "n1" ? { ...node, name: "n9" } : node));
    world.answer = ({ node }) => ({ fails: node.name === "n9" ? "KeyError" : undefined });
    const changes = items(world.breaks(), "change");
    expect(changes.map((one) => one.what)).toEqual(["restart"]);
  });

  it("are the moment at which the first process of a new revision was heard, and not those that followed it", () => {
    const world = healthy(13);
    const began = world.now;
    for (const [i, name] of ["n7", "n8", "n9"].entries()) {
      world.nodes = world.nodes.map((node, at) =>
        at === i ? { ...node, name, revision: "b".repeat(40) } : node,
      );
      world.answer = ({ node }) => ({ fails: node.name.match(/n[789]/) ? "KeyError" : undefined });
      world.run(40);
    }
    const changes = items(world.breaks(), "change");
    expect(changes.map((one) => one.what)).toEqual(["revision"]);
    expect(Math.abs(Date.parse(changes[0]?.at ?? "") - began)).toBeLessThan(15_000);
  });
});

describe("exemplars", () => {
  it("are chosen to differ, and the healthy one is like the first of them", () => {
    const world = healthy(14);
    world.answer = ({ tenant, random }) => ({
      fails: often(random, 0.7) ? (tenant === "acme" ? "TimeoutError" : "KeyError") : undefined,
    });
    const traces = items(world.breaks(), "trace");
    expect(
      traces
        .filter((one) => one.failing)
        .map((one) => one.signature)
        .sort(),
    ).toEqual(["KeyError: no rate for <n>", "TimeoutError: no rate for <n>"]);
    const good = traces.filter((one) => !one.failing);
    expect(good).toHaveLength(1);
    expect(good[0]).toMatchObject({ operation: "POST /quotes", revision: OLD });
    for (const one of traces) expect(one.reference?.traceId).toBe(one.traceId);
  });
});

it("the same telemetry gives the same evidence, byte for byte, within its bounds", () => {
  const gather = () => {
    const world = healthy(15, (fresh) => {
      fresh.measure = (_node, _at, random) =>
        Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`pool.m${i}`, 5 + random()]));
    });
    world.measure = () => Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`pool.m${i}`, 50 + i]));
    world.answer = ({ tenant, random }) => ({
      fails: tenant === "acme" ? `Error${Math.floor(20 * random())}` : undefined,
      logs: Array.from({ length: 3 }, (_, i) => ({
        body: `${"qrstuvwxyz"[Math.floor(10 * random())]} went wrong ${i}`,
        severity: 17,
      })),
    });
    return world.breaks(30);
  };
  const evidence = gather();
  expect(JSON.stringify(evidence)).toBe(JSON.stringify(gather()));
  expect(evidence.items.length).toBeLessThanOrEqual(60);
  expect(evidence.items.map((item) => item.id)).toEqual(evidence.items.map((_, i) => `E${i + 1}`));
  for (const item of evidence.items) expect(item.text.length).toBeLessThanOrEqual(1000);
});
