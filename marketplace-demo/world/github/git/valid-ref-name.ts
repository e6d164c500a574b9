/** Git's rules for a full ref name, git-check-ref-format(1). */
export function validRefName(name: string): boolean {
  if ([...name].some((letter) => letter <= " " || letter === "\u007f")) return false;
  if (/[~^:?*[\\]|\.\.|@\{|\/\/|\/$|\.$|\.lock(\/|$)|(^|\/)\./.test(name)) return false;
  return name.startsWith("refs/") && name.length < 255;
}
