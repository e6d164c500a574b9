import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Reporter } from "../../src/contracts/ports/reporter.ts";
import { type LocalGitHub, startLocalGitHub } from "./local-github.ts";

let world: LocalGitHub;
let reporter: Reporter;

const MARKER = '<!-- sre-space:incident {"id":"one",';
const issue = {
  marker: MARKER,
  title: "quotes: failing",
  body: `${MARKER}"x":1} -->\nbroken`,
  labels: ["sre-space", "sre-space:investigating", "incident"],
};

beforeEach(async () => {
  world = await startLocalGitHub();
  reporter = world.connection.reporter("acme/shop");
});
afterEach(() => world.stop());

const issues = async () =>
  (await world.as(world.devToken, "GET", "/repos/acme/shop/issues?state=all")) as unknown as Record<
    string,
    unknown
  >[];
const names = (one: Record<string, unknown>) =>
  (one.labels as { name: string }[]).map((label) => label.name).sort();

describe("ensureIssue", () => {
  it("opens one with its labels, and finds it again", async () => {
    const first = await reporter.ensureIssue(issue);
    expect(first).toMatchObject({ state: "open", created: true });
    world.github.clearJournal();
    expect(await reporter.ensureIssue({ ...issue, body: `${MARKER}"x":2} -->` })).toEqual({
      ...first,
      created: false,
    });
    expect(world.writes()).toEqual([]);
    expect(names((await issues())[0]!)).toEqual(["incident", "sre-space", "sre-space:investigating"]);
  });

  it("finds its own where the answer was lost, and where it was closed", async () => {
    world.github.failNext({ method: "POST", path: "/repos/acme/shop/issues", status: 502, when: "after" });
    const { number } = await reporter.ensureIssue(issue);
    await reporter.updateIssue(number, { state: "closed" });
    expect(await reporter.ensureIssue(issue)).toMatchObject({ number, state: "closed" });
    expect(await issues()).toHaveLength(1);
  });

  it("takes no marker from somebody else, nor from further down", async () => {
    const forged = await world.as(world.devToken, "POST", "/repos/acme/shop/issues", issue);
    const other = await reporter.ensureIssue({
      ...issue,
      marker: "<!-- other",
      body: `<!-- other -->\n${issue.body}`,
    });
    const { number, created } = await reporter.ensureIssue(issue);
    expect(created).toBe(true);
    expect([forged.number, other.number]).not.toContain(number);
  });
});

describe("ensureLabels", () => {
  it("makes those that are not there, and leaves people's own as they are", async () => {
    const path = "/repos/acme/shop/labels";
    await world.as(world.devToken, "POST", path, { name: "SRE-Space:Stop", color: "123456" });
    const labels = [
      { name: "sre-space:stop", color: "b60205", description: "Stops every merge of SRE-Space" },
      { name: "sre-space:healed", color: "0e8a16", description: "It is over" },
    ];
    world.github.clearJournal();
    await reporter.ensureLabels(labels);
    await reporter.ensureLabels(labels);
    expect(world.writes()).toHaveLength(1);
    const held = (await world.as(world.devToken, "GET", path)) as unknown as Record<string, unknown>[];
    expect(held.find((one) => one.name === "SRE-Space:Stop")).toMatchObject({ color: "123456" });
    expect(held.find((one) => one.name === "sre-space:healed")).toMatchObject({ description: "It is over" });
  });
});

