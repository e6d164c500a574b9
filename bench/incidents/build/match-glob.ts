import picomatch from "picomatch";

/** Whether a path is one of a service's. */
export function matchGlob(globs: readonly string[], path: string): boolean {
  return picomatch.isMatch(path, [...globs], { dot: true });
}
