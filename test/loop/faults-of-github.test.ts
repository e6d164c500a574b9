import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Failure, RequestSeen } from "../../marketplace-demo/world/github/controls/controls.ts";
import { type Ended, startGitHubWorld } from "./github-world.ts";

/** Every write of an incident from its issue to its end, in order. */
const WRITES = [
  "POST /issues",
  "POST /check-runs (suspect)",
  "POST /graphql (updateIssue)",
  "POST /graphql (createRef)",
  "POST /pulls",
  "POST /check-runs (guardrail)",
  "PUT /pulls/N/merge",
  "DELETE /git/refs",
  "POST /graphql (updateIssue, 2nd)",
] as const;

const LIMITED = {
  message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
};
const FAULTS: Record<string, Omit<Failure, "method" | "path">> = {
  "500 once": { status: 500, times: 1 },
  "502 for a while": { status: 502, times: 7 },
  "secondary limit": { status: 403, times: 1, headers: { "retry-after": "1" }, body: LIMITED },
  "time-out, done": { status: 500, times: 1, when: "after", hangUp: true },
  "401 mid-run": { status: 401, times: 2 },
};

/** What webhooks do; `tell` is called by whoever hears one. */
const WEBHOOKS: Record<string, () => (tell: () => Promise<void>) => void> = {
  lost: () => () => {},
  duplicated: () => (tell) => void tell().then(tell),
  "out of order": () => {
    let held: (() => Promise<void>)[] = [];
    return (tell) => {
      held.push(tell);
      // Four at a time, the last of them first; what is left at the end is lost.
      if (held.length < 4) return;
      for (const one of held.toReversed()) void one();
      held = [];
    };
  },
};

const ABOUT = `# GitHub failing: call, fault, outcome

Written by test/loop/faults-of-github.test.ts, which fails where a row is not so. In each incident one call goes wrong, the
first time that it is made: by 500 with nothing done; by 502 seven times, longer than any one call is tried again; by a
secondary limit with Retry-After; by no answer although it was done; by 401. "same end" means the same issue, comments,
labels, pull requests, branches, commits, checks and deployments as without the fault, and no write done more often than
without it.`;

let world: Awaited<ReturnType<typeof startGitHubWorld>>;
let calm: Ended;
/** What came of each call with each fault. */
const table = new Map<string, Map<string, string>>();

beforeAll(async () => {
  world = await startGitHubWorld();
  calm = await world.run();
}, 120_000);
afterAll(() => world.stop());

/** Whatever must be the same however it came about: no times, no numbers of commits. */
const essence = ({ incident, issues, pulls, branches, subjects, checks, deployments }: Ended) => ({
  closed: incident.closed?.as,
  asked: incident.needsHuman?.reason ?? null,
  issues: issues.map(({ state, labels, comments, body }) => ({
    state,
    labels,
    comments,
    headline: body
      .split("\n")[1]
      // "2 min 3 s", and "2 min" where it was that to the second.
      ?.replace(/\d+ (?:min|s|h)\b(?: \d+ s\b)?/g, "a while")
      .replace(/\d{4}-.* UTC/, ""),
  })),
  pulls,
  branches,
  subjects,
  checks,
  deployments,
});
const counted = (writes: readonly string[]) =>
  Object.fromEntries(
    [...new Set(writes)].map((one) => [one, writes.filter((other) => other === one).length]),
  );

function expectTheSame(ended: Ended, call: string, fault: string): void {
  const row = table.get(call) ?? new Map<string, string>();
  table.set(call, row.set(fault, "DIFFERENT"));
  expect(essence(ended)).toEqual(essence(calm));
  for (const [write, times] of Object.entries(counted(ended.writes)))
    expect(times, `${write} was done ${times} times`).toBeLessThanOrEqual(counted(calm.writes)[write] ?? 0);
  row.set(fault, "same end");
}

