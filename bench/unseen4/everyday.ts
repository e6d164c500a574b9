import type { Random } from "../unseen/random.ts";
import type { Change, Language, World } from "../unseen/scenario.ts";

const images = [
  ["node", "22.11.0-bookworm", "22.12.0-bookworm"],
  ["golang", "1.23.3", "1.23.4"],
  ["python", "3.12.7-slim", "3.12.8-slim"],
  ["alpine", "3.20.3", "3.21.0"],
  ["ubuntu", "24.04", "24.04.1"],
] as const;
const hooks = [
  ["pre-commit-hooks", "v4.6.0", "v5.0.0"],
  ["gitleaks", "v8.21.1", "v8.22.1"],
  ["codespell", "v2.3.0", "v2.4.0"],
  ["markdownlint", "v0.42.0", "v0.43.0"],
] as const;
const labels = ["kind/docs", "kind/cleanup", "area/client", "area/infra", "needs-triage"];
const screens = ["home", "login", "offline", "account", "legal"];
const pages = ["alerts", "backfills", "failover", "on-call", "schema-changes", "secrets"];

/** Files beside the product that every repository of this set has. */
export function surroundings(world: World): Record<string, string> {
  const files: Record<string, string> = {
    "build/devcontainer/images.env": `${images.map(([name, tag]) => `${name.toUpperCase()}_IMAGE=${name}:${tag}`).join("\n")}\n`,
    ".pre-commit-config.yaml": `repos:\n${hooks.map(([name, rev]) => `  - repo: ${name}\n    rev: ${rev}\n    hooks:\n      - id: ${name}\n`).join("")}`,
    ".github/labels.yml": labels.map((name) => `- name: ${name}\n  color: ededed\n`).join(""),
    ".github/workflows/pull-request.yml":
      "name: pull-request\non: pull_request\njobs:\n  checks:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 30\n    steps:\n      - uses: actions/checkout@v4\n      - run: ./ci/checks.sh\n  preview:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 15\n    steps:\n      - uses: actions/checkout@v4\n      - run: ./ci/preview.sh\n",
    "docs/runbooks/index.md": `# Runbooks\n\n${pages.map((page) => `## ${page}\n\nNobody has written about ${page} yet.\n`).join("\n")}`,
    LICENSE: "Copyright. All rights reserved.\n",
  };
  for (const screen of screens)
    files[`design/screens/${screen}.json`] =
      `{\n  "screen": "${screen}",\n  "version": 3,\n  "title": "${screen}"\n}\n`;
  for (const { paths } of world.services)
    if (paths[0]) files[`${paths[0]}OWNERS`] = "approvers:\n  - platform\nreviewers:\n  - platform\n";
  return files;
}

const suites: Record<Language, readonly [path: string, text: (n: number) => string]> = {
  typescript: [
    "test/sort-N.test.ts",
    (n) =>
      `import { expect, test } from "vitest";\n\ntest("keeps what it is given, case ${n}", () => {\n  expect([${n}, 1].toSorted((a, b) => a - b)).toEqual([1, ${n}]);\n});\n`,
  ],
  python: [
    "tests/test_sort_N.py",
    (n) => `def test_sorted_${n}():\n    assert sorted([${n}, 1]) == [1, ${n}]\n`,
  ],
  go: [
    "sort_N_test.go",
    (n) =>
      `package main\n\nimport (\n\t"slices"\n\t"testing"\n)\n\nfunc TestSort${n}(t *testing.T) {\n\tif !slices.IsSorted([]int{1, ${n}}) {\n\t\tt.Fail()\n\t}\n}\n`,
  ],
  java: [
    "src/test/java/SortNTest.java",
    (n) =>
      `import static org.junit.jupiter.api.Assertions.assertTrue;\n\nimport org.junit.jupiter.api.Test;\n\nclass Sort${n}Test {\n  @Test\n  void sorted() {\n    assertTrue(1 < ${n});\n  }\n}\n`,
  ],
  kotlin: [
    "src/test/kotlin/SortNTest.kt",
    (n) =>
      `import kotlin.test.Test\nimport kotlin.test.assertTrue\n\nclass Sort${n}Test {\n    @Test\n    fun sorted() = assertTrue(1 < ${n})\n}\n`,
  ],
  scala: [
    "src/test/scala/SortNSuite.scala",
    (n) =>
      `class Sort${n}Suite extends munit.FunSuite:\n  test("sorted") {\n    assert(List(${n}, 1).sorted.head == 1)\n  }\n`,
  ],
  ruby: [
    "spec/sort_N_spec.rb",
    (n) =>
      `# frozen_string_literal: true\n\nRSpec.describe Array do\n  it("sorts ${n}") { expect([${n}, 1].sort).to eq([1, ${n}]) }\nend\n`,
  ],
  csharp: [
    "Tests/SortNTests.cs",
    (n) =>
      `using Xunit;\n\npublic class Sort${n}Tests\n{\n    [Fact]\n    public void Sorted() => Assert.True(1 < ${n});\n}\n`,
  ],
  php: [
    "tests/SortNTest.php",
    (n) =>
      `<?php\n\nuse PHPUnit\\Framework\\TestCase;\n\nfinal class Sort${n}Test extends TestCase\n{\n    public function testSorted(): void\n    {\n        $given = [${n}, 1];\n        sort($given);\n        self::assertSame(1, $given[0]);\n    }\n}\n`,
  ],
  rust: ["tests/sort_N.rs", (n) => `#[test]\nfn sorted() {\n    assert!([1, ${n}].is_sorted());\n}\n`],
  elixir: [
    "test/sort_N_test.exs",
    (n) =>
      `defmodule Sort${n}Test do\n  use ExUnit.Case, async: true\n\n  test "sorts" do\n    assert Enum.sort([${n}, 1]) == [1, ${n}]\n  end\nend\n`,
  ],
  cpp: [
    "test/sort_N_test.cpp",
    (n) =>
      `#include <gtest/gtest.h>\n\n#include <algorithm>\n#include <vector>\n\nTEST(Sort, Case${n}) {\n  std::vector<int> given{1, ${n}};\n  EXPECT_TRUE(std::is_sorted(given.begin(), given.end()));\n}\n`,
  ],
};

