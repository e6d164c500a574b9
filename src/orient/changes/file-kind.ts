/** What a file is for, as far as its path tells. */
export type FileKind =
  | "code"
  | "query"
  | "migration"
  | "config"
  | "dependencies"
  | "docs"
  | "test"
  | "ci"
  | "tooling"
  | "asset";

const MANIFESTS =
  "package.json package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock go.mod go.sum Cargo.toml Cargo.lock Gemfile Gemfile.lock poetry.lock uv.lock Pipfile Pipfile.lock pyproject.toml setup.py setup.cfg pom.xml build.gradle build.gradle.kts gradle.lockfile libs.versions.toml composer.json composer.lock packages.lock.json Directory.Packages.props packages.config mix.exs mix.lock build.sbt Package.swift Package.resolved pubspec.yaml pubspec.lock";
const MANIFEST_NAMES = new Set(MANIFESTS.toLowerCase().split(" "));

const RULES: readonly (readonly [RegExp, FileKind])[] = [
  [
    /^\.github\/|^\.gitlab-ci|(?:^|\/)(?:\.circleci|\.buildkite)\/|(?:^|\/)(?:Jenkinsfile|\.travis\.yml|azure-pipelines\.yml)$/i,
    "ci",
  ],
  [
    /(?:^|\/)(?:tests?|__tests__|__mocks__|spec|specs|fixtures|e2e|testdata|androidTest|cypress|__snapshots__|\.?storybook)\//i,
    "test",
  ],
  [
    /[._-](?:test|tests|spec)\.[a-z]+$|\.(?:stories|bench)\.[a-z]+$|\.snap$|\.feature$|(?:^|\/)(?:test_[^/]+|conftest)\.py$|_(?:test\.go|spec\.rb|test\.rb|test\.exs)$|(?:Test|Tests|IT|Spec)\.(?:java|kt|cs|scala|groovy|php)$/,
    "test",
  ],
  // What people run on their own machines, or by hand.
  [
    /(?:^|\/)(?<!(?:java|kotlin|scala)\/)(?:dev|devtools|\.?devcontainers?|hack|examples|sandbox|playground|benchmarks|benches|load-?tests?|gatling|locust|k6|postman|bruno|insomnia)\/|(?:^|\/)(?:docker-compose|compose)\.(?:override|dev|local|test)\.ya?ml$|(?:^|\/)\.(?:vscode|idea|run|fleet|zed)\/|\.postman_collection\.json$|\.bru$/i,
    "tooling",
  ],
  [/(?:^|\/)requirements[-_.](?:dev|test|tests|lint|ci|docs|local)\w*\.(?:txt|in)$/i, "tooling"],
  [/(?:^|\/)requirements[^/]*\.(?:txt|in)$|\.(?:csproj|fsproj|gemspec)$/i, "dependencies"],
  [
    /(?:^|\/)(?:migrations?|migrate|alembic\/versions|changelogs?|flyway|liquibase)\/|(?:^|\/)[VUR]\d[\w.]*__[^/]+\.sql$|(?:^|\/)db\/(?:schema|structure)\.(?:rb|sql)$|(?:^|\/)schema\.prisma$/i,
    "migration",
  ],
  [
    /\.(?:md|mdx|rst|adoc|drawio|puml|plantuml|mmd|ipynb)$|(?:^|\/)docs?\/|(?:^|\/)(?:LICENSE|NOTICE|AUTHORS|CODEOWNERS|CHANGELOG|README|CONTRIBUTORS|MAINTAINERS|SECURITY)(?:\.(?:txt|html?|org|textile)|[-_.][\w-]*)?$|(?:^|\/)(?:CHANGES|HISTORY|NEWS|TODO|COPYING|OWNERS|OWNERS_ALIASES|CODENOTIFY|REVIEWERS)$|^(?:adrs?|rfcs?|proposals?|designs?|mockups?|wireframes?|screenshots?|figma|postmortems?|runbooks?)\/|(?:^|\/)(?:changelog\.d|newsfragments|\.changes|\.unreleased)\/|(?:^|\/)\.(?:gitignore|gitattributes|editorconfig|prettierrc[^/]*|eslintrc[^/]*)$/i,
    "docs",
  ],
  // Words for people, in their languages.
  [
    /(?:^|\/)(?:locales?|i18n|l10n|translations?)\/|(?:^|\/)(?:messages|lang|languages|strings|texts|copy)\/[a-z]{2}(?:[-_][A-Za-z]{2,4})?\.(?:ya?ml|json|php|properties|toml)$|(?:^|\/)(?:lang|languages)\/[a-z]{2}(?:[-_][A-Za-z]{2,4})?\/|(?:^|\/)(?:messages|strings|translations)[._-][a-z]{2}(?:[-_][A-Za-z]{2,4})?\.\w+$|(?:^|\/)values-[a-z]{2}\/strings\.xml$|\.(?:po|pot|arb|xliff?|resx)$/i,
    "asset",
  ],
  [/\.sql$/i, "query"],
  [
    /\.(?:ya?ml|json|jsonc|json5|toml|ini|env|properties|conf|cfg|tf|tfvars|hcl)$|(?:^|\/)(?:Dockerfile|Containerfile|Procfile|\.env|\.nvmrc|\.node-version|\.python-version|\.ruby-version|\.tool-versions|nginx\.conf|Caddyfile|runtime\.txt)[^/]*$|\.dockerfile$|(?:^|\/)\.(?:docker|gcloud|vercel|slug|cf|npm|helm)ignore$|(?:^|\/)MANIFEST\.in$/i,
    "config",
  ],
  [/\.(?:css|scss|sass|less|svg|png|jpe?g|gif|webp|ico|woff2?|ttf|txt|po|pot)$/i, "asset"],
];

