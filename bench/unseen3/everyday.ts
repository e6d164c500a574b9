import type { Random } from "../unseen/random.ts";
import type { Change, FirstLanguage, World } from "../unseen/scenario.ts";

const chapters = ["access", "branching", "deprecations", "incident-roles", "naming", "paging", "reviews"];
const cultures = ["es", "it", "ja", "ko", "cs", "da"];
const strings = [
  ["back", "Go back", "Back"],
  ["busy", "We are busy, hold on", "One moment, please"],
  ["failed", "That did not work", "Something went wrong"],
  ["limit", "You have reached the limit", "No more are allowed"],
  ["offline", "You are offline", "No connection"],
  ["save", "Save", "Save changes"],
] as const;
const tools = [
  ["actionlint", "1.7.3", "1.7.4"],
  ["buf", "1.46.0", "1.47.2"],
  ["hadolint", "2.12.0", "2.12.1"],
  ["shellcheck", "0.9.0", "0.10.0"],
  ["trivy", "0.56.2", "0.58.0"],
  ["yamllint", "1.35.0", "1.35.1"],
] as const;
const rules = ["BacklogGrowing", "CertificateSoon", "DiskFilling", "ErrorBudget", "PodRestarts"];

/** Files beside the product that every repository of this set has. */
export function surroundings(world: World): Record<string, string> {
  const files: Record<string, string> = {
    ".tool-versions": `${tools.map(([name, version]) => `${name} ${version}`).join("\n")}\n`,
    ".editorconfig": "root = true\n\n[*]\nend_of_line = lf\ninsert_final_newline = true\nindent_size = 2\n",
    ".github/workflows/verify.yaml":
      "name: verify\non:\n  merge_group:\n  pull_request:\njobs:\n  unit:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 20\n    steps:\n      - uses: actions/checkout@v4\n      - run: make unit\n  images:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 30\n    steps:\n      - uses: actions/checkout@v4\n      - run: make images\n",
    "monitoring/rules.yaml": `groups:\n  - name: general\n    rules:\n${rules
      .map(
        (rule) =>
          `      - alert: ${rule}\n        for: 10m\n        annotations:\n          runbook: runbooks/${rule}.md\n`,
      )
      .join("")}`,
    "docs/guide.md": `# Guide\n\n${chapters.map((chapter) => `## On ${chapter}\n\nTo be written: ${chapter}.\n`).join("\n")}`,
    "CONTRIBUTING.md":
      "# Contributing\n\nOpen a draft early.\n\nAsk two people when a change is risky.\n\nSquash before you merge.\n",
  };
  for (const culture of cultures)
    files[`web/messages/${culture}.yaml`] =
      `${strings.map(([key, text]) => `${key}: "[${culture}] ${text}"`).join("\n")}\n`;
  for (const { paths } of world.services)
    if (paths[0])
      files[`${paths[0]}CHANGES.md`] = "# Changes\n\n## Unreleased\n\n## Before\n\n- first notes\n";
  return files;
}

const suites: Record<FirstLanguage, [path: string, text: (n: number) => string]> = {
  typescript: [
    "spec/limits-N.spec.ts",
    (n) =>
      `import { describe, expect, it } from "vitest";\n\ndescribe("limits ${n}", () => {\n  it("keeps the order of what it is given", () => {\n    const given = Array.from({ length: ${n} }, (_, i) => i);\n    expect([...given].sort((a, b) => a - b)).toEqual(given);\n  });\n});\n`,
  ],
  python: [
    "tests/limits/test_case_N.py",
    (n) =>
      `"""Found by the fuzzer in build ${n}; passes since."""\n\nfrom hypothesis import given, strategies as st\n\n\n@given(st.lists(st.integers(), max_size=${n}))\ndef test_order_is_kept(numbers):\n    assert sorted(numbers) == sorted(reversed(numbers))\n`,
  ],
  go: [
    "limits_N_test.go",
    (n) =>
      `package main\n\nimport (\n\t"sort"\n\t"testing"\n)\n\nfunc TestOrder${n}(t *testing.T) {\n\tgiven := []int{${n}, 2, 1}\n\tsort.Ints(given)\n\tif given[0] != 1 {\n\t\tt.Fatal(given)\n\t}\n}\n`,
  ],
  java: [
    "src/test/java/limits/LimitsNTest.java",
    (n) =>
      `package limits;\n\nimport static org.junit.jupiter.api.Assertions.assertEquals;\n\nimport java.util.List;\nimport org.junit.jupiter.api.Test;\n\nclass Limits${n}Test {\n  @Test\n  void keepsOrder() {\n    assertEquals(List.of(1, ${n}), List.of(1, ${n}));\n  }\n}\n`,
  ],
  kotlin: [
    "src/test/kotlin/limits/LimitsNTest.kt",
    (n) =>
      `package limits\n\nimport io.kotest.core.spec.style.StringSpec\nimport io.kotest.matchers.shouldBe\n\nclass Limits${n}Test : StringSpec({\n    "keeps order" { listOf(${n}, 1).sorted().first() shouldBe 1 }\n})\n`,
  ],
  ruby: [
    "test/limits/case_N_test.rb",
    (n) =>
      `# frozen_string_literal: true\n\nrequire "test_helper"\n\nclass Case${n}Test < Minitest::Test\n  def test_keeps_order\n    assert_equal [1, ${n}], [${n}, 1].sort\n  end\nend\n`,
  ],
  csharp: [
    "Tests/Limits/CaseNTests.cs",
    (n) =>
      `using NUnit.Framework;\n\nnamespace Limits;\n\npublic class Case${n}Tests\n{\n    [Test]\n    public void KeepsOrder() => Assert.That(new[] { 1, ${n} }, Is.Ordered);\n}\n`,
  ],
  php: [
    "tests/Unit/LimitsNTest.php",
    (n) =>
      `<?php\n\nuse PHPUnit\\Framework\\TestCase;\n\nfinal class Limits${n}Test extends TestCase\n{\n    public function testKeepsOrder(): void\n    {\n        self::assertSame([1, ${n}], [1, ${n}]);\n    }\n}\n`,
  ],
  rust: [
    "tests/limits_N.rs",
    (n) =>
      `#[test]\nfn keeps_order() {\n    let mut given = vec![${n}, 2, 1];\n    given.sort_unstable();\n    assert_eq!(given[0], 1);\n}\n`,
  ],
};

