/** A step from the root: a key, or an element of a list, which may have a name of its own. */
export type Step = { key: string } | { index: number; name: string | null };

/** `a.b`, `list[name].c` and `list[0].c`: by every way in which people say it. The first is the one to show. */
export function namesOf(steps: readonly Step[]): string[] {
  const say = (byName: boolean) =>
    steps
      .map((step) =>
        "key" in step ? `.${step.key}` : `[${byName && step.name !== null ? step.name : String(step.index)}]`,
      )
      .join("")
      .replace(/^\./, "");
  return [...new Set([say(true), say(false)])];
}

/** What a list's element is called, where it says so and no other of the list is called the same. */
export function elementName(element: unknown, all: readonly unknown[]): string | null {
  const own = ownName(element);
  return own !== null && all.filter((one) => ownName(one) === own).length === 1 ? own : null;
}

function ownName(element: unknown): string | null {
  if (typeof element !== "object" || element === null) return null;
  for (const key of ["name", "key", "id"]) {
    const value = (element as Record<string, unknown>)[key];
    if (typeof value === "string" && value !== "" && !/^\d+$/.test(value)) return value;
  }
  return null;
}
