import type { CaseFile } from "./case-file.ts";
import type { ReadFile } from "./changes/read-change.ts";
import type { Finding } from "./finding.ts";
import { newExceptions } from "./new-exceptions.ts";
import { WEIGHTS } from "./weights.ts";

/** `throw new EmptyOrder(…)`, `raise EmptyOrder`, `throw EmptyOrder(…)`; types begin with a capital letter in each of these languages. */
const RAISED = /\b(?:throw|raise)\s{1,3}(?:new\s{1,3})?(?:[\w.]{1,80}[.:]{1,2})?([A-Z]\w{2,80})/g;
/** From this share of what is thrown on it is known with what requests fail. */
const MOST = 0.8;

/**
 * A change that raises an error speaks for itself: it is seen by its type. Where all that it raises anew is of types with which no
 * request fails, while what they do fail with is known, it was not that.
 */
export function fitRaisedType(service: string, files: readonly ReadFile[], file: CaseFile): Finding | null {
  const raises = files.filter(
    ({ inert, classes }) => !inert && classes.some(({ change }) => change === "error raised"),
  );
  if (raises.length === 0) return null;
  const types = new Set(
    raises.flatMap(({ hunks }) =>
      hunks.flatMap(({ lines }) =>
        lines
          .filter(({ kind }) => kind === "added")
          .flatMap(({ text }) => [...text.slice(0, 400).matchAll(RAISED)].map(([, type]) => type ?? "")),
      ),
    ),
  );
  if (types.size === 0) return null;
  const thrown = newExceptions(file, new Set([service]));
  const all = thrown.reduce((sum, { count }) => sum + count, 0);
  const named = thrown.filter(({ type }) => type.split(/[.:\\$]/).some((part) => types.has(part)));
  const others = thrown.filter(({ type }) => !ANYTHING.test(type));
  const told = others.reduce((sum, { count }) => sum + count, 0);
  if (all === 0 || named.length > 0 || told < MOST * all) return null;
  const [first] = others;
  return {
    family: "place",
    weight: WEIGHTS.place.raisesAnother,
    text: `It raises ${[...types].slice(0, 2).join(" and ")}, and requests fail with ${first?.type.slice(0, 80)}.`,
    evidence: others.slice(0, 2).map(({ id }) => id),
  };
}

/** Types in which any other may be wrapped. */
const ANYTHING =
  /(?:^|[.:])(?:Error|Exception|RuntimeException|Throwable|StandardError|wrapError|errorString|ExecutionException|CompletionException|ServletException|InvocationTargetException|AggregateException)$/;
