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
  | "asset";

const RULES: readonly (readonly [RegExp, FileKind])[] = [
  [/^\.github\/|^\.gitlab-ci|(^|\/)(\.circleci|\.buildkite)\/|(^|\/)Jenkinsfile$/i, "ci"],
  [/(^|\/)(tests?|__tests__|spec|specs|fixtures|e2e|testdata)\//i, "test"],
  [/[._-](test|tests|spec)\.[a-z]+$|(^|\/)test_[^/]+\.py$|_test\.go$/i, "test"],
  [
    /(^|\/)(package(-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|go\.(mod|sum)|Cargo\.(toml|lock)|Gemfile(\.lock)?|poetry\.lock|pyproject\.toml|requirements[^/]*\.txt|pom\.xml|build\.gradle(\.kts)?)$/i,
    "dependencies",
  ],
  [/(^|\/)migrations?\//i, "migration"],
  [
    /\.(md|mdx|rst|adoc)$|(^|\/)docs?\/|(^|\/)(LICENSE|NOTICE|AUTHORS|CODEOWNERS|CHANGELOG|README)[^/]*$|(^|\/)\.(gitignore|gitattributes|editorconfig|prettierrc[^/]*|eslintrc[^/]*)$/i,
    "docs",
  ],
  [/\.sql$/i, "query"],
  [
    /\.(ya?ml|json|toml|ini|env|properties|conf|cfg|tf|hcl)$|(^|\/)(Dockerfile|Procfile|Makefile|\.env[^/]*)$/i,
    "config",
  ],
  [/\.(css|scss|less|svg|png|jpe?g|gif|webp|ico|woff2?|ttf|txt)$/i, "asset"],
];

/** Classifies by path alone; what no rule knows is code, so that nothing is taken for harmless by mistake. */
export function fileKind(path: string): FileKind {
  return RULES.find(([pattern]) => pattern.test(path))?.[1] ?? "code";
}
