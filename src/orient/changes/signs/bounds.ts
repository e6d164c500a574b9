import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { wordsOf } from "../words-of.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const UNBOUNDED =
  /^(?:unbounded\w*|Unbounded\w*|UNLIMITED|CreateUnbounded\w*|newCachedThreadPool|ConcurrentLinkedQueue|LinkedTransferQueue)$/;
/** Types that are never without a bound. */
const SIZED = /^(?:SizedQueue|ArrayBlockingQueue|CreateBounded\w*|BoundedChannel\w*|BoundedSemaphore)$/;
/** What holds back who is too fast. */
const HOLDS_BACK =
  /^(?:semaphore|limiter|ratelimiter|throttle|throttled|bulkhead|backpressure|plimit|debounce)$/;
/** Queues and channels that are bounded by what they are made with. */
const QUEUES =
  /^(?:Queue|LinkedBlockingQueue|LinkedBlockingDeque|BlockingCollection|BlockingQueue|SizedQueue|ArrayBlockingQueue|Channel|channel|bounded|deque|PriorityQueue|ThreadPoolExecutor|CreateBounded|MemoryObjectStream|create_memory_object_stream)$/;

/** Queues, channels and pools that took so much and no more, and take whatever comes now. */
export function bounds(edit: Edit): ClassifiedChange[] {
  const unbounded = shift(edit, (side) => wordsThat(side, (text) => UNBOUNDED.test(text)));
  if (unbounded.come.length > unbounded.gone.length) return found(edit, "bound removed", unbounded.come);
  const made = shift(edit, queuesOf);
  const bounded = made.gone.filter(({ key }) => key.endsWith("bounded"));
  const open = made.come.filter(({ key }) => key.endsWith("open"));
  if (bounded.length > 0 && open.length > 0) return found(edit, "bound removed", open);
  const sized = shift(edit, (side) => wordsThat(side, (text) => SIZED.test(text)));
  if (sized.gone.length > sized.come.length && edit.after.tokens.some(({ text }) => QUEUES.test(text)))
    return found(edit, "bound removed", sized.gone);
  const held = shift(edit, (side) =>
    wordsThat(side, (text) => wordsOf(text).some((word) => HOLDS_BACK.test(word))),
  );
  return held.gone.length > 0 && held.come.length === 0 ? found(edit, "bound removed", held.gone) : [];
}

function wordsThat(side: Side, test: (text: string) => boolean): Sign[] {
  return side.tokens
    .filter((token) => token.kind === "word" && test(token.text.slice(0, 80)))
    .map((token) => ({ key: "bound", token }));
}

/** Queues as they are made: `Queue(maxsize=100)` is bounded, `Queue()` is open. */
function queuesOf(side: Side): Sign[] {
  return side.calls.flatMap(({ name, on, at, from, to }) => {
    const token = side.tokens[at];
    const own = QUEUES.test(name) ? name : name === "new" ? (on.split(".").at(-1) ?? "") : "";
    if (!token || !QUEUES.test(own)) return [];
    // Inside of a lambda or of another call is another thing's.
    const given = side.tokens.slice(from, Math.min(to, from + 12));
    return [{ key: given.length === 0 ? "open" : "bounded", token }];
  });
}
