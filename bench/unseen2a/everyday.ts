import type { Random } from "../unseen/random.ts";
import type { Change, FirstLanguage, Service, World } from "../unseen/scenario.ts";

const topics = ["onboarding", "glossary", "architecture", "oncall", "backups", "releases", "data-retention"];
const tongues = ["de", "fr", "nl", "pl", "pt-BR", "sv"];
const phrases = [
  ["cancel", "Cancel", "Abort"],
  ["confirm", "Confirm", "Yes, confirm"],
  ["empty", "Nothing here yet", "There is nothing here yet"],
  ["retry", "Try again", "Try again, please"],
  ["timeout", "This took too long", "This took longer than expected"],
  ["denied", "You may not see this", "You have no access to this page"],
] as const;
const devPackages = [
  ["prettier", "3.3.3", "3.4.2"],
  ["eslint", "9.14.0", "9.17.0"],
  ["markdownlint-cli2", "0.15.0", "0.17.1"],
  ["husky", "9.1.6", "9.1.7"],
  ["playwright", "1.48.2", "1.49.1"],
  ["commitlint", "19.5.0", "19.6.1"],
] as const;
const panels = ["Requests", "Error ratio", "p95", "Saturation", "Queue depth", "Restarts"];

/** Files beside the product that every repository of this set has. */
export function surroundings(world: World): Record<string, string> {
  const files: Record<string, string> = {
    "tools/package.json": `${JSON.stringify(
      {
        name: "tools",
        private: true,
        devDependencies: Object.fromEntries(devPackages.map(([n, v]) => [n, v])),
      },
      null,
      2,
    )}\n`,
    "tools/pnpm-lock.yaml": `lockfileVersion: '9.0'\n\nimporters:\n  .:\n    devDependencies:\n${devPackages
      .map(([n, v]) => `      ${n}:\n        specifier: ${v}\n        version: ${v}\n`)
      .join("")}`,
    ".github/workflows/build.yml":
      "name: build\non:\n  pull_request:\n  push:\n    branches: [main]\njobs:\n  build:\n    runs-on: ubuntu-22.04\n    timeout-minutes: 25\n    steps:\n      - uses: actions/checkout@v4\n      - run: ./ci/build.sh\n  lint:\n    runs-on: ubuntu-22.04\n    timeout-minutes: 10\n    steps:\n      - uses: actions/checkout@v4\n      - run: ./ci/lint.sh\n",
    "ops/dashboards/overview.json": `${JSON.stringify(
      { title: "Overview", refresh: "30s", panels: panels.map((title, id) => ({ id, title, span: 6 })) },
      null,
      2,
    )}\n`,
    CODEOWNERS: `* @${world.repository.split("/")[0]}/platform\n${world.services
      .filter(({ paths }) => paths[0])
      .map(({ name, paths }) => `/${paths[0]} @${world.repository.split("/")[0]}/${name}`)
      .join("\n")}\n`,
    "docs/handbook.md": `# Handbook\n\n${topics.map((topic) => `## ${topic}\n\nSee the wiki page on ${topic}.\n`).join("\n")}`,
  };
  for (const tongue of tongues)
    files[`locales/${tongue}.json`] =
      `{\n${phrases.map(([key, text]) => `  "${key}": "${text} (${tongue})"`).join(",\n")}\n}\n`;
  return files;
}