/** A path longer than this says nothing more. */
const LONGEST_PATH = 500;

/** What a repository keeps at its root for those who work on it: manifests in there are of their tools; not a service that is called so. */
const WORKSHOP =
  /^(?:tools?|hack|\.husky)\/|^scripts\/(?!(?:[\w.-]+\/)?(?:src|lib|app|cmd|internal|pkg|config|deploy|charts?)\/)|^(?:ops|infra|deploy|monitoring|observability)\/(?:load|k6|dashboards?|grafana|runbooks?|scripts|tools)\/|(?:^|\/)(?:dashboards|k6)\/[^/]+\.(?:json|js|ts|ya?ml)$/i;

/** What drives a load test: profiles and journeys of k6, Gatling, Locust, Artillery and the like; not a loader of data. */
const LOADS =
  /^(?:(?:ops|tests?|perf|qa)\/)?(?:load|stress|perf|performance)(?:[-_]?tests?)?\/(?:[\w.-]+\/){0,3}(?:[\w.-]*(?:smoke|soak|spike|stress|ramp|load|burst|breakpoint|baseline|scenario|journey|profile|locust|artillery|k6)[\w.-]*)\.(?:js|ts|mjs|py|scala|kt|java|ya?ml|json|jmx)$|(?:^|\/)locustfile\.py$|\.jmx$|(?:^|\/)(?:artillery|k6)[\w.-]*\.(?:ya?ml|js|ts|json)$/i;

/** What watches the program and wakes people, and is read by none of its processes; not a service that is called so. */
const WATCHES =
  /^(?:alerts?|alerting|alert[-_]rules|slos?|recording[-_]rules|dashboards)\/(?:(?!config\/|deploy\/|charts?\/)[\w.-]+\/)?[^/]+\.(?:ya?ml|jsonnet|libsonnet)$|^(?:(?:ops|infra|deploy|k8s|helm|config)\/)?(?:monitoring|observability|alerts|alerting|alertmanager|prometheus|grafana)\/(?:[\w.-]+\/){0,4}(?:[\w.-]*(?:rules?|alerts?|dashboards?|recording|slos?|prometheus|alertmanager|grafana|scrape|panels?|overview)[\w.-]*|(?:rules|alerts|dashboards)\/[^/]+)\.(?:ya?ml|json|jsonnet|libsonnet|toml)$|(?:^|\/)(?:alert|alerting|prometheus|recording)[._-]?rules\.ya?ml$/i;

/**
 * Settings of what checks, formats, tests, documents and releases code, by the names that these tools look for: they are read
 * on laptops and in pipelines, and by no process that serves anybody.
 */
