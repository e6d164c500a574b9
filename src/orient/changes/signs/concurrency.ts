import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const CALLS =
  /^(?:Promise\.(?:all|allSettled|race|any)|gather|create_task|as_completed|ThreadPoolExecutor|ProcessPoolExecutor|parallelStream|parallel|supplyAsync|runAsync|WhenAll|Parallel\.\w+|spawn|join_all|async|launch|errgroup\.\w+|Thread\.new|executor\.submit|submit|invokeAll|pool\.map|par_iter|into_par_iter|forkJoin|mergeMap|Task\.Run|run_in_executor|to_thread|ensure_future|start_soon|add_task|setImmediate|queueMicrotask|process\.nextTick|newFixedThreadPool|newCachedThreadPool|virtualThreads?)$/;

/** Things that are done side by side now, or no more, and answers that are not waited for. */
export function concurrency(edit: Edit): ClassifiedChange[] {
  const result: ClassifiedChange[] = [];
  const { gone, come } = shift(edit, (side) => [...callsNamed(side, CALLS, "parallel"), ...goroutines(side)]);
  if (come.length > gone.length) result.push(...found(edit, "parallelism added", come));
  if (gone.length > come.length) result.push(...found(edit, "parallelism removed", gone));
  // The same call stands there still, without `await`.
  const unawaited = shift(edit, (side) =>
    side.calls.flatMap((call) => {
      const token = side.tokens[call.at];
      return token ? [{ key: `${call.awaited ? "await " : ""}${call.on}.${call.name}`, token }] : [];
    }),
  );
  const lost = unawaited.come.filter((sign) => unawaited.gone.some((old) => old.key === `await ${sign.key}`));
  result.push(...found(edit, "await removed", lost));
  return result;
}

function goroutines(side: Side): Sign[] {
  return side.tokens.flatMap((token, i) =>
    token.text === "go" && token.indent >= 0 && side.tokens[i + 1]?.kind === "word"
      ? [{ key: "parallel", token }]
      : [],
  );
}