const tests: Record<FirstLanguage, (service: Service, n: number) => [string, string]> = {
  typescript: (s, n) => [
    `${s.paths[0]}test/smoke_${n}.test.ts`,
    `import assert from "node:assert/strict";\nimport { test } from "node:test";\n\ntest("answers a probe (${n})", async () => {\n  const reply = await fetch("http://127.0.0.1:8080/healthz", { signal: AbortSignal.timeout(2000) });\n  assert.equal(reply.status, 200);\n});\n`,
  ],
  python: (s, n) => [
    `${s.paths[0]}tests/test_smoke_${n}.py`,
    `import pytest\n\n\n@pytest.mark.parametrize("attempt", range(${(n % 4) + 2}))\ndef test_probe(client, attempt):\n    reply = client.get("/healthz", timeout=2)\n    assert reply.status_code == 200\n`,
  ],
  go: (s, n) => [
    `${s.paths[0]}internal/smoke/smoke_${n}_test.go`,
    `package smoke\n\nimport (\n\t"net/http"\n\t"testing"\n\t"time"\n)\n\nfunc TestProbe${n}(t *testing.T) {\n\tclient := http.Client{Timeout: 2 * time.Second}\n\treply, err := client.Get("http://127.0.0.1:8080/healthz")\n\tif err != nil {\n\t\tt.Skip("not running")\n\t}\n\tif reply.StatusCode != http.StatusOK {\n\t\tt.Fatalf("status %d", reply.StatusCode)\n\t}\n}\n`,
  ],
  java: (s, n) => [
    `${s.paths[0]}src/test/java/smoke/Probe${n}Test.java`,
    `package smoke;\n\nimport static org.assertj.core.api.Assertions.assertThat;\n\nimport org.junit.jupiter.api.Test;\n\nclass Probe${n}Test {\n  @Test\n  void answers() {\n    assertThat(Probe.status("/healthz")).isEqualTo(200);\n  }\n}\n`,
  ],
  kotlin: (s, n) => [
    `${s.paths[0]}src/test/kotlin/smoke/Probe${n}Test.kt`,
    `package smoke\n\nimport kotlin.test.Test\nimport kotlin.test.assertEquals\n\nclass Probe${n}Test {\n    @Test\n    fun answers() = assertEquals(200, probe("/healthz"))\n}\n`,
  ],
  ruby: (s, n) => [
    `${s.paths[0]}spec/requests/probe_${n}_spec.rb`,
    `# frozen_string_literal: true\n\nrequire "rails_helper"\n\nRSpec.describe "probe ${n}", type: :request do\n  it "answers" do\n    get "/healthz"\n    expect(response).to have_http_status(:ok)\n  end\nend\n`,
  ],
  csharp: (s, n) => [
    `${s.paths[0]}Tests/Probe${n}Tests.cs`,
    `using System.Net;\nusing Xunit;\n\nnamespace Smoke;\n\npublic class Probe${n}Tests(AppFixture app) : IClassFixture<AppFixture>\n{\n    [Fact]\n    public async Task Answers()\n    {\n        var reply = await app.Client.GetAsync("/healthz");\n        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);\n    }\n}\n`,
  ],
  php: (s, n) => [
    `${s.paths[0]}tests/Feature/Probe${n}Test.php`,
    `<?php\n\nnamespace Tests\\Feature;\n\nuse Tests\\TestCase;\n\nclass Probe${n}Test extends TestCase\n{\n    public function test_it_answers(): void\n    {\n        $this->get('/healthz')->assertOk();\n    }\n}\n`,
  ],
  rust: (s, n) => [
    `${s.paths[0]}tests/probe_${n}.rs`,
    `#[tokio::test]\nasync fn answers() {\n    let reply = reqwest::get("http://127.0.0.1:8080/healthz").await;\n    assert!(reply.is_err() || reply.unwrap().status().is_success());\n}\n`,
  ],
};

