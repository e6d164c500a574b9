import { parseQuantity, quantityAt } from "./quantity.ts";
import type { Side } from "./side.ts";
import type { Token } from "./tokens.ts";

/** A named value: `timeout: 30s`, `const MAX = 5`, `setPoolSize(10)`, `getenv("WORKERS", "4")`, `--workers 4`. */
export interface Setting {
  /** Its name, below the names that it stands under where the language shows them. */
  name: string;
  /** Names further left on the line, the nearest first: `timedelta(seconds=5)` says more with them. */
  around: string;
  value: string;
  quantity: number | null;
  token: Token;
  touched: boolean;
}

/** Every named value of one side. */
export function settingsOf(side: Side, nested: boolean): Setting[] {
  const settings: Setting[] = [];
  let named = "";
  const constants = constantsOf(side);
  const parents: { indent: number; name: string }[] = [];
  const add = (name: string, at: number, nameAt: number) => {
    const value = side.tokens[at];
    const nameToken = side.tokens[nameAt];
    if (!value || !nameToken || name === "") return;
    const found =
      quantityAt(side.tokens, at) ?? defaultAt(side.tokens, at) ?? constants.get(value.text) ?? null;
    const plain =
      value.kind === "number" || value.kind === "text" || (value.kind === "word" && isPlain(side.tokens, at));
    // In a file of settings whatever stands behind the key is its value: an address, a path.
    const whole =
      nested && !plain && !found && nameToken.line === value.line && !/^[[{|>&*!-]/.test(value.text);
    if (!found && !plain && !whole) return;
    let to = Math.max(found?.to ?? 0, at + 1);
    if (whole) while (side.tokens[to]?.line === value.line) to += 1;
    settings.push({
      name: name.slice(0, 120),
      around: wordsBefore(side.tokens, nameAt),
      value: withoutPairs(
        side.tokens
          .slice(at, to)
          .map((token) => token.text)
          .join(" "),
      ),
      quantity: found?.value ?? null,
      token: value,
      touched: side.touched(value) || side.touched(nameToken),
    });
  };
  for (const [i, token] of side.tokens.entries()) {
    const next = side.tokens[i + 1];
    if (nested && token.indent >= 0 && (token.kind === "word" || token.text === "-")) {
      while ((parents.at(-1)?.indent ?? -1) >= token.indent) parents.pop();
      if (next?.text === ":") parents.push({ indent: token.indent, name: token.text });
    }
    if ((token.kind === "word" || token.kind === "text") && /^(?::|=|:=|=>)$/.test(next?.text ?? "")) {
      const under = nested
        ? parents.filter((parent) => parent.name !== token.text).map(({ name }) => name)
        : [];
      const value = side.tokens[i + 2];
      // In a configuration file a value stands on its key's line.
      if (nested && value?.line !== token.line) continue;
      // Kubernetes writes variables as `name:` and, on the next line, `value:`.
      if (nested && token.text === "name" && value) named = value.text;
      const own = token.text === "value" && named !== "" ? named : token.text;
      add([...under.slice(-3), own].join("."), i + 2, i);
    } else if (
      token.text === "=" &&
      side.tokens[i - 2]?.text === ":" &&
      side.tokens[i - 3]?.kind === "word"
    ) {
      // `const limit: number = 5`
      add(side.tokens[i - 3]?.text ?? "", i + 1, i - 3);
    } else if (
      token.kind === "word" &&
      next?.kind === "number" &&
      (isFlag(side.tokens, i) || isDirective(side.tokens, i))
    ) {
      add(token.text, i + 1, i);
    } else if ((token.text === "??" || token.text === "||") && side.tokens[i - 1]?.kind === "word") {
      add(side.tokens[i - 1]?.text ?? "", i + 1, i - 1);
    } else if (
      token.text === ">" &&
      side.tokens[i - 1]?.kind === "word" &&
      side.tokens[i - 2]?.text === "<"
    ) {
      if (next?.kind === "number") add(side.tokens[i - 1]?.text ?? "", i + 1, i - 1);
    }
  }
  for (const token of side.tokens) {
    if (token.kind !== "text" || !/=|-Xm/.test(token.text)) continue;
    for (const { name, value, quantity } of pairsOf(token.text))
      settings.push({ name, around: "", value, quantity, token, touched: side.touched(token) });
  }
  for (const call of side.calls) {
    let depth = 0;
    let argument = 0;
    for (let i = call.from; i < call.to && i < call.from + 80; i++) {
      const token = side.tokens[i];
      if (!token) break;
      if (/^[([{]$/.test(token.text)) depth += 1;
      else if (/^[)\]}]$/.test(token.text)) depth -= 1;
      else if (depth === 0 && token.text === ",") {
        argument += 1;
        // `put(options, :receive_timeout, @patience)`, `set("timeout", WAIT)`
        const name = side.tokens[i - 1];
        const given = side.tokens[i + 1];
        const alone = /^[,)]$/.test(side.tokens[i + 2]?.text ?? "");
        if (given && alone && constants.has(given.text) && /^(?:word|text)$/.test(name?.kind ?? ""))
          add(name?.text ?? "", i + 1, i - 1);
      } else if (
        depth === 0 &&
        (token.kind === "number" || (token.kind === "word" && quantityAt(side.tokens, i) !== null)) &&
        startsArgument(side.tokens, i, call.from)
      ) {
        const first = side.tokens[call.from];
        const named = argument > 0 && first?.kind === "text" && /^[\w.-]{3,60}$/.test(first.text);
        // The number that a cache is given beside a key says for how long.
        const keeps = argument > 0 && KEEPS.test(call.name) && CACHES.test(call.on);
        add(keeps ? "cache ttl" : named ? first.text : call.name, i, call.at);
      } else if (
        depth === 0 &&
        token.kind === "text" &&
        argument === 1 &&
        /^\d{1,12}\w{0,3}$/.test(token.text)
      ) {
        const first = side.tokens[call.from];
        if (first?.kind === "text") add(first.text, i, call.at);
      }
    }
  }
  return settings;
}

const LOOKS_UP =
  /^(?:\w*env\w*|\w*config\w*|\w*settings?|\w*propert\w+|\w*options?|getOrDefault|getOrElse|valueOrDefault|fetch|optional|Number|parseInt|parseFloat|int|float|Integer|Duration)$/i;
const LONGEST_LOOK_UP = 24;

/**
 * What a value is where nobody sets the variable that it is read from: `${POOL:5}`, `getenv("POOL", "5")`,
 * `Number(process.env.POOL ?? 5)`, `compile_env(:app, :pool, 5)`. Null where it names no such number, or several.
 */
function defaultAt(tokens: readonly Token[], at: number): { value: number; to: number } | null {
  const first = tokens[at];
  const inText = first?.kind === "text" ? VARIABLE.exec(first.text.slice(0, 120))?.[1] : undefined;
  const quantity = inText === undefined ? null : parseQuantity(inText);
  if (quantity !== null) return { value: quantity, to: at + 1 };
  let looksUp = first?.text === "$" && tokens[at + 1]?.text === "{";
  if (first?.kind !== "word") return null;
  let depth = 0;
  const numbers: number[] = [];
  let i = at;
  for (; i < tokens.length && i < at + LONGEST_LOOK_UP; i++) {
    const token = tokens[i] as Token;
    if (token.line !== first.line || (depth === 0 && /^[,;)\]}]$/.test(token.text))) break;
    if (/^[([{]$/.test(token.text)) depth += 1;
    else if (/^[)\]}]$/.test(token.text)) depth -= 1;
    if (token.kind === "word" && LOOKS_UP.test(token.text)) looksUp = true;
    const number = token.kind === "number" || token.kind === "text" ? parseQuantity(token.text) : null;
    // The base of a number is none: `parseInt(text, 10)`.
    if (number !== null && !(token.text === "10" && /^parseInt$/.test(first.text))) numbers.push(number);
  }
  const [only] = numbers;
  return looksUp && only !== undefined && numbers.length === 1 ? { value: only, to: i } : null;
}

