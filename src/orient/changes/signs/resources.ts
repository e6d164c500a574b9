import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import type { Token } from "../tokens.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const RELEASES =
  /^(?:close|Close|release|Release|end|dispose|Dispose|DisposeAsync|disconnect|destroy|free|returnToPool|putconn|putBack|return_connection|commit|rollback|Rollback|cancel|shutdown|quit|unlink|aclose|Body\.Close|detach|done|Done)$/;
const ACQUIRES =
  /^(?:connect|acquire|Acquire|getConnection|GetConnection|checkout|getconn|openSession|borrow|borrowObject|OpenConnection|createReadStream|createWriteStream|sql\.Open|grpc\.Dial|NewClient|createClient|HttpClient|ClientSession|psycopg2\.connect|DriverManager\.getConnection|Create\w*(?:Channel|Connection|Client|Session)\w*|create(?:Channel|Connection|Client|Session)|createModel|begin|Begin|BeginTx|FileInputStream|open_connection|fopen|Client|pool\.get|net\.Dial|os\.(?:Open|OpenFile|Create)|FileOutputStream|FileReader|Files\.(?:lines|list|walk|newInputStream|newOutputStream|newBufferedReader)|File\.(?:Open|OpenRead|OpenWrite|OpenText)|FileStream|StreamReader|fs\.(?:open|openSync)|opendir|socket\.socket)$/;

/** What is taken and not given back: connections, files, locks. */
export function resources(edit: Edit): ClassifiedChange[] {
  const released = shift(edit, releasesOf);
  if (released.gone.length > released.come.length) return found(edit, "resource not released", released.gone);
  const sometimes = givenBackSometimes(edit);
  if (sometimes.length > 0) return found(edit, "resource not released", sometimes);
  const postponed = givenBackLater(edit);
  if (postponed.length > 0) return found(edit, "resource not released", postponed);
  const early = leftEarly(edit.after);
  if (early.length > 0) return found(edit, "resource not released", early);
  // What was made once and used again is made anew each time.
  const kept = shift(edit, (side) =>
    side.tokens.filter(({ text }) => /^(?:\?\?=|\|\|=)$/.test(text)).map((token) => ({ key: "kept", token })),
  );
  if (kept.gone.length > kept.come.length && edit.after.calls.length > 0)
    return [...found(edit, "resource not released", kept.gone), ...found(edit, "cache removed", kept.gone)];
  const acquired = shift(edit, (side) => [
    ...callsNamed(side, ACQUIRES, "acquire"),
    ...repliesOf(side, edit.path),
  ]);
  // Nothing gives it back in sight.
  const given = releasesOf(edit.after).length > 0;
  return acquired.come.length > acquired.gone.length && !given
    ? found(edit, "resource not released", acquired.come)
    : [];
}

const LEAVES = /^(?:return|throw|raise|continue|break)$/;
const WHATEVER_COMES = /^(?:finally|defer|ensure|with|using|use|Using|try)$/;
/** So near must the bracket be that it belongs to taking: `const client = await pool.connect()`. */
const OWN_LINE = 12;

/** What is taken, and given back only where nothing leaves before. */
function leftEarly(side: Side): Sign[] {
  return callsNamed(side, ACQUIRES).flatMap(({ call, token }) => {
    if (!side.touched(token)) return [];
    const name = nameGiven(side, call.at);
    const back = side.calls.find(
      ({ name: gives, on, at }) =>
        at > call.to && RELEASES.test(gives) && name !== null && on.split(".")[0] === name,
    );
    if (!back) return [];
    const between = side.tokens.slice(call.to + 1, back.at);
    // A call's own answer to an error, as in Go: what was not taken need not be given back.
    const leaves = between.find(
      (one, i) => LEAVES.test(one.text) && side.touched(one) && between[i - 1]?.line !== token.line + 1,
    );
    return leaves && !between.some(({ text }) => WHATEVER_COMES.test(text)) ? [{ key: "early", token }] : [];
  });
}

/** So many lines may lie between a new way out and what it should have waited for. */
const NEAR_LINES = 12;

/**
 * What gives back at the end, whatever comes, is said later than before: behind a new way out, which gives nothing back itself
 * (`defer` runs what it was reached for: https://go.dev/ref/spec#Defer_statements).
 */
function givenBackLater(edit: Edit): Sign[] {
  const deferred = (side: Side) =>
    side.tokens.flatMap((token, i) =>
      token.text === "defer" && side.touched(token)
        ? [
            {
              token,
              what: side.tokens
                .slice(i + 1, i + 8)
                .map(({ text }) => text)
                .join(" "),
            },
          ]
        : [],
    );
  const before = new Set(deferred(edit.before).map(({ what }) => what));
  return deferred(edit.after)
    .filter(({ what }) => before.has(what))
    .flatMap(({ token }) => {
      const ways = edit.after.tokens.filter(
        (one) =>
          one.text === "return" &&
          edit.after.touched(one) &&
          one.line < token.line &&
          one.line >= token.line - NEAR_LINES,
      );
      const givesBack = (line: number) =>
        edit.after.calls.some(({ name, on, at }) => {
          const where = edit.after.tokens[at]?.line ?? -1;
          return RELEASES.test(name) && on !== "" && where <= line && where >= line - 2;
        });
      return ways.some(({ line }) => !givesBack(line)) ? [{ key: "later", token }] : [];
    });
}

