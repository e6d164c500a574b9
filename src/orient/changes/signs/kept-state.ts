import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Call, Side } from "../side.ts";
import { wordsOf } from "../words-of.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const COLLECTIONS =
  /^(?:Map|Set|Array|WeakMap|HashMap|HashSet|ConcurrentHashMap|ArrayList|LinkedList|ConcurrentDictionary|Dictionary|List|ConcurrentBag|ConcurrentQueue|LinkedHashMap|TreeMap|CopyOnWriteArrayList|ConcurrentLinkedQueue|dict|list|set|defaultdict|OrderedDict|deque|Counter|mutableMapOf|mutableListOf|hashMapOf|Hash|Vec|BTreeMap|make|sync\.Map|Queue|LinkedBlockingQueue|Channel|array)$/;
const GROWS =
  /^(?:push|set|add|append|unshift|extend|put|Add|Store|insert|push_back|emplace|emplace_back|try_emplace|insert_or_assign|put_nowait|computeIfAbsent|setdefault|Enqueue|offer|addAll|merge|TryAdd|AddOrUpdate|GetOrAdd)$/;
const EVICTS =
  /^(?:delete|clear|shift|splice|pop|evict\w*|prune|popleft|popitem|remove|Remove|Clear|Delete|removeFirst|removeEldestEntry|invalidate\w*|cleanup|purge|expire\w*|trim|compact|TryRemove|discard|poll|expireAfterWrite|expireAfterAccess|maximumSize|maxSize)$/;
const BOUNDS =
  /^(?:WeakMap|WeakRef|LRU\w*|lru_cache|TTLCache|max(?:Size|Entries|Age|Keys|size|len)|maxsize|maxlen|ttl|capacity|LruCache|WeakHashMap|WeakReference|WeakSet)$/;
/** Names of what is kept between requests. */
const KEEPERS =
  /^(?:cache|caches|seen|recent|history|log|logs|buffer|registry|store|pending|memo|audit|sessions|session|entries|events|queue|backlog|index|listeners|subscribers|handlers|metrics|stats|counts|locks|clients|connections|tracked|known|visited|results|errors|samples|snapshots|inflight|jobs)$/;

/** What outlives a request and is added to, and what used to be thrown away. */
export function keptState(edit: Edit): ClassifiedChange[] {
  const evicts = shift(edit, (side) => [
    ...callsNamed(side, EVICTS, "evicts").filter(
      ({ call }) => call.on !== "" || side.tokens[call.at]?.text.startsWith("max"),
    ),
    ...side.tokens
      .filter((token) => token.kind === "word" && BOUNDS.test(token.text))
      .map((token) => ({ key: "evicts", token })),
    ...side.tokens.flatMap((token, i) =>
      token.text === "length" && side.tokens[i + 1]?.text === "=" && side.tokens[i + 2]?.text === "0"
        ? [{ key: "evicts", token }]
        : [],
    ),
    ...side.tokens
      .filter((token, i) => token.text === "delete" && side.tokens[i + 1]?.kind === "word")
      .map((token) => ({ key: "evicts", token })),
  ]);
  const result = evicts.gone.length > evicts.come.length ? found(edit, "eviction removed", evicts.gone) : [];
  const keepers = shift(edit, (side) => keepersOf(side));
  const grows = shift(edit, (side) => growthOf(side));
  const unbounded = shift(edit, unboundedMemo);
  if (unbounded.come.length > unbounded.gone.length) {
    return [...result, ...found(edit, "state that outlives the request", unbounded.come)];
  }
  if (keepers.come.length > keepers.gone.length && evicts.come.length <= evicts.gone.length) {
    return [...result, ...found(edit, "state that outlives the request", keepers.come)];
  }
  return grows.come.length > grows.gone.length && evicts.come.length <= evicts.gone.length
    ? [...result, ...found(edit, "state that outlives the request", grows.come)]
    : result;
}

