/**
 * Whether a path as a process saw it names this file of the repository: the shorter of the two is the
 * tail of the other. A bare file name matches too little to say so, unless the file lies at the root.
 */
export function matchesPath(seen: string, inRepository: string): boolean {
  const a = segments(seen);
  const b = segments(inRepository);
  const length = Math.min(a.length, b.length);
  if (length === 0 || (length < 2 && b.length > 1)) return false;
  for (let i = 1; i <= length; i++) {
    if (a.at(-i) !== b.at(-i)) return false;
  }
  return true;
}

/** No path that matters is longer; what a frame says of its own may be. */
const LONGEST_PATH = 1000;

function segments(path: string): string[] {
  const bare = path.slice(-LONGEST_PATH).replace(/^file:\/\//, "");
  const end = bare.search(/[?#]/);
  return (end < 0 ? bare : bare.slice(0, end))
    .split(/[\\/]/)
    .filter((segment) => segment !== "" && segment !== ".");
}