/** What the taken is called: the word before the `=` of its line. */
function nameGiven(side: Side, at: number): string | null {
  for (let i = at - 1; i > 0 && i > at - OWN_LINE; i--) {
    if (side.tokens[i]?.line !== side.tokens[at]?.line) return null;
    if (/^(?:=|:=)$/.test(side.tokens[i]?.text ?? "")) return side.tokens[i - 1]?.text ?? null;
  }
  return null;
}

/** In Go whoever gets a reply closes its body: https://pkg.go.dev/net/http#Client.Do */
function repliesOf(side: Side, path: string): Sign[] {
  if (!path.endsWith(".go")) return [];
  return side.calls.flatMap(({ name, on, at }) => {
    const token = side.tokens[at];
    return token && /http|client/i.test(on) && /^(?:Do|Get|Post|Head|PostForm)$/.test(name)
      ? [{ key: "acquire", token }]
      : [];
  });
}

function releasesOf(side: Side): Sign[] {
  const words = side.tokens
    .filter(
      (token, i) =>
        token.kind === "word" &&
        (/^(?:finally|defer|ensure)$/.test(token.text) ||
          (/^(?:with|using)$/.test(token.text) &&
            side.tokens[i + 1]?.kind !== "text" &&
            (token.indent > 0 ||
              (side.tokens[i - 1]?.text === "await" && (side.tokens[i - 1]?.indent ?? 0) > 0))) ||
          (token.text === "try" && side.tokens[i + 1]?.text === "(") ||
          // Kotlin's `use { … }`, Scala's `Using`.
          (token.text === "use" &&
            /^\??\.$/.test(side.tokens[i - 1]?.text ?? "") &&
            side.tokens[i + 1]?.text === "{") ||
          (token.text === "Using" && /^[(.]$/.test(side.tokens[i + 1]?.text ?? ""))),
    )
    .map((token) => ({ key: "release", token }));
  const calls = callsNamed(side, RELEASES, "release").filter(
    ({ call }) => call.on !== "" || call.name === "cancel",
  );
  return [...words, ...calls];
}

/** Calls that take away what was made: files, directories, entries, locks. */
const TAKES_AWAY =
  /^(?:remove_file|remove_dir\w*|removeFile|unlink\w*|Remove|RemoveAll|rm|rmSync|rmtree|rmdir|deleteIfExists|deleteFile|delete_file|DeleteFile|File\.delete|evict\w*|invalidate\w*|unsubscribe\w*|Unsubscribe|removeListener|off|clearInterval|clearTimeout|Stop|stop|unlock|Unlock|UnlockAsync|RUnlock|pop_back|ack|Ack|basic_ack|acknowledge)$/;
const CONDITION = /^(?:if|unless|elif|else|elsif|when|match|case|guard)$/;

/** What was given back, or taken away, whatever came, and is so on a new condition only. */
function givenBackSometimes(edit: Edit): Sign[] {
  const of = (side: Side) =>
    side.calls.flatMap((call) => {
      const token = side.tokens[call.at];
      const gives = TAKES_AWAY.test(call.name) || (RELEASES.test(call.name) && call.on !== "");
      return token && gives ? [{ name: call.name, token, under: headOf(side, call.at) }] : [];
    });
  const before = of(edit.before);
  return of(edit.after).flatMap(({ name, token, under }) => {
    if (!under || !edit.after.touched(under) || !CONDITION.test(under.text)) return [];
    const was = before.filter((one) => one.name === name);
    const free = was.some((one) => !one.under || !CONDITION.test(one.under.text));
    // As many as before, one of which used to stand free.
    return free && was.length <= of(edit.after).filter((one) => one.name === name).length
      ? [{ key: name, token }]
      : [];
  });
}

/** The first word of the line under which the token's line stands, by indentation; or of its own line, where that is a condition. */
function headOf(side: Side, at: number): Token | null {
  let start = at;
  while (start > 0 && (side.tokens[start]?.indent ?? -1) < 0) start -= 1;
  const own = side.tokens[start];
  if (!own) return null;
  if (CONDITION.test(own.text) && start < at) return own;
  const trailing = side.tokens
    .slice(at)
    .find(({ line, text }) => line === own.line && /^(?:if|unless)$/.test(text));
  if (trailing) return trailing;
  for (let i = start - 1; i >= 0; i--) {
    const token = side.tokens[i];
    if (token && token.indent >= 0 && token.indent < own.indent)
      return /^[}]$/.test(token.text) ? (side.tokens[i + 1] ?? token) : token;
  }
  return null;
}