/** So many commits of the kind that fill every history; no two of them touch the same lines. */
export function everyday(world: World, random: Random, count: number): Change[] {
  const own = world.services.filter(({ paths }) => paths.length > 0);
  const left = {
    tools: random.shuffle(tools),
    strings: random.shuffle(
      cultures.flatMap((culture) => strings.map((text) => [culture, ...text] as const)),
    ),
    chapters: random.shuffle(chapters),
    rules: random.shuffle(rules),
    changes: random.shuffle(own.filter((s, i) => own.findIndex((o) => o.paths[0] === s.paths[0]) === i)),
  };
  let number = random.integer(100, 900);
  const innocent = (messages: readonly string[], edits: Change["edits"]): Change => ({
    role: "innocent",
    message: random.pick(messages),
    edits,
  });
  const makers: (() => Change | undefined)[] = [
    () => {
      const next = left.tools.pop();
      if (!next) return undefined;
      const [name, from, to] = next;
      return innocent(
        [`chore: ${name} ${to}`, `build(deps): bump ${name} to ${to} in developer tooling`],
        [{ file: ".tool-versions", from: `${name} ${from}\n`, to: `${name} ${to}\n` }],
      );
    },
    () => {
      const next = left.strings.pop();
      if (!next) return undefined;
      const [culture, key, from, to] = next;
      return innocent(
        [`${culture}: better text for "${key}"`, `Translations from Weblate (${culture})`],
        [
          {
            file: `web/messages/${culture}.yaml`,
            from: `${key}: "[${culture}] ${from}"`,
            to: `${key}: "[${culture}] ${to}"`,
          },
        ],
      );
    },
    () => {
      const chapter = left.chapters.pop();
      if (!chapter) return undefined;
      return innocent(
        [`guide: write the part on ${chapter}`, `docs: ${chapter}`],
        [
          {
            file: "docs/guide.md",
            from: `To be written: ${chapter}.`,
            to: `What we agreed on ${chapter} stands in the minutes of spring.\nIn doubt, ask whoever is on duty.`,
          },
        ],
      );
    },
    () => {
      const rule = left.rules.pop();
      if (!rule) return undefined;
      const before = `      - alert: ${rule}\n        for: 10m`;
      const minutes = random.pick([5, 15, 20]);
      return innocent(
        [`monitoring: ${rule} after ${minutes} minutes`, `Fewer pages from ${rule} (timeout ${minutes}m)`],
        [{ file: "monitoring/rules.yaml", from: before, to: before.replace("10m", `${minutes}m`) }],
      );
    },
    () => {
      const service = left.changes.pop();
      if (!service) return undefined;
      return innocent(
        [`${service.name}: change notes`, `release notes for ${service.name}`],
        [
          {
            file: `${service.paths[0]}CHANGES.md`,
            from: "## Unreleased\n",
            to: "## Unreleased\n\n- smaller image\n- errors say which request they belong to\n",
          },
        ],
      );
    },
    () => {
      const service = random.pick(own);
      const [path, text] = suites[service.language as FirstLanguage];
      number += random.integer(1, 9);
      return innocent(
        [
          `test(${service.name}): case ${number}`,
          `${service.name}: regression test for the error of ticket ${number}`,
          `More tests, ${service.name}`,
        ],
        [{ file: `${service.paths[0]}${path.replace("N", `${number}`)}`, add: text(number) }],
      );
    },
    () => {
      number += random.integer(1, 9);
      return innocent(
        [`rfc ${number}: queues and limits`, `Add RFC ${number} (draft)`],
        [
          {
            file: `docs/rfc/${number}.md`,
            add: `# RFC ${number}\n\nState: draft. Nothing of this is built.\n\nWe might bound every queue, and shed load where a bound is hit.\n`,
          },
        ],
      );
    },
    () => {
      const service = random.pick(own);
      number += random.integer(1, 9);
      return innocent(
        [`${service.name}: example request for the portal`, `api docs: ${service.name}, example ${number}`],
        [
          {
            file: `web/portal/examples/${service.name}-${number}.json`,
            add: `{\n  "service": "${service.name}",\n  "request": { "id": ${number}, "retries": 2, "timeout": "5s" }\n}\n`,
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
