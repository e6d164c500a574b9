import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RepoFacts } from "../../src/contracts/ports/repo-facts.ts";
import { connectGitHub } from "../../src/github/connect.ts";
import { revertedShas } from "../../src/github/facts/reverted-shas.ts";
import { FILES, type LocalGitHub, startLocalGitHub } from "./local-github.ts";

let world: LocalGitHub;
let facts: RepoFacts;
let base: string;
const PRICE = "services/quotes/price.js";
const BROKEN = "export const price = () => { throw new Error('no'); };\n";
const nothing = { pullRequest: null, paths: [], base: null, suspect: null };

beforeEach(async () => {
  world = await startLocalGitHub();
  facts = world.connection.facts("acme/shop");
  base = await world.git("rev-parse", "HEAD");
});
afterEach(() => world.stop());

describe("facts", () => {
  it("tell the repository and its branch, and write nothing", async () => {
    expect(await facts.read(nothing)).toMatchObject({
      defaultBranch: "main",
      head: base,
      archived: false,
      public: false,
      rules: { requiredChecks: [], requiredApprovals: 0 },
      pullRequest: null,
      openWork: [],
      movedPaths: [],
    });
    expect(world.writes()).toEqual([]);
  });

  it("tell which checks the branch requires, without the right to administer it", async () => {
    world.github.requireChecks("acme/shop", "main", ["ci", "lint"], 1);
    expect((await facts.read(nothing)).rules.requiredChecks).toEqual(["ci", "lint"]);
  });

  it("tell how many approvals it requires", async () => {
    world.github.requireChecks("acme/shop", "main", ["ci"], 2);
    expect((await facts.read(nothing)).rules).toMatchObject({ requiredChecks: ["ci"], requiredApprovals: 2 });
  });

  it("do not take rules that may not be read for none: they say what to grant", async () => {
    world.github.requireChecks("acme/shop", "main", ["ci"]);
    expect((await facts.read(nothing)).rules.unread).toMatch(/administration: read/);
    world.github.failNext({ path: /rules\/branches/, status: 403, times: 1 });
    const fresh = connectGitHub(world.settings).facts("acme/shop");
    expect((await fresh.read(nothing)).rules.unread).toMatch(/rule sets may not be read/);
  });

  it("tell that a merge goes through a queue, and that code owners must review", async () => {
    world.github.protectBranch("acme/shop", "main", {
      mergeQueue: true,
      requiredReviews: {
        count: 0,
        dismissStale: false,
        requireCodeOwners: true,
        requireLastPushApproval: false,
      },
    });
    expect((await facts.read(nothing)).rules).toMatchObject({ mergeQueue: true, codeOwners: true });
  });

  it("know that a branch without protection has none, without the right to administer it", async () => {
    expect((await facts.read(nothing)).rules.unread).toBeNull();
  });

  it("merge check runs and statuses by name, the worse one standing", async () => {
    const head = await world.push({ "a.txt": "a" }, "feat: a", "feature");
    const { number } = await world.as(world.devToken, "POST", "/repos/acme/shop/pulls", {
      head: "feature",
      base: "main",
      title: "a",
    });
    const status = (context: string, state: string) =>
      world.as(world.devToken, "POST", `/repos/acme/shop/statuses/${head}`, { context, state });
    await status("ci", "success");
    await status("slow", "pending");
    await status("red", "error");
    const reporter = world.connection.reporter("acme/shop");
    const run = { externalId: "x", head, title: "t", summary: "s" };
    await reporter.ensureCheckRun({ ...run, name: "ci", status: "completed", conclusion: "failure" });
    await reporter.ensureCheckRun({ ...run, name: "docs", status: "completed", conclusion: "neutral" });
    await reporter.ensureCheckRun({ ...run, name: "e2e", status: "in_progress" });
    const { pullRequest } = await facts.read({ ...nothing, pullRequest: number as number });
    expect(pullRequest).toMatchObject({ number, head, state: "open", merged: false, draft: false });
    expect(pullRequest?.checks.map(({ name, state }) => [name, state])).toEqual([
      ["ci", "failure"],
      ["docs", "neutral"],
      ["e2e", "pending"],
      ["red", "failure"],
      ["slow", "pending"],
    ]);
  });

  it("count an approval of this very head, by somebody who may write, not taken back", async () => {
    const { token: strangerToken } = world.github.createUser({ login: "reader" });
    world.github.addCollaborator("acme/shop", "reader", "read");
    const { token: leadToken } = world.github.createUser({ login: "lead" });
    world.github.addCollaborator("acme/shop", "lead", "maintain");
    await world.push({ "a.txt": "a" }, "feat: a", "feature");
    const { number } = await world.as(world.devToken, "POST", "/repos/acme/shop/pulls", {
      head: "feature",
      base: "main",
      title: "a",
    });
    const review = (token: string, event: string) =>
      world.as(token, "POST", `/repos/acme/shop/pulls/${number}/reviews`, { event, body: "hm" });
    const approvedBy = async () =>
      (await facts.read({ ...nothing, pullRequest: number as number })).pullRequest?.approvedBy;
    await review(strangerToken, "APPROVE");
    await review(leadToken, "APPROVE");
    await review(leadToken, "COMMENT");
    expect(await approvedBy()).toEqual(["lead"]);
    await review(leadToken, "REQUEST_CHANGES");
    expect(await approvedBy()).toEqual([]);
    await review(leadToken, "APPROVE");
    await world.push({ "b.txt": "b" }, "feat: b", "feature");
    expect(await approvedBy()).toEqual([]);
  });

  it("know what people may do", async () => {
    expect(await facts.permission("pricing-dev")).toBe("write");
    expect(await facts.permission("stranger")).toBe("none");
    expect(await facts.permission("nobody-at-all")).toBe("none");
  });

  it("tell open work of others on the same paths, whatever its branch is called; not our own", async () => {
    await world.push({ [PRICE]: "// theirs\n" }, "feat: theirs", "sre-space/looks-like-ours");
    const theirs = await world.as(world.devToken, "POST", "/repos/acme/shop/pulls", {
      head: "sre-space/looks-like-ours",
      base: "main",
      title: "theirs",
    });
    await world.push({ "docs.md": "else" }, "docs: else", "docs");
    await world.as(world.devToken, "POST", "/repos/acme/shop/pulls", {
      head: "docs",
      base: "main",
      title: "docs",
    });
    await world.push({ [PRICE]: "// ours\n" }, "ours", "sre-space/0123456789ab-1");
    await world.connection.writer("acme/shop").ensurePullRequest({
      branch: "sre-space/0123456789ab-1",
      base: "main",
      title: "ours",
      body: "",
      draft: false,
      labels: [],
    });
    const { openWork } = await facts.read({ ...nothing, paths: [PRICE, "README.md"] });
    expect(openWork).toEqual([
      { number: theirs.number, author: "pricing-dev", paths: [PRICE], url: theirs.html_url },
    ]);
  });

  it("tell which of the paths moved since the plan", async () => {
    await world.push({ [PRICE]: "// moved\n", "new.txt": "n" }, "feat: move");
    const paths = [PRICE, "README.md", "new.txt", "absent.txt"];
    expect((await facts.read({ ...nothing, paths, base })).movedPaths).toEqual([PRICE, "new.txt"]);
  });
});

