/**
 * A path as file systems see it that tell no case: by way of upper case, as some letters (ſ, K of Kelvin) have no
 * lower case of their own and are yet the same.
 * @see https://www.unicode.org/reports/tr44/#CaseFolding.txt
 */
export function folded(path: string): string {
  return path.toUpperCase().toLowerCase();
}
