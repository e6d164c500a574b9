import type { Runbook } from "../../contracts/policy.ts";
import { type Amount, likeThat, numberIn, readAmount, writeAmount } from "./amount.ts";

type Step = Pick<Runbook["set"], "multiply" | "add" | "min" | "max">;

/**
 * The amount after one step of a runbook, within its bounds, of the type that stands there; or why there is none, as the
 * end of a sentence that begins with the key. A step needs a bound on the side to which it goes, or it would go there
 * again at every incident.
 */
export function nextAmount(
  value: string | number | boolean | null,
  { multiply, add, min, max }: Step,
): { value: string | number } | { whyNot: string } {
  const was = typeof value === "string" || typeof value === "number" ? readAmount(value) : null;
  if (!was) return { whyNot: "is no amount that can be reckoned with" };
  if (was.number < 0) return { whyNot: `is ${writeAmount(was)}, which may mean that it has no limit` };
  const wanted = multiply === undefined ? added(was, add) : was.number * multiply;
  if (wanted === null) return { whyNot: `is ${writeAmount(was)}, to which ${add} cannot be added` };
  if (wanted === was.number) return { whyNot: "would stay as it is" };
  const grows = wanted > was.number;
  const [bound, name] = grows ? [max, "max"] : [min, "min"];
  if (bound === undefined)
    return { whyNot: `would ${grows ? "grow" : "shrink"}, and the runbook names no ${name}` };
  const limit = numberOf(bound, was.unit);
  if (limit === null)
    return { whyNot: `is ${writeAmount(was)}, which cannot be compared with the ${name} of ${bound}` };
  if (grows ? was.number >= limit : was.number <= limit)
    return { whyNot: `stands at ${writeAmount(was)}, and the runbook's ${name} is ${bound}` };
  const next = likeThat(grows ? Math.min(wanted, limit) : Math.max(wanted, limit), was);
  if (next.unit === was.unit && next.number === was.number)
    return { whyNot: `stands at ${writeAmount(was)}, and a step would change it by less than one` };
  return { value: typeof value === "number" ? next.number : writeAmount(next) };
}

function added(was: Amount, add: number | string | undefined): number | null {
  const more = add === undefined ? null : numberOf(add, was.unit);
  return more === null ? null : was.number + more;
}

/** A bare number goes with bare numbers alone: 1024 says nothing of 512Mi. */
function numberOf(said: number | string, unit: string): number | null {
  const amount = readAmount(said);
  return amount && numberIn(unit, amount);
}