/** The name of a write among `WRITES`, for which writes of the same shape are counted. */
function naming(): (seen: RequestSeen) => string {
  const counts = new Map<string, number>();
  const nth = (shape: string) => {
    const count = (counts.get(shape) ?? 0) + 1;
    counts.set(shape, count);
    return count;
  };
  return ({ method, path, body }) => {
    const shape = `${method} ${path
      .replace(/^\/repos\/[^/]+\/[^/]+/, "")
      .replace(/\/\d+/g, "/N")
      .replace(/(git\/refs).*/, "$1")}`;
    const given = body as { query?: string; name?: string } | undefined;
    if (path === "/graphql") {
      const mutation = /\b(createRef|updateIssue)\b/.exec(given?.query ?? "")?.[1] ?? "other";
      const count = nth(mutation);
      return `${shape} (${mutation}${count > 1 ? ", 2nd" : ""})`;
    }
    if (path.endsWith("/check-runs")) return `${shape} (${given?.name?.split(" / ")[1]})`;
    return shape;
  };
}

/** An incident in which one call goes wrong so, the first time that it is made. */
async function withFault(
  which: (name: string, seen: RequestSeen) => boolean,
  fault: Omit<Failure, "method" | "path">,
): Promise<Ended> {
  const name = naming();
  const off = world.github.onRequest((seen) => {
    if (seen.phase !== "before" || seen.actor !== "sre-space") return;
    const { method, path } = seen;
    if (which(seen.write ? name(seen) : `${method} ${path}`, seen))
      world.github.failNext({ ...fault, method, path });
  });
  try {
    return await world.run();
  } finally {
    off();
    world.github.failNoMore();
  }
}

it("an incident makes these writes, and says how many", async () => {
  const name = naming();
  const seen: string[] = [];
  const off = world.github.onRequest((one) => {
    if (one.phase === "before" && one.actor === "sre-space" && one.write) seen.push(name(one));
  });
  const ended = await world.run();
  off();
  expect(seen.toSorted()).toEqual([...WRITES].toSorted());
  expect(ended.incident.closed?.as).toBe("healed");
  expect(ended.incident.writes).toBe(seen.length);
}, 120_000);

describe.each(Object.entries(FAULTS))("with %s", (fault, failure) => {
  it.each(WRITES)(
    "at %s, it ends the same, and nothing is done twice",
    async (call) => {
      let done = false;
      const ended = await withFault((name) => {
        const now = !done && name === call;
        done ||= now;
        return now;
      }, failure);
      expect(done, `${call} was never made`).toBe(true);
      expectTheSame(ended, call, fault);
    },
    120_000,
  );

  it("at each read, the first time that it is made, it ends the same", async () => {
    const failed = new Set<string>();
    const ended = await withFault(
      (_, { write, method, path }) => {
        const shape = `${method} ${path
          .replace(/[0-9a-f]{40}/g, "SHA")
          .replace(/\/\d+/g, "/N")
          .replace(/shop-\d+/, "shop")}`;
        // Tokens are fetched by a road of their own, and are no read.
        if (write || path.endsWith("/access_tokens") || failed.has(shape)) return false;
        failed.add(shape);
        return true;
      },
      { ...failure, times: 1 },
    );
    expect(failed.size).toBeGreaterThan(15);
    expectTheSame(ended, "each read", fault);
  }, 120_000);
});

describe.each(Object.entries(WEBHOOKS))("with webhooks %s", (fault, hear) => {
  it("it ends the same, and nothing is done twice", async () => {
    expectTheSame(await world.run({ hear: hear() }), "every webhook", fault);
  }, 120_000);
});

it("is kept as a table of call, fault and outcome, where a person finds it", async () => {
  const faults = [...Object.keys(FAULTS), ...Object.keys(WEBHOOKS)];
  const known = [...table.values()].reduce((sum, row) => sum + row.size, 0);
  // Where only some of the tests are run, not all is known.
  if (known < Object.keys(FAULTS).length * (WRITES.length + 1) + Object.keys(WEBHOOKS).length) return;
  const rows = [
    ["Call", ...faults.map((fault) => (fault in WEBHOOKS ? `webhooks ${fault}` : fault))],
    [":--", ...faults.map(() => ":--")],
    ...[...table].map(([call, row]) => [call, ...faults.map((fault) => row.get(fault) ?? "")]),
  ];
  const lines = rows.map((row) => `| ${row.join(" | ")} |\n`).join("");
  await expect(`${ABOUT}\n\n${lines}`).toMatchFileSnapshot("snapshots/calls-and-faults.md");
});
