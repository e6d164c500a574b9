import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { Policy } from "../../src/contracts/policy.ts";
import { fromWebhook } from "../../src/edge/hooks/translate.ts";
import { keepDashboards } from "../../src/housekeeping/keep-dashboards.ts";
import { tickedBoxes } from "../../src/housekeeping/ticked-boxes.ts";
import { publishDashboard } from "../../src/publish/publish-dashboard.ts";
import { dashboard } from "../../src/report/dashboard.ts";
import { quoting } from "../../src/report/quoting.ts";
import { type LocalGitHub, startLocalGitHub } from "../github/local-github.ts";
import { HEAD, HOSTILE } from "../report/a-whole-incident.ts";
import { INCIDENTS } from "../report/incidents.ts";

const quote = quoting([]);
const named = (name: string, number: number, word?: string): Incident => {
  const incident = INCIDENTS[name]!;
  return {
    ...incident,
    id: `${number}-0123456789ab`,
    issue: { ...INCIDENTS.healed!.issue!, number },
    ...(word === undefined ? {} : { anomaly: { ...incident.anomaly, service: word, operation: word } }),
  };
};
const ALL = [
  named("proposed", 7),
  named("held", 10),
  named("cause unknown", 12),
  named("slow rollout", 13),
  named("healed", 3),
];

describe("the dashboard", () => {
  it("lists what is open, what waits for whom first", async () => {
    await expect(dashboard(ALL, quote)).toMatchFileSnapshot("../report/snapshots/dashboard.md");
    expect(dashboard([named("healed", 3)], quote)).toContain("**Nothing is broken that I know of.**");
  });

  it("has a box for nothing that is on hold or has no head", () => {
    const held = { ...named("proposed", 7), held: { by: "ada", at: ALL[0]!.openedAt } };
    expect(dashboard([held, named("held", 10)], quote)).not.toContain("- [ ]");
  });

  it("has the boxes that it was given, whatever words are in it", () => {
    const words = fc.oneof(fc.constant(HOSTILE), fc.string({ unit: "binary", maxLength: 80 }));
    fc.assert(
      fc.property(words, (word) => {
        const text = dashboard([named("proposed", 7, word)], quote);
        expect(text.match(/^- \[ \]/gm)).toHaveLength(1);
        expect(tickedBoxes(text, text.replace("- [ ] Approve", "- [x] Approve"))).toEqual([
          { incident: "7-0123456789ab", head: HEAD },
        ]);
      }),
    );
  });
});

describe("a ticked box", () => {
  const text = dashboard(ALL, quote);
  const ticked = text.replace("- [ ] Approve #8", "- [x] Approve #8");

  it("is nothing where more was changed, or it was ticked before, or taken off", () => {
    expect(tickedBoxes(text, ticked)).toHaveLength(1);
    for (const [before, after] of [
      [text, text],
      [ticked, text],
      [ticked, ticked],
      [text, ticked.replace("Needs a person", "Nice")],
      [text, `${ticked}\n- [x] Approve #9 <!-- sre-space:approve a ${HEAD} -->`],
      [text, ticked.replace(HEAD, "f".repeat(40))],
      [text.replace(HEAD, "f".repeat(40)), ticked],
    ] as const)
      expect(tickedBoxes(before, after)).toEqual([]);
  });
});

