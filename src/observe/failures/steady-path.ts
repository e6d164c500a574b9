const COMMIT_FOLDER = /(?<=^|[\\/])[0-9a-f]{12,64}(?=[\\/])/g;

/** A path that stays the same from one deployment to the next, where each lies in a folder named for its commit. */
export function steadyPath(path: string): string {
  return path.replace(COMMIT_FOLDER, "*");
}
