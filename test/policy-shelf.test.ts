import { pino } from "pino";
import { expect, it } from "vitest";
import type { RepoReader } from "../src/contracts/ports/repo-reader.ts";
import { policyShelf } from "../src/policy-shelf.ts";

const POLICY = "version: 1\nservices:\n  quotes: {paths: [services/quotes/**]}\n";

function world() {
  const state = { now: 0, away: new Set<string>(), content: POLICY, asked: [] as string[] };
  const reader = (repository: string) =>
    ({
      repository,
      async defaultBranch() {
        state.asked.push(repository);
        if (state.away.has(repository)) throw new Error("502");
        return { name: "main", sha: "a".repeat(40) };
      },
      file: async (path: string) => ({
        path,
        mode: "100644",
        blob: "b".repeat(40),
        content: state.content,
        binary: false,
      }),
    }) as unknown as RepoReader;
  const clock = { now: () => state.now, after: () => () => {} };
  return { state, shelf: policyShelf(reader, clock, pino({ level: "silent" }), () => {}) };
}
const BOTH = ["acme/marketplace", "acme/other"];
const services = ({ shelf }: ReturnType<typeof world>) =>
  shelf.loaded(BOTH).map(({ repository, policy }) => [repository, Object.keys(policy.policy.services)]);

it("reads a policy that could not be read at the start as soon as it can be", async () => {
  const it = world();
  it.state.away.add("acme/other");
  await it.shelf.start(BOTH);
  expect(services(it)).toEqual([["acme/marketplace", ["quotes"]]]);
  await expect(it.shelf.ensureRead(BOTH)).rejects.toThrow("502");
  it.state.away.clear();
  await it.shelf.freshen();
  expect(services(it).map(([repository]) => repository)).toEqual(BOTH);
  await it.shelf.ensureRead(BOTH);
});

it("notices within a minute what a lost push would have told, and keeps what it knows where GitHub is away", async () => {
  const it = world();
  await it.shelf.start(["acme/marketplace"]);
  it.state.content = POLICY.replace("quotes:", "pricing:");
  await it.shelf.freshen();
  expect(services(it)).toEqual([["acme/marketplace", ["quotes"]]]);
  it.state.now = 60_000;
  it.state.away.add("acme/marketplace");
  await it.shelf.freshen();
  expect(services(it)).toEqual([["acme/marketplace", ["quotes"]]]);
  it.state.away.clear();
  await it.shelf.freshen();
  expect(services(it)).toEqual([["acme/marketplace", ["pricing"]]]);
});

it("reads no more what was taken off, nor keeps it", async () => {
  const it = world();
  await it.shelf.start(BOTH);
  it.shelf.drop("acme/other");
  it.state.now = 60_000;
  it.state.asked = [];
  await it.shelf.freshen();
  await it.shelf.get("acme/other");
  expect(it.state.asked).toEqual(["acme/marketplace", "acme/other"]);
  expect(services(it).map(([repository]) => repository)).toEqual(["acme/marketplace"]);
});

it("reads a repository's policy anew as soon as that of its organisation was pushed to", async () => {
  const files: Record<string, string> = {
    "acme/.github": "version: 1\nlocked: [guardrails.max_files]\nguardrails: {max_files: 3}\n",
    "acme/shop": "version: 1\nmode: merge\nguardrails: {max_files: 3}\n",
    "other/shop": "version: 1\nmode: merge\n",
  };
  const reader = (repository: string) =>
    ({
      repository,
      defaultBranch: async () => ({ name: "main", sha: "a".repeat(40) }),
      file: async (path: string) => ({
        path,
        mode: "100644",
        blob: "b".repeat(40),
        content: files[repository],
        binary: false,
      }),
    }) as unknown as RepoReader;
  const clock = { now: () => 0, after: () => () => {} };
  const shelf = policyShelf(reader, clock, pino({ level: "silent" }), () => {});
  await shelf.start(Object.keys(files));
  expect((await shelf.get("acme/shop")).policy.mode).toBe("merge");
  files["acme/.github"] = "version: 1\nlocked: [guardrails.max_files]\nguardrails: {max_files: 2}\n";
  await shelf.refresh("acme/.github");
  const now = await shelf.get("acme/shop");
  expect(now.policy.mode).toBe("report");
  expect(now.problems[0]?.message).toMatch(/looser than the 2 that acme\/\.github locks/);
  expect((await shelf.get("other/shop")).policy.mode).toBe("merge");
});
