import { isAlias, isMap, isScalar, LineCounter, type ParsedNode, parseDocument, visit } from "yaml";
import { Policy, type PolicyProblem } from "../contracts/policy.ts";
import { checkPolicy } from "./check-policy.ts";
import { type Explained, explainIssue, pathText } from "./explain-issue.ts";
import { findNode } from "./find-node.ts";
import { loosenedLocks } from "./loosened-locks.ts";
import { joinWithOrganisation, type Organisation } from "./organisation.ts";
import { standIn } from "./stand-in.ts";

export const POLICY_MAX_BYTES = 256 * 1024;
/** How often anchors may be repeated, all together, before it is called a bomb. */
const MAX_ALIASES = 100;
/** Enough to mend in one go. */
const MAX_PROBLEMS = 50;

export interface ParsedPolicy {
  /** Null where there is any problem. */
  policy: Policy | null;
  /** What judges and protects meanwhile: `policy`, or the safe defaults with the harmless parts that could be read. */
  inForce: Policy;
  problems: PolicyProblem[];
  /** The file as plain data, as far as it could be read. */
  file: unknown;
}

/**
 * Reads the text of a policy file. Never throws: whatever is wrong comes back as problems with their place,
 * all of them at once.
 *
 * @param organisation whose defaults stand behind the file where it extends them, and whose locks hold in any case
 */
export function parsePolicy(text: string, organisation: Organisation | null = null): ParsedPolicy {
  const broken = (problems: PolicyProblem[]): ParsedPolicy => ({
    policy: null,
    inForce: standIn(organisation ? joinWithOrganisation({}, organisation) : null),
    problems,
    file: null,
  });
  const bytes = Buffer.byteLength(text);
  if (bytes > POLICY_MAX_BYTES)
    return broken([
      {
        line: 1,
        column: 1,
        path: "",
        message: `is ${Math.ceil(bytes / 1024)} KB long; ${POLICY_MAX_BYTES / 1024} KB is the most`,
      },
    ]);

  const lines = new LineCounter();
  // Its own search for duplicate keys compares each with each; ours is below.
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: false,
    merge: true,
    prettyErrors: false,
    logLevel: "error",
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const syntax = [...document.errors, ...document.warnings].map(
    ({ code, message, pos: [offset] }): PolicyProblem => ({
      ...at(offset),
      path: "",
      ...explainSyntax(code, message),
    }),
  );
  // One mistake in the syntax throws off all that follows it: more than the first few would be noise.
  if (syntax.length > 0) return broken(syntax.slice(0, 3));

  const problems: PolicyProblem[] = [];
  const add = ({ path, message, hint, ofKey }: Explained) => {
    if (problems.length >= MAX_PROBLEMS) return;
    const offset = findNode(document, path, ofKey === true)?.range?.[0] ?? 0;
    problems.push({ ...at(offset), path: pathText(path), message, ...(hint ? { hint } : {}) });
  };

  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? key.value : key;
        if (seen.has(name) && name !== "<<" && problems.length < MAX_PROBLEMS)
          problems.push({
            ...at((key as ParsedNode | null)?.range?.[0] ?? 0),
            path: String(name),
            message: "stands here twice",
            hint: "Keep one of the two.",
          });
        seen.add(name);
      }
    },
  });

  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    const place = { ...at(firstAlias(document) ?? 0), path: "" };
    const reason = error instanceof Error ? error.message : String(error);
    // yaml says so in words alone.
    if (!reason.startsWith("Excessive alias count")) return broken([{ ...place, message: reason }]);
    const message = `repeats its anchors too often; ${MAX_ALIASES} times is the most`;
    return broken([{ ...place, message, hint: "Write the values out." }]);
  }
  if (value === null || value === undefined)
    return broken([{ line: 1, column: 1, path: "", message: "is empty", hint: "Begin with: version: 1" }]);
  if (!isMap(document.contents))
    return broken([
      { line: 1, column: 1, path: "", message: "must be keys with values", hint: "Begin with: version: 1" },
    ]);

  const whole = organisation ? joinWithOrganisation(value, organisation) : value;
  const parsed = Policy.safeParse(whole);
  for (const issue of parsed.error?.issues ?? []) explainIssue(issue, whole).forEach(add);
  checkPolicy(value).forEach(add);
  if (parsed.success && organisation) loosenedLocks(parsed.data, organisation).forEach(add);

  if (parsed.success && problems.length === 0)
    return { policy: parsed.data, inForce: parsed.data, problems, file: value };
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { policy: null, inForce: standIn(whole), problems, file: value };
}

function firstAlias(document: Parameters<typeof visit>[0]): number | undefined {
  let offset: number | undefined;
  visit(document, (_, node) => {
    if (!isAlias(node)) return undefined;
    offset = node.range?.[0];
    return visit.BREAK;
  });
  return offset;
}

function explainSyntax(code: string, message: string): { message: string; hint?: string } {
  switch (code) {
    case "MULTIPLE_DOCS":
      return {
        message: "holds more than one document",
        hint: "Take out the line `---` and what follows it.",
      };
    case "RESOURCE_EXHAUSTION":
      return { message: "is nested too deeply" };
    case "TAG_RESOLVE_FAILED":
      return { message, hint: "Tags mean nothing here; write the value alone." };
    case "TAB_AS_INDENT":
      return { message: "is indented with a tab", hint: "Indent with spaces." };
    default:
      return { message };
  }
}