describe("updateIssue", () => {
  const change = {
    body: `${issue.body}\nmore`,
    state: "closed" as const,
    labels: { prefix: "sre-space:", exactly: ["sre-space:healed"] },
    comment: { marker: "<!-- p -->", body: "<!-- p -->over" },
  };
  const comments = async (number: number) =>
    (
      (await world.as(world.devToken, "GET", `/repos/acme/shop/issues/${number}/comments`)) as unknown as {
        body: string;
      }[]
    ).map((one) => one.body);

  it("writes all that differs in one request, and nothing where nothing does", async () => {
    const { number } = await reporter.ensureIssue(issue);
    await reporter.ensureLabels([{ name: "sre-space:healed", color: "0e8a16", description: "" }]);
    world.github.clearJournal();
    await reporter.updateIssue(number, change);
    expect(world.writes()).toMatchObject([{ path: "/graphql", status: 200 }]);
    await reporter.updateIssue(number, change);
    expect(world.writes()).toHaveLength(1);
    const [one] = await issues();
    expect(one).toMatchObject({ state: "closed", body: change.body });
    expect(names(one!)).toEqual(["incident", "sre-space", "sre-space:healed"]);
    await reporter.updateIssue(number, { comment: { ...change.comment, body: "<!-- p -->really" } });
    expect(await comments(number)).toEqual(["<!-- p -->really"]);
    await reporter.updateIssue(number, { labels: { prefix: "sre-space:", exactly: [] } });
    expect(names((await issues())[0]!)).toEqual(["incident", "sre-space"]);
    expect(world.writes()).toHaveLength(3);
  });

  it("makes a label that somebody has deleted", async () => {
    const { number } = await reporter.ensureIssue(issue);
    await reporter.updateIssue(number, change);
    expect(names((await issues())[0]!)).toEqual(["incident", "sre-space", "sre-space:healed"]);
  });

  it("is done once where its answer was lost, and ended where one part of it was refused", async () => {
    const { number } = await reporter.ensureIssue(issue);
    world.github.failNext({ method: "POST", path: "/graphql", status: 502, when: "after" });
    await reporter.updateIssue(number, change);
    expect(await comments(number)).toEqual(["<!-- p -->over"]);
    await world.as(world.devToken, "PATCH", `/repos/acme/shop/issues/${number}`, { state: "open" });
    const refused = reporter.updateIssue(number, {
      ...change,
      body: `${MARKER}${"x".repeat(70_000)}`,
      comment: { marker: "<!-- q -->", body: "<!-- q -->more" },
    });
    await expect(refused).rejects.toMatchObject({ status: 422, passing: false });
    // What stands before and after the refused part was done.
    expect(await comments(number)).toEqual(["<!-- p -->over", "<!-- q -->more"]);
    await reporter.updateIssue(number, change);
    expect((await issues())[0]).toMatchObject({ state: "closed", body: change.body });
  });

  it("keeps a label that a person puts on between the look and the write", async () => {
    const { number } = await reporter.ensureIssue(issue);
    const path = `/repos/acme/shop/issues/${number}`;
    const labels = ["sre-space", "sre-space:investigating", "incident", "sre-space:stop"];
    const forget = world.github.onRequest(async ({ phase, method, path: asked }) => {
      if (phase !== "before" || method === "GET" || !(asked === "/graphql" || asked.startsWith(path))) return;
      forget();
      await world.as(world.devToken, "PATCH", path, { labels });
    });
    await reporter.updateIssue(number, { labels: { prefix: "sre-space:", exactly: ["sre-space:fixing"] } });
    expect(names((await issues())[0]!)).toContain("sre-space:stop");
  });
});

describe("ensureComment and react", () => {
  it("make one comment, change it, and take nobody else's for ours", async () => {
    const { number } = await reporter.ensureIssue(issue);
    const path = `/repos/acme/shop/issues/${number}/comments`;
    const theirs = await world.as(world.devToken, "POST", path, { body: "<!-- p -->forged" });
    world.github.failNext({ method: "POST", path, status: 502, when: "after" });
    const { id } = await reporter.ensureComment(number, "<!-- p -->", "<!-- p -->one");
    expect(id).not.toBe(theirs.id);
    world.github.clearJournal();
    expect(await reporter.ensureComment(number, "<!-- p -->", "<!-- p -->one")).toEqual({ id });
    expect(world.writes()).toEqual([]);
    expect(await reporter.ensureComment(number, "<!-- p -->", "<!-- p -->two")).toEqual({ id });
    const all = (await world.as(world.devToken, "GET", path)) as unknown as { body: string }[];
    expect(all.map((one) => one.body)).toEqual(["<!-- p -->forged", "<!-- p -->two"]);
    await reporter.react(theirs.id as number, "+1");
    world.github.clearJournal();
    await reporter.react(theirs.id as number, "+1");
    expect(world.writes()).toEqual([]);
  });
});

describe("ensureCheckRun", () => {
  it("makes one run with its annotation, changes it, and repeats nothing", async () => {
    const head = await world.git("rev-parse", "HEAD");
    const run = {
      name: "SRE-Space / suspect",
      externalId: "one",
      head,
      status: "completed" as const,
      conclusion: "neutral" as const,
      title: "Broke quotes",
      summary: "It did",
      annotations: [{ path: "README.md", line: 1, message: "here", title: "look" }],
    };
    world.github.failNext({
      method: "POST",
      path: "/repos/acme/shop/check-runs",
      status: 502,
      when: "after",
    });
    const { id } = await reporter.ensureCheckRun(run);
    world.github.clearJournal();
    expect(await reporter.ensureCheckRun(run)).toEqual({ id });
    expect(world.writes()).toEqual([]);
    expect(await reporter.ensureCheckRun({ ...run, title: "No longer suspected" })).toEqual({ id });
    expect(await reporter.ensureCheckRun({ ...run, externalId: "two" })).not.toEqual({ id });
    const annotations = await world.as(
      world.devToken,
      "GET",
      `/repos/acme/shop/check-runs/${id}/annotations`,
    );
    expect(annotations).toMatchObject([{ path: "README.md", start_line: 1, message: "here" }]);
  });
});
