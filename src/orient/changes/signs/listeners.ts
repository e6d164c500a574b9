import type { Edit } from "../edit.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const CALLS =
  /^(?:addListener|addEventListener|setInterval|subscribe|Subscribe|observe|time\.NewTicker|time\.Tick|scheduleAtFixedRate|scheduleWithFixedDelay|schedule|add_job|register|signal\.connect|addObserver|on_event|watch|@Scheduled|addHook|addShutdownHook|NotifyContext)$/;
const RELEASES =
  /^(?:off|removeListener|removeEventListener|clearInterval|unsubscribe|Unsubscribe|removeObserver|Stop|disconnect|unwatch|unregister|dispose|Dispose|takeUntil|deregister)$/;

/** Registrations that nothing takes back. */
export function listeners(edit: Edit): ClassifiedChange[] {
  const added = shift(edit, (side) => [
    ...callsNamed(side, CALLS, "listener"),
    // `emitter.on("event", …)`, but not a route or a query.
    ...callsNamed(side, /^on$/, "listener").filter(
      ({ call }) =>
        call.on !== "" && side.tokens[call.from]?.kind === "text" && side.tokens[call.from + 1]?.text === ",",
    ),
  ]);
  const taken = shift(edit, (side) =>
    callsNamed(side, RELEASES, "listener").filter(({ call }) => call.on !== "" || /Interval/.test(call.name)),
  );
  if (taken.gone.length > taken.come.length) return found(edit, "listener or timer added", taken.gone);
  return added.come.length > added.gone.length && taken.come.length === 0
    ? found(edit, "listener or timer added", added.come)
    : [];
}
