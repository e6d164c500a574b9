import type { Random } from "../unseen/random.ts";
import type { Change, Language, World } from "../unseen/scenario.ts";

const tools = [
  ["shellcheck", "0.9.0", "0.10.0"],
  ["hadolint", "2.12.0", "2.13.1"],
  ["yq", "4.44.2", "4.44.6"],
  ["kubeconform", "0.6.4", "0.6.7"],
  ["actionlint", "1.7.3", "1.7.5"],
] as const;
const phrases = [
  ["welcome", "Welcome", "Good to see you"],
  ["sign_out", "Log out", "Sign out"],
  ["imprint", "Imprint", "Legal notice"],
  ["help", "Help", "Help and contact"],
  ["empty", "Nothing here", "There is nothing here yet"],
  ["retry", "Retry", "Try again"],
] as const;
const decisions = ["events", "flags", "identifiers", "money", "regions", "secrets"];
const loads = ["smoke", "soak", "spike"];

/** Files beside the product that every repository of this set has. */
export function surroundings(world: World): Record<string, string> {
  const files: Record<string, string> = {
    ".tool-versions": tools.map(([name, version]) => `${name} ${version}\n`).join(""),
    "translations/en.yml": `en:\n${phrases.map(([key, text]) => `  ${key}: "${text}"\n`).join("")}`,
    "translations/README.md": "Keys are sorted by hand. Ask the copy team.\n",
    ".github/workflows/checks.yml":
      "name: checks\non: [pull_request]\njobs:\n  lint:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 10\n    steps:\n      - uses: actions/checkout@v4\n      - run: make lint\n  test:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 25\n    steps:\n      - uses: actions/checkout@v4\n      - run: make test\n",
    "renovate.json": '{\n  "extends": ["config:recommended"],\n  "prConcurrentLimit": 4\n}\n',
  };
  for (const name of decisions)
    files[`docs/decisions/${name}.md`] = `# ${name}\n\nStatus: draft\n\nTo be written down.\n`;
  for (const name of loads)
    files[`load/${name}.js`] =
      `export const options = {\n  vus: 20,\n  duration: "5m",\n  thresholds: { http_req_failed: ["rate<0.01"] },\n};\n`;
  for (const { name, paths } of world.services)
    if (paths[0])
      files[`${paths[0]}CHANGELOG.md`] =
        `# ${name}\n\n## Unreleased\n\n## 2026-01\n\n- Start of this file.\n`;
  return files;
}

const tests: Record<Language, readonly [path: string, text: (n: number) => string]> = {
  typescript: [
    "test/issue-N.test.ts",
    (n) =>
      `import assert from "node:assert/strict";\nimport { test } from "node:test";\n\ntest("issue ${n}", () => {\n  assert.equal("${n}".padStart(8, "0").length, 8);\n});\n`,
  ],
  python: [
    "tests/test_issue_N.py",
    (n) =>
      `import pytest\n\n\n@pytest.mark.parametrize("n", [${n}, 0])\ndef test_issue(n):\n    assert int(str(n)) == n\n`,
  ],
  go: [
    "internal/issueN_test.go",
    (n) =>
      `package internal\n\nimport (\n\t"strconv"\n\t"testing"\n)\n\nfunc TestIssue${n}(t *testing.T) {\n\tif strconv.Itoa(${n}) != "${n}" {\n\t\tt.Fatal("round trip")\n\t}\n}\n`,
  ],
  java: [
    "src/test/java/IssueNTest.java",
    (n) =>
      `import static org.assertj.core.api.Assertions.assertThat;\n\nimport org.junit.jupiter.api.Test;\n\nclass Issue${n}Test {\n  @Test\n  void roundTrip() {\n    assertThat(Integer.parseInt("${n}")).isEqualTo(${n});\n  }\n}\n`,
  ],
  kotlin: [
    "src/test/kotlin/IssueNTest.kt",
    (n) =>
      `import kotlin.test.Test\nimport kotlin.test.assertEquals\n\nclass Issue${n}Test {\n    @Test\n    fun \`round trip\`() = assertEquals(${n}, "${n}".toInt())\n}\n`,
  ],
  scala: [
    "src/test/scala/IssueNSpec.scala",
    (n) =>
      `final class Issue${n}Spec extends org.scalatest.funsuite.AnyFunSuite {\n  test("round trip") {\n    assert("${n}".toInt === ${n})\n  }\n}\n`,
  ],
  ruby: [
    "test/issue_N_test.rb",
    (n) =>
      `require "test_helper"\n\nclass Issue${n}Test < ActiveSupport::TestCase\n  test "round trip" do\n    assert_equal ${n}, "${n}".to_i\n  end\nend\n`,
  ],
  csharp: [
    "Tests/IssueNTests.cs",
    (n) =>
      `using Xunit;\n\npublic class Issue${n}Tests\n{\n    [Theory]\n    [InlineData(${n})]\n    public void RoundTrip(int n) => Assert.Equal(n, int.Parse(n.ToString()));\n}\n`,
  ],
  php: [
    "tests/IssueNTest.php",
    (n) =>
      `<?php\n\ndeclare(strict_types=1);\n\nuse PHPUnit\\Framework\\TestCase;\n\nfinal class Issue${n}Test extends TestCase\n{\n    public function testRoundTrip(): void\n    {\n        self::assertSame(${n}, (int) '${n}');\n    }\n}\n`,
  ],
  rust: [
    "tests/issue_N.rs",
    (n) => `#[test]\nfn issue_${n}_round_trip() {\n    assert_eq!("${n}".parse::<u32>(), Ok(${n}));\n}\n`,
  ],
  elixir: [
    "test/issue_N_test.exs",
    (n) =>
      `defmodule Issue${n}Test do\n  use ExUnit.Case, async: true\n\n  test "round trip" do\n    assert String.to_integer("${n}") == ${n}\n  end\nend\n`,
  ],
  cpp: [
    "tests/issue_N.cpp",
    (n) =>
      `#include <catch2/catch_test_macros.hpp>\n\n#include <string>\n\nTEST_CASE("issue ${n}") {\n  REQUIRE(std::stoi("${n}") == ${n});\n}\n`,
  ],
};

