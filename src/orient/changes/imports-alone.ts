import type { Sides } from "./sides.ts";
import type { Syntax } from "./syntax.ts";

/**
 * The changed lines import and do nothing else, in a language in which an import has no effect of its own and whatever names
 * something that is not there does not compile.
 */
export function importsAlone(sides: readonly Sides[], syntax: Syntax): boolean {
  if (syntax.unknown || syntax.relaxed || syntax.indented || syntax.bangs || syntax.hyphens) return false;
  return sides.every(({ hunk, before, after }) =>
    [...before, ...after].every(
      ({ line, indent, text }) =>
        indent < 0 || hunk.lines[line]?.kind === "same" || /^(?:import|using|use)$/.test(text),
    ),
  );
}