/** So many commits of the kind that fill every history; no two of them touch the same lines. */
export function everyday(world: World, random: Random, count: number): Change[] {
  const own = world.services.filter(({ paths }) => paths.length > 0);
  const left = {
    images: random.shuffle(images),
    hooks: random.shuffle(hooks),
    labels: random.shuffle(labels),
    screens: random.shuffle(screens),
    pages: random.shuffle(pages),
    owners: random.shuffle(own.filter((s, i) => own.findIndex((o) => o.paths[0] === s.paths[0]) === i)),
  };
  let number = random.integer(200, 700);
  const innocent = (messages: readonly string[], edits: Change["edits"]): Change => ({
    role: "innocent",
    message: random.pick(messages),
    edits,
  });
  const makers: (() => Change | undefined)[] = [
    () => {
      const next = left.images.pop();
      if (!next) return undefined;
      const [name, from, to] = next;
      return innocent(
        [
          `devcontainer: ${name} ${to}`,
          `build(deps): bump ${name} from ${from} to ${to} in devcontainer`,
          "newer images for the development container",
        ],
        [{ file: "build/devcontainer/images.env", from: `=${name}:${from}\n`, to: `=${name}:${to}\n` }],
      );
    },
    () => {
      const next = left.hooks.pop();
      if (!next) return undefined;
      const [name, from, to] = next;
      return innocent(
        [`[pre-commit.ci] ${name} ${from} -> ${to}`, `chore: ${name} ${to}`, "wip"],
        [
          {
            file: ".pre-commit-config.yaml",
            from: `  - repo: ${name}\n    rev: ${from}\n`,
            to: `  - repo: ${name}\n    rev: ${to}\n`,
          },
        ],
      );
    },
    () => {
      const label = left.labels.pop();
      if (!label) return undefined;
      const before = `- name: ${label}\n  color: ededed\n`;
      return innocent(
        [`labels: colour for ${label}`, "Update labels.yml", "fix"],
        [{ file: ".github/labels.yml", from: before, to: before.replace("ededed", "c5def5") }],
      );
    },
    () => {
      const screen = left.screens.pop();
      if (!screen) return undefined;
      const before = `  "version": 3,\n  "title": "${screen}"\n`;
      return innocent(
        [
          `design: ${screen} screen, version 4`,
          `Sync ${screen} from the design tool`,
          `${screen}: copy reviewed by legal`,
        ],
        [{ file: `design/screens/${screen}.json`, from: before, to: before.replace("3", "4") }],
      );
    },
    () => {
      const page = left.pages.pop();
      if (!page) return undefined;
      return innocent(
        [`docs: runbook for ${page}`, `Runbook, ${page} (timeouts, retries, whom to call)`, "docs"],
        [
          {
            file: "docs/runbooks/index.md",
            from: `Nobody has written about ${page} yet.\n`,
            to: `First look at the dashboard, then call whoever is on duty.\nWhat we learnt about ${page} in the last year is in the minutes.\n`,
          },
        ],
      );
    },
    () => {
      const service = left.owners.pop();
      if (!service) return undefined;
      return innocent(
        [`${service.name}: owners`, `Add reviewers for ${service.name}`],
        [
          {
            file: `${service.paths[0]}OWNERS`,
            from: "reviewers:\n  - platform\n",
            to: "reviewers:\n  - platform\n  - newcomers\n",
          },
        ],
      );
    },
    () => {
      const service = random.pick(own);
      const [path, text] = suites[service.language];
      number += random.integer(1, 9);
      return innocent(
        [
          `${service.name}: test for #${number}`,
          `test(${service.name}): keep the order (#${number})`,
          `Fix flaky test in ${service.name}`,
        ],
        [{ file: `${service.paths[0]}${path.replace("N", `${number}`)}`, add: text(number) }],
      );
    },
    () => {
      number += random.integer(1, 9);
      return innocent(
        [`proposal ${number}: shorter retention`, `Proposal ${number} (for discussion)`],
        [
          {
            file: `docs/proposals/${number}.md`,
            add: `# ${number}\n\nStatus: open for discussion, not decided.\n\nKeep less, for less long, and say so to customers before.\n`,
          },
        ],
      );
    },
    () => {
      const service = random.pick(own);
      number += random.integer(1, 9);
      return innocent(
        [`${service.name}: dashboard`, `dashboards(${service.name}): latency and errors by route`],
        [
          {
            file: `observability/dashboards/${service.name}-${number}.json`,
            add: `{\n  "title": "${service.name}",\n  "refresh": "1m",\n  "panels": [{ "id": ${number}, "type": "timeseries", "unit": "s" }]\n}\n`,
          },
        ],
      );
    },
  ];
  const out: Change[] = [];
  while (out.length < count) {
    const made = random.pick(makers)();
    if (made) out.push(made);
  }
  return out;
}