/** So many commits of the kind that fill every history; no two of them touch the same lines. */
export function everyday(world: World, random: Random, count: number): Change[] {
  const own = world.services.filter(({ paths }) => paths.length > 0);
  const shuffled = {
    packages: random.shuffle(devPackages),
    phrases: random.shuffle(
      tongues.flatMap((tongue) => phrases.map((phrase) => [tongue, ...phrase] as const)),
    ),
    topics: random.shuffle(topics),
    panels: random.shuffle(panels),
  };
  let number = random.integer(11, 80);
  const makers: (() => Change | undefined)[] = [
    () => {
      const bump = shuffled.packages.pop();
      if (!bump) return undefined;
      const [name, from, to] = bump;
      return {
        role: "innocent",
        message: `build(deps-dev): bump ${name} from ${from} to ${to} in /tools\n\nBumps ${name} from ${from} to ${to}.\n- Release notes\n- Changelog`,
        edits: [
          { file: "tools/package.json", from: `"${name}": "${from}"`, to: `"${name}": "${to}"` },
          {
            file: "tools/pnpm-lock.yaml",
            from: `      ${name}:\n        specifier: ${from}\n        version: ${from}\n`,
            to: `      ${name}:\n        specifier: ${to}\n        version: ${to}\n`,
          },
        ],
      };
    },
    () => {
      const next = shuffled.phrases.pop();
      if (!next) return undefined;
      const [tongue, key, from, to] = next;
      return {
        role: "innocent",
        message: random.pick([
          `i18n(${tongue}): wording of "${key}"`,
          `Update translations (${tongue})`,
          `New Crowdin updates, ${tongue}`,
        ]),
        edits: [
          {
            file: `locales/${tongue}.json`,
            from: `"${key}": "${from} (${tongue})"`,
            to: `"${key}": "${to} (${tongue})"`,
          },
        ],
      };
    },
    () => {
      const topic = shuffled.topics.pop();
      if (!topic) return undefined;
      return {
        role: "innocent",
        message: random.pick([`docs: handbook, ${topic}`, `Handbook: say more on ${topic}`]),
        edits: [
          {
            file: "docs/handbook.md",
            from: `See the wiki page on ${topic}.`,
            to: `Owned by platform; ask in the channel before you change anything about ${topic}.\nThe older wiki page on ${topic} is out of date.`,
          },
        ],
      };
    },
    () => {
      const panel = shuffled.panels.pop();
      if (!panel) return undefined;
      return {
        role: "innocent",
        message: random.pick([
          `dashboards: wider "${panel}" panel`,
          `ops: rearrange the overview (${panel})`,
        ]),
        edits: [
          {
            file: "ops/dashboards/overview.json",
            from: `"title": "${panel}",\n      "span": 6`,
            to: `"title": "${panel}",\n      "span": 12`,
          },
        ],
      };
    },
    () => {
      const service = random.pick(own);
      const [file, add] = tests[service.language as FirstLanguage](service, ++number);
      return {
        role: "innocent",
        message: random.pick([
          `test(${service.name}): smoke test ${number}`,
          `${service.name}: cover the probe`,
          `Add a regression test for ${service.name} time-outs in CI`,
        ]),
        edits: [{ file, add }],
      };
    },
    () => {
      number++;
      return {
        role: "innocent",
        message: random.pick([
          `docs: decision record ${number}`,
          `adr: ${number}, how we name things`,
          `Write down why we kept PostgreSQL (ADR ${number})`,
        ]),
        edits: [
          {
            file: `docs/adr/${String(number).padStart(4, "0")}.md`,
            add: `# ${number}. Keep what we have\n\nStatus: accepted\n\nWe looked at the alternatives and stay. Connection pools, time-outs and retries\nare reviewed again next quarter.\n`,
          },
        ],
      };
    },
    () => {
      number++;
      const service = random.pick(own);
      return {
        role: "innocent",
        message: random.pick([
          `ops(${service.name}): load test script`,
          `k6 script for ${service.name} (not run anywhere yet)`,
        ]),
        edits: [
          {
            file: `ops/load/${service.name}-${number}.js`,
            add: `import http from "k6/http";\n\nexport const options = { vus: ${number}, duration: "5m", timeout: "3s" };\n\nexport default function () {\n  http.get(\`\${__ENV.TARGET}/healthz\`);\n}\n`,
          },
        ],
      };
    },
  ];
  const once: Change[] = random.shuffle([
    {
      role: "innocent",
      message: "ci: build on ubuntu-24.04",
      edits: [
        {
          file: ".github/workflows/build.yml",
          from: "  build:\n    runs-on: ubuntu-22.04",
          to: "  build:\n    runs-on: ubuntu-24.04",
        },
      ],
    },
    {
      role: "innocent",
      message: "ci: lint gives up after five minutes",
      edits: [{ file: ".github/workflows/build.yml", from: "timeout-minutes: 10", to: "timeout-minutes: 5" }],
    },
  ] satisfies Change[]);
  const out: Change[] = [];
  while (out.length < count) {
    const made = random.chance(0.1) ? once.pop() : random.pick(makers)();
    if (made) out.push(made);
  }
  return out;
}
