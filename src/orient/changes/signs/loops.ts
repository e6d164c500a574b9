import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { isQuery } from "./is-query.ts";
import { loopsOf } from "./loops-of.ts";
import { shift } from "./shift.ts";

/** Calls and words by which an object-relational mapper reads in one go what it would else read one by one. */
const EAGER =
  /^(?:select_related|prefetch_related|joinedload|selectinload|subqueryload|includes|eager_load|preload|Include|ThenInclude|withGraphFetched|leftJoinAndSelect|innerJoinAndSelect|with|Preload|Joins|@EntityGraph|load)$/;

/** More rounds than before, and questions asked once a round. */
export function loops(edit: Edit): ClassifiedChange[] {
  if (edit.kind === "migration") return [];
  const asked = shift(edit, queriesInLoops);
  if (asked.come.length > asked.gone.length) return found(edit, "query inside a loop", asked.come);
  const eager = shift(edit, (side) =>
    callsNamed(side, EAGER).filter(
      ({ call }) => call.on !== "" || !/^(?:with|load|Include|Joins)$/.test(call.name),
    ),
  );
  if (eager.gone.length > eager.come.length) return found(edit, "query inside a loop", eager.gone);
  const moved = onceAndNowEach(edit);
  if (moved.length > 0) return found(edit, "query inside a loop", moved);
  const stuck = shift(edit, roundsWithoutStep);
  if (stuck.come.length > stuck.gone.length) return found(edit, "loop added", stuck.come);
  const all = shift(edit, (side) => loopsOf(side).map(({ token }) => ({ key: "loop", token })));
  return all.come.length > all.gone.length ? found(edit, "loop added", all.come) : [];
}

/** Rounds that are cut short before what leads to the next one: `if (own.isEmpty()) continue` above `after = own.last().id`. */
function roundsWithoutStep(side: Side): Sign[] {
  const rounds = loopsOf(side).filter(({ token }) => /^(?:while|until|loop)$/.test(token.text));
  if (rounds.length === 0) return [];
  return side.tokens.flatMap((token, i) => {
    if (token.kind !== "word" || !/^(?:continue|next|redo)$/.test(token.text)) return [];
    if (/^[.(=:]$/.test(side.tokens[i + 1]?.text ?? "") || side.tokens[i - 1]?.text === ".") return [];
    const round = rounds.find(({ from, to }) => from <= i && i < to);
    if (!round) return [];
    const after = side.tokens.slice(i + 1, round.to);
    const steps = after.some(
      (one, n) =>
        one.kind === "word" &&
        /^(?:=|\+=|-=|\+\+)$/.test(after[n + 1]?.text ?? "") &&
        !/^(?:const|let|var|val|auto|final|:)$/.test(after[n - 1]?.text ?? ""),
    );
    return steps ? [{ key: "stuck", token }] : [];
  });
}

const ALIKE = 4;

/**
 * What was asked of somebody once, for all, and is asked of them for each: a call that is gone stood in no loop, and one of the
 * same owner and nearly the same name stands in one that has come.
 */
function onceAndNowEach(edit: Edit): Sign[] {
  const inLoop = (side: Side, at: number) =>
    loopsOf(side)
      .slice(0, 200)
      .find((loop) => loop.from <= at && at < loop.to && !isHeader(side, loop.from, at));
  const callsOf = (side: Side, looped: boolean) =>
    side.calls.flatMap((call) => {
      const token = side.tokens[call.at];
      const loop = inLoop(side, call.at);
      return token &&
        call.on !== "" &&
        side.touched(token) &&
        (loop !== undefined) === looped &&
        (!loop || side.touched(loop.token))
        ? [{ key: call.name, on: call.on, token }]
        : [];
    });
  const once = callsOf(edit.before, false);
  return callsOf(edit.after, true).filter(({ key, on }) =>
    once.some((was) => was.on === on && was.key.slice(0, ALIKE) === key.slice(0, ALIKE)),
  );
}

function queriesInLoops(side: Side): Sign[] {
  const bodies = loopsOf(side);
  return side.calls.flatMap((call) => {
    if (!isQuery(call)) return [];
    // Bounded: a hunk has few loops, and only the innermost matter.
    const around = bodies
      .slice(0, 200)
      .find((loop) => loop.from <= call.at && call.at < loop.to && loop.token !== side.tokens[call.at]);
    const token = side.tokens[call.at];
    if (token && !around && repeatsUnseen(side, call.at)) return [{ key: "asked", token }];
    if (!around || !token) return [];
    // What the loop goes over is asked once: `for (const row of await load())`.
    if (isHeader(side, around.from, call.at)) return [];
    return [{ key: "asked", token: side.touched(token) ? token : around.token }];
  });
}

function isHeader(side: Side, from: number, at: number): boolean {
  const open = side.tokens[from]?.text === "await" ? from + 1 : from;
  const close = side.closes.get(open);
  if (side.tokens[open]?.text === "(" && close !== undefined && side.tokens[open - 1]?.kind === "word")
    return /^(?:for|foreach|await)$/.test(side.tokens[open - 1]?.text ?? "") && at < close;
  return (
    /^(?:for|foreach)$/.test(side.tokens[from - 1]?.text ?? "") &&
    side.tokens[from]?.line === side.tokens[at]?.line &&
    !insideBrackets(side, from, at)
  );
}

/** A comprehension asks in each round: `[load(x) for x in xs]` has its question before the loop's word. */
function insideBrackets(side: Side, from: number, at: number): boolean {
  for (let i = from; i < at; i++)
    if (side.tokens[i]?.text === "{" || side.tokens[i]?.text === ":") return true;
  return false;
}

/**
 * The loop begins above the hunk: no line of less indentation stands above in it, and beside the question,
 * on its own level, a round is cut short or something is collected.
 */
function repeatsUnseen(side: Side, at: number): boolean {
  let start = at;
  while (start > 0 && (side.tokens[start]?.indent ?? -1) < 0) start -= 1;
  const indent = side.tokens[start]?.indent ?? 0;
  const firsts = side.tokens.flatMap((token, i) => (token.indent >= 0 ? [{ token, i }] : []));
  const above = firsts.filter(({ i }) => i < start);
  if (indent < 2 || above.some(({ token }) => token.indent < indent && !/^[)\]}]$/.test(token.text)))
    return false;
  let level = true;
  return firsts
    .filter(({ i }) => i > start)
    .some(({ token, i }) => {
      if (token.indent < indent) level = false;
      if (!level || token.indent !== indent) return false;
      if (/^(?:for|foreach|while|if|elif|else|return)$/.test(token.text)) return false;
      const line = side.tokens.slice(i, i + 6).filter((one) => one.line === token.line);
      return line.some(({ text }) => /^(?:append|push|add|Add|continue|break|yield|<<|put|set)$/.test(text));
    });
}
