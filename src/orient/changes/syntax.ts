/** How a language writes comments and strings: all that a reader of hunks can rely on. */
export interface Syntax {
  /** What begins a comment to the end of the line. A `#` does so only at a line's start or after a blank. */
  line: readonly string[];
  block: readonly (readonly [open: string, close: string])[];
  quotes: string;
  /** Quotes that may run over several lines, longest first. */
  long: readonly string[];
  /** `/…/` may be a regular expression. */
  patterns: boolean;
  /** Indentation is part of the meaning. */
  indented: boolean;
  /** `'` and `"` mean the same, and a semicolon at a line's end may be left out. */
  relaxed: boolean;
  /** Names may hold hyphens and dots. */
  hyphens: boolean;
  /** A name may end with `?` or `!`. */
  bangs: boolean;
  /** Names of members are read by others: nothing in it is local. */
  wire: boolean;
  /** Nothing is known: only blank lines are layout. */
  unknown: boolean;
}

const PLAIN: Syntax = {
  line: [],
  block: [],
  quotes: `"'`,
  long: [],
  patterns: false,
  indented: false,
  relaxed: false,
  hyphens: false,
  bangs: false,
  wire: false,
  unknown: false,
};
const C_LIKE: Syntax = { ...PLAIN, line: ["//"], block: [["/*", "*/"]] };
const SCRIPT: Syntax = { ...C_LIKE, quotes: "\"'`", long: ["`"], patterns: true, relaxed: true };
const HASHED: Syntax = { ...PLAIN, line: ["#"] };
const MARKUP: Syntax = { ...PLAIN, block: [["<!--", "-->"]], hyphens: true };
const CONFIG: Syntax = { ...HASHED, hyphens: true };

const SYNTAXES: Readonly<Record<string, Syntax>> = {
  "js mjs cjs jsx ts mts cts tsx": SCRIPT,
  go: { ...C_LIKE, quotes: "\"'`", long: ["`"] },
  "java kt kts scala swift groovy gradle dart cs": { ...C_LIKE, long: ['"""'] },
  rs: { ...C_LIKE, quotes: '"', long: ['"'] },
  "c cc cpp cxx h hpp": C_LIKE,
  "proto thrift avdl fbs smithy": { ...C_LIKE, wire: true },
  php: { ...C_LIKE, line: ["//", "#"], long: ['"', "'"] },
  "css scss less": { ...C_LIKE, hyphens: true },
  "py pyi": { ...HASHED, indented: true, relaxed: true, long: ['"""', "'''"] },
  "rb rake gemspec ru": { ...HASHED, bangs: true, patterns: true, block: [["=begin", "=end"]] },
  "ex exs": { ...HASHED, bangs: true, long: ['"""'] },
  "sh bash zsh": { ...HASHED, long: ['"', "'"], hyphens: true },
  "pl pm r jl": HASHED,
  sql: { ...PLAIN, line: ["--"], block: [["/*", "*/"]], long: ["'"] },
  "yml yaml": { ...CONFIG, indented: true },
  "toml ini cfg conf env properties": { ...CONFIG, line: ["#", ";"], long: ['"""'] },
  "tf hcl tfvars": { ...CONFIG, line: ["#", "//"], block: [["/*", "*/"]] },
  "json jsonc json5": { ...C_LIKE, hyphens: true },
  "graphql gql": HASHED,
  lua: { ...PLAIN, line: ["--"] },
  "html htm xml vue svelte csproj props targets": MARKUP,
};
const BY_EXTENSION = new Map(
  Object.entries(SYNTAXES).flatMap(([extensions, syntax]) =>
    extensions.split(" ").map((extension) => [extension, syntax] as const),
  ),
);
const BY_NAME: readonly (readonly [RegExp, Syntax])[] = [
  [/^(?:Dockerfile|Containerfile|Procfile|\.env)/, CONFIG],
  [/^(?:Makefile|GNUmakefile)$/, { ...HASHED, indented: true }],
  [/^(?:Gemfile|Rakefile|Vagrantfile|Podfile)$/, HASHED],
  [/^(?:requirements[\w.-]*\.txt|go\.(?:mod|sum)|Pipfile)$/, { ...CONFIG, line: ["#", "//"] }],
];
const UNKNOWN: Syntax = { ...PLAIN, indented: true, unknown: true };

export function syntaxOf(path: string): Syntax {
  const name = path.slice(path.lastIndexOf("/") + 1).slice(0, 200);
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? BY_EXTENSION.get(extension) ?? UNKNOWN;
}