const BENCH = new RegExp(
  `(?:^|\\/)(?:${[
    // Bots that open pull requests, hooks of a checkout, releases.
    "\\.?sre-space\\.ya?ml|renovate\\.json5?|\\.renovaterc[^/]*|dependabot\\.ya?ml|\\.pre-commit-config\\.ya?ml|lefthook\\.ya?ml|commitlint\\.config\\.\\w+|\\.changeset\\/[^/]+|release-please-config\\.json|\\.release[^/]*rc[^/]*|\\.releaserc[^/]*|bors\\.toml|\\.mergify\\.ya?ml|\\.pullapprove\\.ya?ml|\\.asf\\.yaml|\\.gitpod\\.ya?ml|\\.?lint-?staged[^/]*|catalog-info\\.ya?ml|cliff\\.toml",
    // Linters and formatters.
    "\\.golangci\\.\\w+|\\.rubocop[^/]*\\.ya?ml|\\.?eslint[^/]*|\\.stylelint[^/]*|\\.markdownlint[^/]*|\\.?prettier[^/]*|biome\\.jsonc?|\\.yamllint[^/]*|phpstan[^/]*|phpcs[^/]*|psalm[^/]*|\\.php-cs-fixer[^/]*|checkstyle[^/]*\\.xml|spotbugs[^/]*|pmd[^/]*\\.xml|detekt\\.ya?ml|mypy\\.ini|\\.flake8|\\.pylintrc|\\.?ruff\\.toml|\\.isort\\.cfg|\\.swiftlint\\.ya?ml|\\.clang-(?:format|tidy)|clippy\\.toml|\\.?rustfmt\\.toml|deny\\.toml|\\.?cspell[^/]*|\\.?hadolint\\.ya?ml|\\.?codespell[^/]*|\\.credo\\.exs|\\.scalafmt\\.conf|\\.editorconfig|\\.vale\\.ini|\\.tflint\\.hcl|\\.sqlfluff[^/]*|\\.spectral\\.ya?ml|\\.?redocly\\.ya?ml|\\.scalafix\\.conf|\\.formatter\\.exs|\\.dialyzer_ignore\\.exs|\\.clangd|\\.cmake-format[^/]*|[._]?typos\\.toml|\\.?lychee\\.toml|\\.ansible-lint|pyrightconfig\\.json|\\.codeclimate\\.ya?ml|\\.ls-lint\\.ya?ml|knip\\.jsonc?|\\.ktlint[^/]*|\\.terraform-docs\\.ya?ml",
    // Tests and what they cover.
    "(?:jest|vitest|playwright|cypress|karma|wdio|nightwatch|ava|mocha)\\.(?:config|conf|setup)\\.\\w+|\\.mocharc[^/]*|phpunit[^/]*\\.xml|pytest\\.ini|tox\\.ini|noxfile\\.py|\\.coveragerc|\\.?codecov\\.ya?ml|\\.rspec|\\.simplecov|sonar-project\\.properties|stryker\\.\\S+",
    // Scanners.
    "\\.trivyignore|trivy\\.ya?ml|\\.snyk|\\.gitleaks\\.toml|\\.semgrep[^/]*|\\.checkov\\.ya?ml|\\.grype\\.ya?ml|\\.gitleaksignore|\\.secrets\\.baseline|osv-scanner\\.toml|\\.bandit|\\.lighthouserc[^/]*|\\.size-limit\\.json|\\.nycrc[^/]*|\\.c8rc[^/]*",
    // A checkout and who works in it.
    "\\.mailmap|\\.gitmodules|mkdocs\\.ya?ml|skaffold\\.ya?ml|Tiltfile|Vagrantfile|Brewfile|Guardfile|justfile|Makefile|Taskfile\\.ya?ml|\\.envrc|\\.env\\.(?:example|sample|template|test|dist)|\\.config\\/dotnet-tools\\.json|launchSettings\\.json|Procfile\\.dev|(?:nx|turbo|lerna)\\.json|buf(?:\\.gen|\\.work)?\\.ya?ml|[^/]+\\.rbi|[^/]+\\.d\\.ts|s?bom\\.(?:json|xml)|bin\\/(?:setup|dev|lint|format)|[^/]+\\.http",
  ].join("|")})$`,
  "i",
);

/** Settings of other surroundings than those that customers use. */
const ELSEWHERE =
  /(?:^|[./_-])(?:staging|stage|qa|uat|preprod|preview|development|local)\.(?:ya?ml|json|toml|env|properties|tfvars|ini|conf)$|(?:^|\/)(?:environments?|overlays|envs|clusters)\/(?:staging|stage|qa|uat|preprod|preview|development|local|dev)\//i;

/** Classifies by path alone; what no rule knows is code, so that nothing is taken for harmless by mistake. */
export function fileKind(path: string): FileKind {
  const short = path.slice(-LONGEST_PATH);
  if (ELSEWHERE.test(short) || LOADS.test(short)) return "tooling";
  if (WATCHES.test(short) || (BENCH.test(short) && !/(?:^|\/)(?:package\.json|\.gitignore)$/.test(short)))
    return "tooling";
  if (WORKSHOP.test(short)) return /\.(?:md|rst)$/i.test(short) ? "docs" : "tooling";
  if (MANIFEST_NAMES.has(short.slice(short.lastIndexOf("/") + 1).toLowerCase())) return "dependencies";
  return RULES.find(([pattern]) => pattern.test(short))?.[1] ?? "code";
}