describe("on GitHub", () => {
  let world: LocalGitHub;
  let timers: (() => void)[];
  let incidents: Incident[];
  const failures: unknown[] = [];
  beforeEach(async () => {
    world = await startLocalGitHub();
    timers = [];
    incidents = ALL;
  });
  afterEach(() => world.stop());
  const make = (notify: Record<string, unknown> = { dashboard: true }) =>
    keepDashboards({
      clock: {
        now: () => 0,
        after: (_, callback) => {
          timers.push(callback);
          return () => void timers.splice(timers.indexOf(callback), 1);
        },
      },
      policy: async () => ({
        policy: Policy.parse({ version: 1, notify }),
        source: { path: ".sre-space.yml", blob: "b" },
        problems: [],
      }),
      incidents: async () => incidents,
      show: (repository, body, mayOpen) =>
        publishDashboard(body, mayOpen, world.connection.reporter(repository)),
      failed: (_, error) => failures.push(error),
    });
  const pass = async (boards: ReturnType<typeof make>) => {
    for (const timer of timers.splice(0)) timer();
    await boards.idle();
  };
  const issues = async () =>
    (await world.as(world.devToken, "GET", "/repos/acme/shop/issues?state=all")) as unknown as {
      number: number;
      body: string;
      state: string;
      labels: { name: string }[];
    }[];
  /** A person's edit, as GitHub tells of it. */
  const edited = (number: number, before: string, after: string, sender = { login: "ada", type: "User" }) =>
    fromWebhook(
      "issues",
      {
        action: "edited",
        repository: { full_name: "acme/shop", default_branch: "main" },
        issue: { number, body: after },
        changes: { body: { from: before } },
        sender,
      },
      "2026-11-22T14:05:00.000Z",
    );

  it("is one issue, written once for a burst, and a ticked box is its person's approval of that head", async () => {
    const boards = make();
    boards.moved("acme/shop");
    boards.moved("acme/shop");
    world.github.clearJournal();
    await pass(boards);
    expect(failures).toEqual([]);
    expect(world.writes()).toHaveLength(1);
    const [issue] = await issues();
    expect(issue!.labels.map(({ name }) => name).sort()).toEqual(["sre-space", "sre-space:dashboard"]);
    const after = issue!.body.replace("- [ ] Approve #8", "- [x] Approve #8");
    await world.as(world.devToken, "PATCH", `/repos/acme/shop/issues/${issue!.number}`, { body: after });
    const signal = edited(issue!.number, issue!.body, after);
    if (signal?.kind !== "boxes") throw new Error("no edit was heard");
    expect(boards.ticked(signal)).toMatchObject([
      {
        kind: "command",
        command: "approve",
        actor: "ada",
        button: { incident: "7-0123456789ab", head: HEAD },
      },
    ]);
    await boards.idle();
    // What was ticked is heard; the text is ours again.
    expect((await issues())[0]?.body).toBe(issue!.body);

    // Of somebody's copy, of a text that was tampered with before, or of another's edit nothing is believed.
    const forged = issue!.body.replace("Approve #8", "Lunch for #8");
    for (const [number, before] of [
      [issue!.number + 1, issue!.body],
      [issue!.number, forged],
    ] as const) {
      const other = edited(number, before, before.replace("- [ ]", "- [x]"));
      expect(other?.kind === "boxes" ? boards.ticked(other) : ["unheard"]).toEqual([]);
    }
    expect(edited(1, issue!.body, after, { login: "sre-space[bot]", type: "Bot" })).toBeNull();
    expect(edited(1, "words", "other words")).toBeNull();
    await boards.idle();

    incidents = [];
    world.github.clearJournal();
    boards.moved("acme/shop");
    await pass(boards);
    expect((await issues())[0]?.body).toContain("Nothing is broken");
    expect(world.writes()).toHaveLength(1);
  });

  it("is not there where nobody asked, nor where a person closed it, nor before anything broke", async () => {
    const unasked = make({});
    unasked.moved("acme/shop");
    await pass(unasked);
    incidents = [named("healed", 3)];
    const boards = make();
    boards.moved("acme/shop");
    await pass(boards);
    expect(await issues()).toEqual([]);
    incidents = ALL;
    boards.moved("acme/shop");
    await pass(boards);
    const [issue] = await issues();
    await world.as(world.devToken, "PATCH", `/repos/acme/shop/issues/${issue!.number}`, { state: "closed" });
    incidents = ALL.slice(1);
    boards.moved("acme/shop");
    await pass(boards);
    expect(await issues()).toMatchObject([{ state: "closed", body: issue!.body }]);
  });
});
