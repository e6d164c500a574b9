import type { CalmWorld } from "../judging-set/calm.ts";
import { rootsOf } from "../judging-set/roots-of.ts";
import type { Random } from "../unseen/random.ts";
import type { Change, Language, World } from "../unseen/scenario.ts";

const linters = [
  ["gitleaks", "8.21.2", "8.22.1"],
  ["buf", "1.47.2", "1.48.0"],
  ["helm-docs", "1.14.1", "1.14.2"],
  ["typos", "1.28.4", "1.29.0"],
  ["syft", "1.18.0", "1.18.1"],
] as const;
const runbooks = ["certificates", "database", "deploys", "on-call", "queues", "rollback"];
const labels = ["loading", "offline", "thanks", "unknown", "welcome_back"];

const lineComment: Record<Language, string> = {
  typescript: "//",
  python: "#",
  go: "//",
  java: "//",
  kotlin: "//",
  scala: "//",
  ruby: "#",
  csharp: "//",
  php: "//",
  rust: "//",
  elixir: "#",
  cpp: "//",
};

const tests: Record<Language, readonly [path: string, text: (n: number) => string]> = {
  typescript: [
    "src/N.spec.ts",
    (n) =>
      `import { expect, it } from "vitest";\n\nit("keeps reference ${n}", () => {\n  expect(JSON.parse(JSON.stringify({ id: ${n} }))).toEqual({ id: ${n} });\n});\n`,
  ],
  python: [
    "tests/test_N.py",
    (n) =>
      `import json\n\n\ndef test_reference_${n}():\n    assert json.loads(json.dumps({"id": ${n}}))["id"] == ${n}\n`,
  ],
  go: [
    "internal/check/ref_N_test.go",
    (n) =>
      `package check\n\nimport "testing"\n\nfunc TestReference${n}(t *testing.T) {\n\tif got := len("${n}"); got == 0 {\n\t\tt.Fatalf("got %d", got)\n\t}\n}\n`,
  ],
  java: [
    "src/test/java/ReferenceNTest.java",
    (n) =>
      `import static org.junit.jupiter.api.Assertions.assertEquals;\n\nimport org.junit.jupiter.api.Test;\n\nclass Reference${n}Test {\n  @Test\n  void parses() {\n    assertEquals(${n}L, Long.parseLong("${n}"));\n  }\n}\n`,
  ],
  kotlin: [
    "src/test/kotlin/ReferenceNTest.kt",
    (n) =>
      `import io.kotest.core.spec.style.StringSpec\nimport io.kotest.matchers.shouldBe\n\nclass Reference${n}Test : StringSpec({\n    "parses" { "${n}".toLong() shouldBe ${n}L }\n})\n`,
  ],
  scala: [
    "src/test/scala/ReferenceNSuite.scala",
    (n) =>
      `final class Reference${n}Suite extends munit.FunSuite:\n  test("parses")(assertEquals("${n}".toLong, ${n}L))\n`,
  ],
  ruby: [
    "spec/reference_N_spec.rb",
    (n) => `RSpec.describe "reference ${n}" do\n  it { expect(Integer("${n}")).to eq(${n}) }\nend\n`,
  ],
  csharp: [
    "Tests/ReferenceNTests.cs",
    (n) =>
      `using NUnit.Framework;\n\npublic class Reference${n}Tests\n{\n    [Test]\n    public void Parses() => Assert.That(long.Parse("${n}"), Is.EqualTo(${n}L));\n}\n`,
  ],
  php: [
    "tests/ReferenceNTest.php",
    (n) => `<?php\n\nit('parses reference ${n}', function () {\n    expect((int) '${n}')->toBe(${n});\n});\n`,
  ],
  rust: [
    "tests/reference_N.rs",
    (n) =>
      `#[test]\nfn parses_${n}() {\n    let n: u64 = "${n}".parse().unwrap();\n    assert_eq!(n, ${n});\n}\n`,
  ],
  elixir: [
    "test/reference_N_test.exs",
    (n) =>
      `defmodule Reference${n}Test do\n  use ExUnit.Case, async: true\n\n  test "parses" do\n    assert {${n}, ""} = Integer.parse("${n}")\n  end\nend\n`,
  ],
  cpp: [
    "test/reference_N_test.cc",
    (n) =>
      `#include <gtest/gtest.h>\n\n#include <string>\n\nTEST(Reference, Parses${n}) { EXPECT_EQ(std::stol("${n}"), ${n}); }\n`,
  ],
};

/** Files beside the product that every repository of this set has. */
export function surroundings(world: World): Record<string, string> {
  const files: Record<string, string> = {
    ".pre-commit-config.yaml": `repos:\n${linters.map(([name, version]) => `  - repo: tools/${name}\n    rev: v${version}\n`).join("")}`,
    "i18n/de.json": `{\n${labels.map((key) => `  "${key}": "${key.replace("_", " ")}",\n`).join("")}  "_": ""\n}\n`,
    CODEOWNERS: "* @platform\n/i18n/ @copy\n",
    Makefile: "test:\n\t./scripts/test\n\nlint:\n\t./scripts/lint\n",
  };
  for (const name of runbooks)
    files[`docs/runbooks/${name}.md`] =
      `# ${name}\n\nOwner: platform\n\n1. Look at the dashboards.\n2. Ask.\n`;
  for (const { name, paths } of rootsOf(world)) {
    files[`${paths[0]}chart.yaml`] =
      `name: ${name}\nresources:\n  requests:\n    cpu: 200m\n    memory: 384Mi\n  limits:\n    memory: 1Gi\npodDisruptionBudget:\n  maxUnavailable: 1\nlabels:\n  team: core\n`;
    files[`dashboards/${name}.json`] =
      `{\n  "title": "${name}",\n  "refresh": "30s",\n  "panels": ["rate", "errors", "p95"]\n}\n`;
  }
  return files;
}

