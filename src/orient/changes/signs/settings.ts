import type { ChangeClass } from "../../mechanisms/change-class.ts";
import type { Edit } from "../edit.ts";
import { type SettingKind, settingKind } from "../setting-kind.ts";
import { type Setting, settingsOf } from "../settings-of.ts";
import type { Token } from "../tokens.ts";
import { wordsOf } from "../words-of.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

type Direction = "lower" | "higher" | "other";

/** What it means that a setting of such a kind got another value. */
const CLASSES: Readonly<Record<SettingKind, Readonly<Record<Direction, ChangeClass | null>>>> = {
  lease: { lower: "lease shortened", higher: "setting changed", other: "setting changed" },
  timeout: { lower: "timeout lowered", higher: "timeout raised", other: "setting changed" },
  retry: { lower: "retry removed or lowered", higher: "retry added or raised", other: "setting changed" },
  "cache lifetime": {
    lower: "cache lifetime shortened",
    higher: "cache lifetime lengthened",
    other: "setting changed",
  },
  "cache key": {
    lower: "key of the cache changed",
    higher: "key of the cache changed",
    other: "key of the cache changed",
  },
  container: {
    lower: "container resources lowered",
    higher: "container resources raised",
    other: "setting changed",
  },
  "batch or sampling": {
    lower: "batch or sampling changed",
    higher: "batch or sampling changed",
    other: "setting changed",
  },
  interval: { lower: "interval changed", higher: "interval changed", other: "setting changed" },
  work: { lower: "number changed", higher: "more work per request", other: "setting changed" },
  limit: { lower: "limit lowered", higher: "limit raised", other: "setting changed" },
  "log level": { lower: "log level lowered", higher: "log level lowered", other: "log level lowered" },
  address: { lower: "address changed", higher: "address changed", other: "address changed" },
  flag: { lower: "setting changed", higher: "setting changed", other: "setting changed" },
};

/** Named values that are others now, and which way they went. */
export function settings(edit: Edit): ClassifiedChange[] {
  const nested = /\.ya?ml$/.test(edit.path);
  const after = byName(settingsOf(edit.after, nested));
  const result: ClassifiedChange[] = [];
  for (const [name, olds] of byName(settingsOf(edit.before, nested))) {
    const news = after.get(name) ?? [];
    const gone = olds.filter((one) => one.touched && !news.some((other) => other.value === one.value));
    const come = news.filter((one) => one.touched && !olds.some((other) => other.value === one.value));
    for (const [i, was] of gone.entries()) {
      const is = come[i];
      // When work is due is told as such.
      if (!is || (CRON.test(was.value) && CRON.test(is.value)) || sameAmount(was, is)) continue;
      const change = classOf(was, is, edit);
      if (change) result.push({ change, line: edit.lineOf(is.token), ...factorOf(was, is) });
    }
  }
  if (result.length === 0) result.push(...bareNumbers(edit));
  return result;
}

/** Numbers that are others while each word stays: those of a list, of a formula, of an argument without a name. */
function bareNumbers(edit: Edit): ClassifiedChange[] {
  const of = (kind: Token["kind"]) =>
    shift(edit, (side) =>
      side.tokens.filter((token) => token.kind === kind).map((token) => ({ key: token.text, token })),
    );
  const words = of("word");
  const texts = of("text");
  if (words.gone.length + words.come.length + texts.gone.length + texts.come.length > 0) return [];
  const { gone, come } = of("number");
  return found(edit, "number changed", come.length > 0 ? come : gone);
}