/** Empty collections that a module or a class holds: at the margin, or static, or a field's. */
function keepersOf(side: Side): Sign[] {
  const signs: Sign[] = [];
  for (const [i, token] of side.tokens.entries()) {
    if (token.text !== "=" && token.text !== ":=") continue;
    const line = lineStart(side, i);
    const first = side.tokens[line];
    if (!first) continue;
    const words = side.tokens.slice(line, i).map((one) => one.text);
    const atMargin = first.indent === 0 && !/^(?:local|return)$/.test(first.text);
    const shared = words.some(
      (word) => /^(?:static|@@\w+|companion|lazy_static!|object)$/.test(word) || word.startsWith("@@"),
    );
    const field =
      first.indent > 0 &&
      (isMember(words) ||
        words.some((word) => /^(?:private|protected|public|readonly|final|internal)$/.test(word)) ||
        (first.indent <= 4 && side.tokens[line - 1]?.text === ":" && words.length === 1));
    if (!(atMargin || shared || field)) continue;
    if (startsEmpty(side, i + 1)) signs.push({ key: "keeper", token: first });
  }
  return signs;
}

/** `#seen = …`, `this.seen = …`, `self._seen: dict = …`, `@seen = …` */
function isMember(words: readonly string[]): boolean {
  const [first = "", second = ""] = words;
  return (
    (first === "#" && words.length <= 2) ||
    (/^(?:this|self)$/.test(first) && second === ".") ||
    /^@\w/.test(first)
  );
}

function startsEmpty(side: Side, at: number): boolean {
  const text = (n: number) => side.tokens[at + n]?.text ?? "";
  if ((text(0) === "[" || text(0) === "{") && (side.closes.get(at) ?? 0) <= at + 1) return true;
  const word = text(0) === "new" ? 1 : 0;
  if (text(0) === "map" || (text(0) === "[" && text(1) === "]")) return !isFilled(side, at);
  if (!COLLECTIONS.test(text(word)) && !COLLECTIONS.test(`${text(word)}.${text(word + 2)}`)) return false;
  if (text(0) === "make" && text(2) === "chan") return false;
  return true;
}

/** Go's literal with something in it: a table, to which nobody need add. */
function isFilled(side: Side, at: number): boolean {
  const line = side.tokens[at]?.line;
  for (let i = at + 1; i < side.tokens.length && side.tokens[i]?.line === line; i++)
    if (side.tokens[i]?.text === "{" && side.tokens[i - 1]?.text !== "interface")
      return (side.closes.get(i) ?? i + 2) > i + 1;
  return false;
}

/** Added to what is named as something that is kept, and not declared in sight. */
function growthOf(side: Side): Sign[] {
  const locals = new Set<string>();
  for (const [i, token] of side.tokens.entries()) {
    if (/^(?:const|let|var|val)$/.test(token.text) && (token.indent > 0 || token.indent < 0)) {
      const name = side.tokens[i + 1]?.text;
      if (name && lineIndent(side, i) > 0) locals.add(name);
    }
    if ((token.text === ":=" || token.text === "=") && lineIndent(side, i) > 0) {
      const name = side.tokens[i - 1];
      if (name?.indent !== undefined && name.indent > 0) locals.add(name.text);
    }
  }
  const kept = (path: string) => {
    const parts = path.split(".");
    const owner = parts.at(-1) ?? "";
    if (locals.has(parts[0] ?? "")) return false;
    return wordsOf(owner).some((word) => KEEPERS.test(word));
  };
  const calls = side.calls
    .filter((call) => GROWS.test(call.name) && ((call.on !== "" && kept(call.on)) || isOfMember(side, call)))
    .flatMap((call) => {
      const token = side.tokens[call.at];
      return token ? [{ key: "grows", token }] : [];
    });
  const assigned = side.tokens.flatMap((token, i) => {
    if (token.text !== "]" || !/^(?:=|<<|\|\|=|\?\?=)$/.test(side.tokens[i + 1]?.text ?? "")) return [];
    const open = openOf(side, i);
    const owner = side.tokens[open - 1];
    return owner?.kind === "word" && kept(owner.text) ? [{ key: "grows", token: owner }] : [];
  });
  // Ruby's and C#'s ways: `@events << event`, `Changed += Handler`
  const shoved = side.tokens.flatMap((token, i) =>
    token.text === "<<" &&
    side.tokens[i - 1]?.kind === "word" &&
    kept((side.tokens[i - 1]?.text ?? "").replace(/^@+/, ""))
      ? [{ key: "grows", token }]
      : [],
  );
  return [...calls, ...assigned, ...shoved];
}

