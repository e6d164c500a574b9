import type { Edit } from "./edit.ts";
import { addresses } from "./signs/addresses.ts";
import { allowed } from "./signs/allowed.ts";
import { arithmetic } from "./signs/arithmetic.ts";
import { authentication } from "./signs/authentication.ts";
import { blocking } from "./signs/blocking.ts";
import { bounds } from "./signs/bounds.ts";
import { caches } from "./signs/caches.ts";
import { concurrency } from "./signs/concurrency.ts";
import { conditions } from "./signs/conditions.ts";
import { configurationKeys } from "./signs/configuration-keys.ts";
import { contracts } from "./signs/contracts.ts";
import { definitions } from "./signs/definitions.ts";
import { dependencies } from "./signs/dependencies.ts";
import { environment } from "./signs/environment.ts";
import { evictions } from "./signs/evictions.ts";
import { expiry } from "./signs/expiry.ts";
import { flags } from "./signs/flags.ts";
import type { ClassifiedChange } from "./signs/found.ts";
import { guards } from "./signs/guards.ts";
import { heavyWork } from "./signs/heavy-work.ts";
import { idioms } from "./signs/idioms.ts";
import { keptState } from "./signs/kept-state.ts";
import { listeners } from "./signs/listeners.ts";
import { lockOrder } from "./signs/lock-order.ts";
import { locks } from "./signs/locks.ts";
import { logs } from "./signs/logs.ts";
import { loops } from "./signs/loops.ts";
import { migrations } from "./signs/migrations.ts";
import { networkAccess } from "./signs/network-access.ts";
import { only } from "./signs/only.ts";
import { packaging } from "./signs/packaging.ts";
import { partialOperations } from "./signs/partial-operations.ts";
import { partitions } from "./signs/partitions.ts";
import { platform } from "./signs/platform.ts";
import { proseAlone } from "./signs/prose-alone.ts";
import { queries } from "./signs/queries.ts";
import { raises } from "./signs/raises.ts";
import { regularExpressions } from "./signs/regular-expressions.ts";
import { resources } from "./signs/resources.ts";
import { retries } from "./signs/retries.ts";
import { schedule } from "./signs/schedule.ts";
import { settings } from "./signs/settings.ts";
import { swallows } from "./signs/swallows.ts";
import { timeLimits } from "./signs/time-limits.ts";
import { transactions } from "./signs/transactions.ts";
import { validation } from "./signs/validation.ts";
import { values } from "./signs/values.ts";
import { waits } from "./signs/waits.ts";

type Reader = (edit: Edit) => ClassifiedChange[];

const OF_CODE: readonly Reader[] = [
  guards,
  conditions,
  raises,
  swallows,
  validation,
  partialOperations,
  loops,
  queries,
  waits,
  heavyWork,
  keptState,
  caches,
  listeners,
  retries,
  regularExpressions,
  resources,
  locks,
  lockOrder,
  transactions,
  evictions,
  bounds,
  blocking,
  partitions,
  packaging,
  idioms,
  expiry,
  timeLimits,
  schedule,
  concurrency,
  authentication,
  allowed,
  environment,
  contracts,
  addresses,
  flags,
  arithmetic,
  settings,
  logs,
  values,
];
const OF_CONFIG: readonly Reader[] = [
  networkAccess,
  logs,
  settings,
  configurationKeys,
  platform,
  packaging,
  partitions,
  idioms,
  flags,
  addresses,
  authentication,
  allowed,
  contracts,
  retries,
  schedule,
];
const OF_QUERIES: readonly Reader[] = [queries, locks, idioms, transactions, schedule, settings];

/**
 * The classes of one file's change, by the tokens of its diff: what stands on the changed lines of one side
 * and not of the other, in the idioms of the common languages. It sees what a reader skims, not what a
 * compiler knows, which is why no class weighs more than its row in the table. Each class is told once, at
 * its first line; the order of hunks decides nothing. Hunks that change nothing must not be among them.
 */
export function classify(edits: readonly Edit[]): ClassifiedChange[] {
  const [first] = edits;
  if (!first) return [];
  const line = Math.min(...edits.map((edit) => edit.lineOf(undefined)));
  const { kind } = first;
  if (kind === "code") {
    const alone = only(edits);
    if (alone) return [{ change: alone, line }];
  }
  if (kind === "config" && proseAlone(edits)) return [{ change: "text changed", line }];
  const found = edits.flatMap((edit) => readersOf(edit).flatMap((read) => read(edit)));
  if (kind === "code") found.push(...definitions(edits));
  const classes = firstOfEach(found);
  if (classes.length > 0) return classes;
  return [
    {
      change:
        kind === "dependencies"
          ? "dependency changed"
          : kind === "config"
            ? "setting changed"
            : "other code changed",
      line,
    },
  ];
}

function readersOf({ kind }: Edit): readonly Reader[] {
  if (kind === "dependencies") return [dependencies];
  if (kind === "migration") return [migrations];
  if (kind === "config") return OF_CONFIG;
  return kind === "query" ? OF_QUERIES : OF_CODE;
}

function firstOfEach(found: readonly ClassifiedChange[]): ClassifiedChange[] {
  const firsts = new Map<ClassifiedChange["change"], ClassifiedChange>();
  for (const { change, line, factor } of found) {
    const known = firsts.get(change);
    // One number that changed much is enough; a sign without a number has no size at all.
    const most =
      known && known.factor === undefined ? undefined : factor && Math.max(factor, known?.factor ?? 0);
    firsts.set(change, {
      change,
      line: Math.min(line, known?.line ?? line),
      ...(most === undefined ? {} : { factor: most }),
    });
  }
  return [...firsts.values()].toSorted((a, b) => a.line - b.line || (a.change < b.change ? -1 : 1));
}
