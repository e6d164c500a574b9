/** The end of a path, which is what people look for. */
export function shortPath(path: string): string {
  return path.split("/").slice(-3).join("/");
}