/** `${NAME:5}` of Spring, `${NAME:-5}` of shells. */
const VARIABLE = /^\$\{[A-Za-z_][\w.]{0,60}:-?(-?\d[\w.]{0,12})\}$/;

/** Names that stand for one number: `@patience 20`, `const WAIT = 20`, `PATIENCE = env.int("PATIENCE", 20)`. */
function constantsOf(side: Side): Map<string, { value: number; to: number }> {
  const constants = new Map<string, { value: number; to: number }>();
  for (const [i, token] of side.tokens.entries()) {
    if (token.kind !== "word" || token.text.length < 3) continue;
    const next = side.tokens[i + 1]?.text ?? "";
    const attribute = token.text.startsWith("@") && token.indent >= 0;
    const at = next === "=" || next === ":=" ? i + 2 : attribute ? i + 1 : -1;
    // What is assigned anew is no constant, and neither is a local of one letter.
    if (at < 0 || side.tokens[at]?.line !== token.line) continue;
    const found = quantityAt(side.tokens, at) ?? defaultAt(side.tokens, at);
    if (found) constants.set(token.text, { value: found.value, to: 0 });
  }
  return constants;
}

const KEEPS = /^(?:remember|put|set|setex|setEx|set_ex|add|fetch|expire|Set|SetEx|Put)$/;
const CACHES = /cache|redis|memcache|kv\b|\bstore$/i;