/** https://pubs.opengroup.org/onlinepubs/9699919799/utilities/crontab.html */
const CRON = /^(?:[\d*,/?LW#-]{1,20}\s+){4,5}[\d*,/?A-Za-z#-]{1,20}$/;

/** What languages write for "none". */
const NONE =
  /^(?:null|None|nil|undefined|Infinity|unlimited|none|\w{1,20}\.(?:MAX_VALUE|MaxValue|max_value|INFINITE|Infinite))$/;

/** The same amount, in another unit or written otherwise. A bare number beside one with a unit may be of another unit. */
function sameAmount(was: Setting, is: Setting): boolean {
  return was.quantity !== null && was.quantity === is.quantity && hasUnit(was) === hasUnit(is);
}

/** Whether the value or the name says that it is a time. */
function hasUnit({ name, value }: Setting): boolean {
  return (
    (/[a-z]/i.test(value) &&
      !/^[\d_.,\s*]*(?:[lfdnui]\d{0,2})?$/i.test(value) &&
      !/^\d[\d.]*\s?[kmg]i?b?$/i.test(value)) ||
    wordsOf(name).some((word) => TIME_UNITS.test(word))
  );
}

const TIME_UNITS =
  /^(?:ms|msec|millis|milliseconds?|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?)$/;
/** For how long something is good, or kept, where the amount is a time. */
const HOLDS =
  /\b(?:valid\w{0,5}|keeps?|kept|retain\w{0,3}|retention|remember\w{0,3}|good for|forget after|stays?)\b/;
/** How exact numbers are. */
const DIGITS = /\b(?:scale|precision|digits|decimals?|decimal places|fraction digits)$/;
/** Names under which a program says in its code whom it talks to. */
const NAMES_PLACE =
  /(?:topic|bucket|queue|exchange|stream|host|hostname|endpoint|(?:base_?)?url|uri|domain|region)(?:_?name)?$/i;
/** What passwords are hashed with: each number makes it dearer. */
const HASHES =
  /argon2|bcrypt|scrypt|pbkdf2|password_?(?:encoder|hasher)|hash_?bytes|salt_?(?:bytes|len|size|rounds)/i;

function isOfHash({ hunk, path }: Edit): boolean {
  return (
    HASHES.test(path) ||
    HASHES.test(hunk.heading) ||
    hunk.lines.some(({ text }) => HASHES.test(text.slice(0, 200)))
  );
}

/** What a number means whose name tells nothing: the more it differs from what it was, the likelier it is felt. */
function unnamed(was: Setting, is: Setting, edit: Edit): ChangeClass {
  const { factor = 1 } = factorOf(was, is);
  if ((is.quantity ?? 0) > (was.quantity ?? 0) && factor >= 1.2 && isOfHash(edit))
    return "more work per request";
  if (DIGITS.test(wordsOf(is.name).join(" "))) return "unit or rounding changed";
  if (hasUnit(was) && hasUnit(is)) {
    if (HOLDS.test(wordsOf(`${is.around} ${is.name}`).join(" ")))
      return isOfGrant(is, edit) || /\bvalid/.test(wordsOf(is.name).join(" "))
        ? "renewal or expiry changed"
        : (is.quantity ?? 0) < (was.quantity ?? 0)
          ? "cache lifetime shortened"
          : "cache lifetime lengthened";
    if (factor >= FELT) return "duration changed";
  }
  return factor >= FAR ? "amount far larger or smaller" : "number changed";
}

/** From so many times as much, or as little, on. */
const FELT = 2;
const FAR = 8;

function factorOf({ quantity: was }: Setting, { quantity: is }: Setting): { factor?: number } {
  if (was === null || is === null) return {};
  if (was <= 0 || is <= 0) return { factor: Number.POSITIVE_INFINITY };
  return { factor: Math.max(was / is, is / was) };
}

function classOf(was: Setting, is: Setting, edit: Edit): ChangeClass | null {
  const file =
    edit.kind === "code" ? edit.path.slice(edit.path.lastIndexOf("/") + 1, edit.path.lastIndexOf(".")) : "";
  const kind =
    ofRetries(is) ??
    settingKind(was.name) ??
    settingKind(`${is.around} ${is.name}`) ??
    settingKind(`${file} ${is.name}`);
  const numbers = was.quantity !== null && is.quantity !== null;
  if (numbers && (kind === "interval" || kind === "cache lifetime") && isOfGrant(is, edit))
    return "renewal or expiry changed";
  if (kind) {
    const direction: Direction = !numbers
      ? "other"
      : (is.quantity ?? 0) < (was.quantity ?? 0)
        ? "lower"
        : "higher";
    if (was.quantity !== null && NONE.test(is.value)) {
      if (kind === "limit" || kind === "batch or sampling") return "unbounded result";
      if (kind === "timeout") return "time limit removed";
    }
    // In code a name with another text or word is no setting.
    // Which of two words is the lower level is told elsewhere.
    if (!numbers && kind === "log level") return null;
    if (!numbers && edit.kind === "code")
      return kind === "cache key" || (kind === "address" && NAMES_PLACE.test(is.name))
        ? CLASSES[kind].other
        : null;
    // Nothing, or everything: zero means no limit as often as none at all.
    if (numbers && (is.quantity ?? 0) <= 0 && (kind === "limit" || kind === "timeout")) {
      return kind === "limit" ? "limit lowered" : "timeout raised";
    }
    return CLASSES[kind][direction];
  }
  if (numbers) return unnamed(was, is, edit);
  return edit.kind === "config" ? "setting changed" : null;
}

/** `retry, max: 20, interval: 0`: what is said beside it is of retries. */
function ofRetries({ name, around }: Setting): SettingKind | null {
  const generic = /^(?:max|limit|count|times|attempts|total)$/.test(name);
  return generic && wordsOf(around).some((word) => /^(?:retry|retries|retrying|retryable)$/.test(word))
    ? "retry"
    : null;
}

const GRANTS =
  /^(?:tokens?|\w*tokens?|credentials?|sessions?|jwt|certificates?|certs?|leases?|secrets?|auth|oauth|login)$/;

/** Whether what is kept for a time, or renewed, is a grant of somebody else's, which ends when they say so. */
function isOfGrant({ name, around }: Setting, { path, hunk }: Edit): boolean {
  const folder = path.split("/").slice(-2).join(" ");
  return wordsOf(`${name} ${around} ${folder} ${hunk.heading}`.slice(0, 120)).some((word) =>
    GRANTS.test(word),
  );
}

function byName(settings: readonly Setting[]): Map<string, Setting[]> {
  const result = new Map<string, Setting[]>();
  for (const setting of settings) {
    const own = result.get(setting.name);
    if (own) own.push(setting);
    else result.set(setting.name, [setting]);
  }
  return result;
}
