import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCheckouts } from "../../marketplace-demo/world/checkouts.ts";
import { type Ci, createCi } from "../../marketplace-demo/world/ci.ts";
import { runGit } from "../../marketplace-demo/world/run-git.ts";

let directory: string;
let work: string;
let ci: Ci;
const reports: { sha: string; passed?: boolean; summary?: string }[] = [];

async function commit(answer: string): Promise<string> {
  const files = {
    "package.json": '{"type": "module", "scripts": {"test": "node --test"}}',
    "test/answer.test.js": `import test from "node:test"; import assert from "node:assert"; test("answer", () => assert.equal(${answer}, 42));`,
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(work, name)), { recursive: true });
    await writeFile(join(work, name), content);
  }
  await runGit(work, ["add", "--all"]);
  const who = ["-c", "user.name=dev", "-c", "user.email=dev@shop.example"];
  await runGit(work, [...who, "commit", "--quiet", "-m", "change"]);
  await runGit(work, ["push", "--quiet", "origin", "HEAD:main"]);
  return (await runGit(work, ["rev-parse", "HEAD"])).trim();
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "ci-test-"));
  work = join(directory, "work");
  await runGit(directory, ["init", "--quiet", "--bare", "--initial-branch=main", "origin.git"]);
  await runGit(directory, ["clone", "--quiet", "origin.git", "work"]);
  await mkdir(join(directory, "node_modules"));
  const checkouts = await openCheckouts({
    remote: join(directory, "origin.git"),
    directory: join(directory, "checkouts"),
    nodeModules: join(directory, "node_modules"),
  });
  ci = createCi({
    checkouts,
    environment: { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, HOME: directory },
    logDirectory: join(directory, "logs"),
    say: () => {},
    report: {
      async start(sha) {
        return reports.push({ sha }) - 1;
      },
      async finish(id, { passed, summary }) {
        Object.assign(reports[id] as object, { passed, summary });
      },
    },
  });
});

afterAll(async () => {
  await ci.stop();
  await rm(directory, { recursive: true, force: true });
});

describe("continuous integration", () => {
  it("runs the repository's own tests on the commit, and reports what they said", async () => {
    const good = await commit("42");
    const bad = await commit("41");
    await Promise.all([ci.test(good), ci.test(bad)]);
    expect(reports).toMatchObject([
      { sha: good, passed: true },
      { sha: bad, passed: false },
    ]);
    expect(reports[1]?.summary).toContain("answer");
  });

  it("tests a commit once, however often it is announced", async () => {
    const sha = await commit("40 + 2");
    await Promise.all([ci.test(sha), ci.test(sha)]);
    await ci.test(sha);
    expect(reports.filter((report) => report.sha === sha)).toHaveLength(1);
  });
});