const LONGEST_PAIRS = 600;

/** `Max Pool Size=100;Connect Timeout=15`, `postgres://db/app?pool_size=5&timeout=3`: numbers that a connection's text names. */
function pairsOf(text: string): { name: string; value: string; quantity: number }[] {
  // The heap of a virtual machine of Java.
  const heaps = [...text.slice(0, LONGEST_PAIRS).matchAll(/-X(m[xs])(\d{1,6}[kmg])\b/gi)].map((match) => ({
    name: `x${match[1]}`,
    value: match[2] ?? "",
    quantity: parseQuantity(`${match[2]}b`) ?? 0,
  }));
  if (heaps.length > 0) return heaps;
  return text
    .slice(0, LONGEST_PAIRS)
    .split(/[;&?]/)
    .flatMap((part) => {
      const [, name = "", value = ""] =
        /^\s{0,4}([A-Za-z][\w .-]{1,40}?)\s{0,4}=\s{0,4}(\d{1,12}\w{0,3})\s{0,4}$/.exec(part) ?? [];
      const quantity = parseQuantity(value);
      return name === "" || quantity === null ? [] : [{ name: `pair ${name}`, value, quantity }];
    });
}

/** A text without the numbers that it names, each of which is a setting of its own. */
function withoutPairs(text: string): string {
  if (/-Xm[xs]\d/.test(text)) return text.replace(/-Xm[xs]\d{1,6}[kmg]/gi, "-Xm#");
  return pairsOf(text).length > 0 ? text.replace(/=\s{0,4}\d{1,12}\w{0,3}\s{0,4}(?=[;&]|$)/g, "=#") : text;
}

function startsArgument(tokens: readonly Token[], i: number, from: number): boolean {
  return i === from || /^[,-]$/.test(tokens[i - 1]?.text ?? "");
}

function isPlain(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  const alone = !next || next.line !== tokens[at]?.line || /^[,;)\]}]$/.test(next.text);
  return alone && /^[\w.$/-]{1,80}$/.test(tokens[at]?.text ?? "");
}

function isFlag(tokens: readonly Token[], i: number): boolean {
  return tokens[i - 1]?.text === "--" || (tokens[i - 1]?.text === "-" && tokens[i - 2]?.text === "-");
}

/** `threads 5, 10` of Ruby, `worker_connections 1024;` of nginx: the line's first word governs the number. */
function isDirective(tokens: readonly Token[], i: number): boolean {
  const word = tokens[i];
  if (!word || word.indent < 0 || tokens[i + 1]?.line !== word.line) return false;
  return !/^(?:return|case|yield|when|in|and|or|not|else|elif|await|throw|echo|print|puts|assert)$/.test(
    word.text,
  );
}

function wordsBefore(tokens: readonly Token[], at: number): string {
  const line = tokens[at]?.line;
  const words: string[] = [];
  for (let i = at - 1; i >= 0 && i > at - 16 && tokens[i]?.line === line; i--) {
    if (tokens[i]?.kind === "word") words.push(tokens[i]?.text ?? "");
  }
  return words.slice(0, 6).join(" ");
}