/** So many commits of the kind that fill every history; no two of them touch the same lines. */
export function everyday(world: CalmWorld, random: Random, count: number): Change[] {
  const roots = rootsOf(world).filter(({ name }) => name !== world.calm);
  const left = {
    linters: random.shuffle(linters),
    runbooks: random.shuffle(runbooks),
    labels: random.shuffle(labels),
    boards: random.shuffle(roots),
    requests: random.shuffle(roots),
    owners: random.shuffle(roots),
    limits: random.shuffle(roots),
  };
  let number = random.integer(300, 7000);
  const innocent = (messages: readonly string[], edits: Change["edits"]): Change => ({
    role: "innocent",
    message: random.pick(messages),
    edits,
  });
  const makers: (() => Change | undefined)[] = [
    () => {
      const next = left.linters.pop();
      if (!next) return undefined;
      const [name, from, to] = next;
      return innocent(
        [`build(deps): bump ${name} from ${from} to ${to}`, `Bump ${name} to ${to}`, "pre-commit autoupdate"],
        [
          {
            file: ".pre-commit-config.yaml",
            from: `tools/${name}\n    rev: v${from}\n`,
            to: `tools/${name}\n    rev: v${to}\n`,
          },
        ],
      );
    },
    () => {
      const name = left.runbooks.pop();
      if (!name) return undefined;
      return innocent(
        [`docs: runbook for ${name}`, `Runbook ${name}: who to call`, `Write up ${name} after the drill`],
        [
          {
            file: `docs/runbooks/${name}.md`,
            from: "2. Ask.\n",
            to: "2. Compare old pods with new ones.\n3. Roll back first where a deploy is fresh, ask later.\n",
          },
        ],
      );
    },
    () => {
      const key = left.labels.pop();
      if (!key) return undefined;
      return innocent(
        [`i18n: ${key}`, `German for ${key} (#${++number})`],
        [
          {
            file: "i18n/de.json",
            from: `"${key}": "${key.replace("_", " ")}"`,
            to: `"${key}": "${key} (de)"`,
          },
        ],
      );
    },
    () => {
      const service = left.boards.pop();
      if (!service) return undefined;
      return innocent(
        [`dashboards: saturation of ${service.name}`, `Panel for ${service.name}'s queue`],
        [
          {
            file: `dashboards/${service.name}.json`,
            from: '["rate", "errors", "p95"]',
            to: '["rate", "errors", "p95", "p99", "saturation"]',
          },
        ],
      );
    },
    // These three are built into the service's chart, so that it is deployed again.
    () => {
      const service = left.requests.pop();
      if (!service) return undefined;
      return innocent(
        [`${service.name}: request what it uses`, `chart: right-size ${service.name} (#${++number})`],
        [{ file: `${service.paths[0]}chart.yaml`, from: "    cpu: 200m\n", to: "    cpu: 250m\n" }],
      );
    },
    () => {
      const service = left.owners.pop();
      if (!service) return undefined;
      return innocent(
        [`chart: team label of ${service.name}`, `${service.name} belongs to another team now`],
        [{ file: `${service.paths[0]}chart.yaml`, from: "  team: core\n", to: "  team: journeys\n" }],
      );
    },
    () => {
      const service = left.limits.pop();
      if (!service) return undefined;
      return innocent(
        [`${service.name}: some more headroom`, `chart: memory limit of ${service.name}`],
        [
          {
            file: `${service.paths[0]}chart.yaml`,
            from: "    memory: 1Gi\n",
            to: "    memory: 1536Mi\n",
          },
        ],
      );
    },
    () => {
      const service = random.pick(roots);
      const [path, text] = tests[service.language];
      number += random.integer(1, 9);
      return innocent(
        [`${service.name}: test for #${number}`, `Cover #${number} by a test`, `tests: reference ${number}`],
        [{ file: `${service.paths[0]}${path.replace("N", `${number}`)}`, add: text(number) }],
      );
    },
    () => {
      const service = random.pick(roots);
      number += random.integer(1, 9);
      const mark = lineComment[service.language];
      return innocent(
        [`${service.name}: notes on ownership`, `Say where ${service.name}'s docs are`],
        [
          {
            file: `${service.paths[0]}docs-${number}.txt`,
            add: `${mark} The documents of this service live in the wiki, page ${number}.\n${mark} Ask in its channel before you page somebody.\n`,
          },
        ],
      );
    },
    () => {
      number += random.integer(1, 9);
      return innocent(
        [`Minutes of retro ${number}`, "retro"],
        [
          {
            file: `docs/retros/${number}.md`,
            add: `# Retro ${number}\n\n- Kept: small pull requests.\n- To try: fewer alerts that nobody reads.\n`,
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
