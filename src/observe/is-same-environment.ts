const ALIASES: Readonly<Record<string, string>> = {
  prod: "production",
  prd: "production",
  live: "production",
  stg: "staging",
  stage: "staging",
  dev: "development",
  develop: "development",
};

/**
 * Whether two names mean one environment: `prod`, `Production` and `PRD` do. Nothing cleverer than a fixed list, as
 * `production-eu` may be another's.
 */
export function isSameEnvironment(a: string, b: string): boolean {
  return canonical(a) === canonical(b);
}

function canonical(name: string): string {
  const lower = name.trim().toLowerCase();
  return Object.hasOwn(ALIASES, lower) ? (ALIASES[lower] as string) : lower;
}
