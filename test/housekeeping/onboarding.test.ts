import { afterEach, expect, it } from "vitest";
import { parsePolicy } from "../../src/config/policy-file.ts";
import { type AttackedWorld, REPOSITORY, startAttackedWorld } from "../attacks/attacked-world.ts";
import { until } from "../attacks/until.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

const SHOP = {
  "services/policies/main.ts": "export {};\n",
  "packages/money/package.json": "{}\n",
  "config/quotes.yml": "pool: 5\n",
  "db/migrations/001.sql": "select 1;\n",
};

/** The App is taken off a repository whose policy is taken away as well. */
async function takenOff(options: Parameters<typeof startAttackedWorld>[0] = {}) {
  world = await startAttackedWorld({ without: true, files: SHOP, ...options });
  world.github.removeRepositoriesFromInstallation(world.installationId, [REPOSITORY]);
  await world.git("fetch", "-q", "origin");
  await world.git("checkout", "-q", "-B", "main", "origin/main");
  await world.git("rm", "-q", ".sre-space.yml");
  const head = await world.commit("chore: no policy", "ada@acme.test");
  await world.git("push", "-q", "origin", "HEAD:main");
  await world.passChecks(head);
  await world.quiet();
  return head;
}
const install = async () => {
  world.github.addRepositoriesToInstallation(world.installationId, [REPOSITORY]);
  await world.quiet();
};
const pulls = () => world.held().filter((one) => one.pull);
async function proposed(): Promise<string> {
  await world.git("fetch", "-q", "origin");
  return world.git("show", "origin/sre-space/onboarding:.sre-space.yml");
}

it("an installation is answered by one pull request, made from what the repository says of itself", async () => {
  const head = await takenOff();
  world.github.requireChecks(REPOSITORY, "main", ["lint"], 2);
  await install();

  const pull = world.pull();
  expect(pull).toMatchObject({ state: "open", title: "Configure SRE-Space" });
  expect(pull.pull).toMatchObject({ draft: false, merged: false, baseRef: "main", baseSha: head });
  const text = await proposed();
  expect(parsePolicy(text).problems).toEqual([]);
  expect(parsePolicy(text).policy).toMatchObject({
    mode: "report",
    services: {
      quotes: { paths: ["services/quotes/**", "packages/**"] },
      policies: { paths: ["services/policies/**", "packages/**"] },
    },
    guardrails: {
      required_checks: ["ci"],
      allow_paths: ["services/policies/**", "packages/**", "services/quotes/**", "config/**"],
      deny_paths: ["**/migrations/**"],
    },
  });
  expect(pull.body).toContain("requires `lint`");
  expect(pull.body).toContain("requires 2 reviews");
  expect(pull.body).toContain(`npx sre-space token ${REPOSITORY}`);
  const touched = await world.git("diff", "--name-only", "origin/main", "origin/sre-space/onboarding");
  expect(touched).toBe(".sre-space.yml");

  // Told again, by GitHub or by somebody who takes it off and puts it on: the same one, and nothing anew.
  const writes = world.github.countWrites("sre-space");
  await world.hook("installation", { action: "created", repositories: [{ full_name: REPOSITORY }] });
  await world.quiet();
  await world.restart();
  world.github.removeRepositoriesFromInstallation(world.installationId, [REPOSITORY]);
  await world.quiet();
  await install();
  expect(pulls()).toHaveLength(1);
  expect(world.github.countWrites("sre-space")).toBe(writes);
  expect(world.merges()).toEqual([]);

  // A person closes it and deletes its branch: that was the answer.
  await world.as(world.people.ada, "PATCH", `/pulls/${pull.number}`, { state: "closed" });
  await world.git("push", "-q", "origin", ":sre-space/onboarding");
  await world.hook("installation", { action: "created", repositories: [{ full_name: REPOSITORY }] });
  await world.quiet();
  expect(pulls().map(({ state }) => state)).toEqual(["closed"]);
  await expect(world.git("fetch", "origin", "sre-space/onboarding")).rejects.toThrow();
  expect(world.github.countWrites("sre-space")).toBe(writes);
}, 180_000);

it("proposes none where a policy stands, and takes no branch of somebody else's for its own", async () => {
  await takenOff();
  await world.git("checkout", "-q", "-b", "theirs");
  world.write({ ".sre-space.yml": "version: 1\nmode: merge\n" });
  await world.commit("Configure SRE-Space", "eve@acme.test");
  await world.git("push", "-q", "origin", "HEAD:sre-space/onboarding");
  await install();
  expect(pulls()).toEqual([]);
  expect(await proposed()).toContain("mode: merge");

  await world.git("push", "-q", "origin", ":sre-space/onboarding");
  await world.git("push", "-q", "origin", "HEAD:main");
  await world.hook("installation", { action: "created", repositories: [{ full_name: REPOSITORY }] });
  await world.quiet();
  expect(pulls()).toEqual([]);
}, 180_000);

it("finishes what a crash interrupted, though the default branch has moved since", async () => {
  await takenOff();
  await install();
  const [pull] = pulls();
  // As if the process had died between the branch and the pull request.
  world.github.state.repositories.get(REPOSITORY)?.issues.delete(pull?.number as number);
  await world.git("fetch", "-q", "origin");
  await world.git("checkout", "-q", "-B", "main", "origin/main");
  world.write({ "NEWS.md": "more\n" });
  await world.commit("docs: news", "ada@acme.test");
  await world.git("push", "-q", "origin", "HEAD:main");
  await world.hook("installation", { action: "created", repositories: [{ full_name: REPOSITORY }] });
  await world.quiet();
  await until(() => pulls().length === 1);
  expect(await proposed()).toContain("mode: report");
}, 180_000);

it("an installation of which nobody heard, since the service was down, is answered at its start", async () => {
  await takenOff();
  await world.whileDown(async () => {
    world.github.addRepositoriesToInstallation(world.installationId, [REPOSITORY]);
    await world.github.webhooksIdle();
  });
  await until(() => pulls().length > 0);
  expect(world.pull()).toMatchObject({ state: "open", title: "Configure SRE-Space" });
  await world.restart();
  await world.quiet();
  expect(pulls()).toHaveLength(1);
}, 180_000);
