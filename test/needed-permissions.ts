/** Besides what GitHub gives every App. */
const LEVELS = ["read", "write", "admin"];

/**
 * Holds what an App asks for against what its calls needed.
 *
 * @param granted by permission, its level
 * @param needed each call's alternatives, such as `["issues:write", "pull_requests:write"]`
 * @returns what is wrong, in sentences: a call that nothing granted allows, and what is granted and no call needed
 */
export function permissionFaults(
  granted: Readonly<Record<string, string>>,
  needed: readonly (readonly string[])[],
): string[] {
  const allowed = (grants: Readonly<Record<string, string>>, any: readonly string[]) =>
    any.some((one) => {
      const [name = "", level = ""] = one.split(":");
      if (name === "metadata") return true;
      return LEVELS.indexOf(grants[name] ?? "") >= LEVELS.indexOf(level);
    });
  const lacking = needed
    .filter((any) => !allowed(granted, any))
    .map((any) => `A call needed ${any.join(" or ")}, which app.yml does not ask for.`);
  const idle = Object.entries(granted)
    .filter(([name]) => name !== "metadata")
    .filter(([name, level]) => {
      const { [name]: _, ...without } = granted;
      const less = level === "write" ? { ...without, [name]: "read" } : without;
      return needed.every((any) => allowed(less, any) || !allowed(granted, any));
    })
    .map(([name, level]) => `app.yml asks for ${name}: ${level}, and no call of any test needed it.`);
  return [...lacking, ...idle];
}