describe("reverts of the suspect", () => {
  const told = async (suspect: string) => {
    const { suspectReverted, suspectRelanded } = await facts.read({ ...nothing, suspect });
    return [suspectReverted, suspectRelanded];
  };

  it("are found, and so is what lands it again", async () => {
    const suspect = await world.push({ [PRICE]: BROKEN }, "feat: break");
    expect(await told(suspect)).toEqual([false, false]);
    const revert = await world.push(
      { [PRICE]: FILES[PRICE] },
      `Revert "feat: break"\n\nThis reverts commit ${suspect}.`,
    );
    await world.push({ "a.txt": "a" }, "chore: between");
    expect(await told(suspect)).toEqual([true, false]);
    await world.push({ [PRICE]: BROKEN }, `Reapply "feat: break"\n\nThis reverts commit ${revert}.`);
    expect(await told(suspect)).toEqual([true, true]);
  });

  it("are not believed where a message says so and the lines do not", async () => {
    const suspect = await world.push({ [PRICE]: BROKEN }, "feat: break");
    await world.push({ "README.md": "# lie\n" }, `docs\n\nThis reverts commit ${suspect}.`);
    await world.push({ [PRICE]: `${BROKEN}// more\n` }, `fix\n\nThis reverts commit ${suspect}.`);
    expect(await told(suspect)).toEqual([false, false]);
  });

  it("are named by full SHAs in git's own words", () => {
    const sha = "a".repeat(40);
    expect(revertedShas(`Revert\n\nThis reverts commit ${sha}.\nThis reverts commit ${sha}.`)).toEqual([sha]);
    expect(revertedShas("This reverts commit abc1234.")).toEqual([]);
  });
});