/** Setters have one argument, and what is put under a key has two. */
const KEYED =
  /^(?:set|put|insert|emplace|try_emplace|insert_or_assign|Add|add|Store|merge|computeIfAbsent|setdefault|TryAdd|AddOrUpdate|GetOrAdd)$/;
const APPENDS = /^(?:push|append|unshift|push_back|emplace_back|put_nowait|Enqueue|offer|addAll|extend)$/;

/** How C++ names members: https://google.github.io/styleguide/cppguide.html#Variable_Names, or with `m_` before it. */
const MEMBER = /^(?:[a-z]\w{1,60}_|m_\w{2,60})$/;

/** Whether something is put into a member of the object that serves requests: it is there still when the next one comes. */
function isOfMember(side: Side, call: Call): boolean {
  const owner = ownerOf(side, call.at);
  const [first = ""] = owner;
  if (!MEMBER.test(first) && (owner.length < 2 || !/^(?:this|self|@\w+|_\w+)$/.test(first))) return false;
  const comma = side.tokens.slice(call.from, call.to).some(({ text }) => text === ",");
  return APPENDS.test(call.name) || (KEYED.test(call.name) && (comma || /^(?:add|Add)$/.test(call.name)));
}

/** The words before a call, from the first on, past other calls: `self masters lock await` of `self.masters.lock().await.insert(…)`. */
function ownerOf(side: Side, at: number): string[] {
  const words: string[] = [];
  let i = at - 1;
  while (i > 0 && words.length < 8 && /^(?:\.|\?\.|->|::|#)$/.test(side.tokens[i]?.text ?? "")) {
    i -= 1;
    if (side.tokens[i]?.text === ")" || side.tokens[i]?.text === "]") i = openedAt(side, i) - 1;
    const word = side.tokens[i];
    if (word?.kind !== "word" && word?.text !== ".") break;
    if (word.kind === "word") {
      words.unshift(word.text);
      i -= 1;
    }
  }
  return words;
}

function openedAt(side: Side, close: number): number {
  for (const [open, end] of side.closes) if (end === close) return open;
  return 0;
}

/** A memo without a bound: `@cache`, `@lru_cache(maxsize=None)`, a `ThreadLocal`. */
function unboundedMemo(side: Side): Sign[] {
  return side.tokens.flatMap((token, i) => {
    const text = (n: number) => side.tokens[i + n]?.text ?? "";
    if (/^(?:@cache|@memoize\w*|ThreadLocal)$/.test(token.text)) return [{ key: "memo", token }];
    if (token.text === "maxsize" && text(1) === "=" && text(2) === "None") return [{ key: "memo", token }];
    return token.text === "@functools" && text(2) === "cache" ? [{ key: "memo", token }] : [];
  });
}

function openOf(side: Side, close: number): number {
  let depth = 0;
  for (let i = close; i >= 0 && i > close - 40; i--) {
    const text = side.tokens[i]?.text;
    if (text === "]") depth += 1;
    else if (text === "[" && --depth === 0) return i;
  }
  return -1;
}

function lineStart(side: Side, at: number): number {
  let i = at;
  while (i > 0 && (side.tokens[i]?.indent ?? -1) < 0) i -= 1;
  return i;
}

function lineIndent(side: Side, at: number): number {
  return side.tokens[lineStart(side, at)]?.indent ?? 0;
}
