/** What came with one credential, by the repositories that it names. */
export function scopeOf(repositories: readonly string[]): string {
  return [...repositories].sort().join(",");
}
