/** Git's rules for a full ref name, git-check-ref-format(1). */
export function validRefName(name: string): boolean {
  if (/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|\/$|\.$|\.lock(\/|$)|(^|\/)\./.test(name)) return false;
  return name.startsWith("refs/") && name.length < 255;
}