/** So many commits of the kind that fill every history; no two of them touch the same lines. */
export function everyday(world: World, random: Random, count: number): Change[] {
  const own = world.services.filter(({ paths }) => paths.length > 0);
  const left = {
    tools: random.shuffle(tools),
    phrases: random.shuffle(phrases),
    decisions: random.shuffle(decisions),
    loads: random.shuffle(loads),
    logs: random.shuffle(own.filter((s, i) => own.findIndex((o) => o.paths[0] === s.paths[0]) === i)),
  };
  let number = random.integer(900, 4000);
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
        [`build(deps): bump ${name} from ${from} to ${to}`, `tools: ${name} ${to}`, "update tools"],
        [{ file: ".tool-versions", from: `${name} ${from}\n`, to: `${name} ${to}\n` }],
      );
    },
    () => {
      const next = left.phrases.pop();
      if (!next) return undefined;
      const [key, from, to] = next;
      return innocent(
        [`copy: ${key}`, `New wording for "${from}" (#${++number})`, "translations: sync"],
        [{ file: "translations/en.yml", from: `  ${key}: "${from}"\n`, to: `  ${key}: "${to}"\n` }],
      );
    },
    () => {
      const name = left.decisions.pop();
      if (!name) return undefined;
      return innocent(
        [`docs: decision on ${name}`, `ADR ${name}`, `Write down what we agreed on about ${name}`],
        [
          {
            file: `docs/decisions/${name}.md`,
            from: "Status: draft\n\nTo be written down.\n",
            to: "Status: accepted\n\nWe keep what we have. Timeouts, retries and limits stay with the team that runs the service.\n",
          },
        ],
      );
    },
    () => {
      const name = left.loads.pop();
      if (!name) return undefined;
      return innocent(
        [`load: ${name} with more users`, `load tests: ${name} profile`],
        [
          {
            file: `load/${name}.js`,
            from: '  vus: 20,\n  duration: "5m",\n',
            to: '  vus: 60,\n  duration: "8m",\n',
          },
        ],
      );
    },
    () => {
      const service = left.logs.pop();
      if (!service) return undefined;
      return innocent(
        [`${service.name}: changelog`, `Prepare the next release of ${service.name}`],
        [
          {
            file: `${service.paths[0]}CHANGELOG.md`,
            from: "## Unreleased\n",
            to: "## Unreleased\n\n- Internal changes only.\n",
          },
        ],
      );
    },
    () => {
      const service = random.pick(own);
      const [path, text] = tests[service.language];
      number += random.integer(1, 9);
      return innocent(
        [
          `${service.name}: regression test for #${number}`,
          `test: cover #${number}`,
          `Add the missing test of #${number} (${service.name})`,
        ],
        [{ file: `${service.paths[0]}${path.replace("N", `${number}`)}`, add: text(number) }],
      );
    },
    () => {
      number += random.integer(1, 9);
      return innocent(
        [`Notes of the review in week ${(number % 52) + 1}`, "minutes"],
        [
          {
            file: `docs/minutes/${number}.md`,
            add: `# Review ${number}\n\n- Two alerts were noise, one was not.\n- Latency of the nightly jobs: nobody has had the time.\n`,
          },
        ],
      );
    },
    () => {
      const service = random.pick(own);
      number += random.integer(1, 9);
      return innocent(
        [`alerts: ${service.name}, burn rate over six hours`, `Quieter alert for ${service.name}`],
        [
          {
            file: `alerts/${service.name}-${number}.yml`,
            add: `- alert: BurnRate\n  labels: { service: ${service.name}, severity: ticket }\n  expr: slo:burn:6h > 2\n  for: 30m\n`,
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
