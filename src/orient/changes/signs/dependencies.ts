import type { ChangeClass } from "../../mechanisms/change-class.ts";
import type { Edit } from "../edit.ts";
import type { Side } from "../side.ts";
import type { Token } from "../tokens.ts";
import type { ClassifiedChange } from "./found.ts";

interface Version {
  name: string;
  numbers: string[];
  token: Token;
}

const VERSION = /^[\^~>=<v!\s]{0,4}(\d{1,9}(?:\.(?:\d{1,9}|[x*]))*)/;

/**
 * Which packages a manifest or a lock file asks for, before and after: a major version differs, another part
 * of it does, or the package is gone.
 */
export function dependencies(edit: Edit): ClassifiedChange[] {
  const before = versionsOf(edit.before);
  const after = versionsOf(edit.after);
  const names = new Map(after.map((one) => [one.name, one]));
  const result: ClassifiedChange[] = [];
  for (const was of before) {
    if (!edit.before.touched(was.token)) continue;
    const is = names.get(was.name);
    if (!is) result.push({ change: "dependency removed", line: edit.lineOf(was.token) });
    else if (is.numbers.join(".") !== was.numbers.join("."))
      result.push({
        change: stepOf(was, is),
        line: edit.lineOf(is.token),
      });
  }
  return result;
}

function stepOf(was: Version, is: Version): ChangeClass {
  if (major(was) !== major(is)) return "dependency major changed";
  return was.numbers.length > 2 && is.numbers.length > 2 && was.numbers[1] === is.numbers[1]
    ? "dependency patched"
    : "dependency changed";
}

/** Before 1.0 anything may change at any time, and many a library stays there for ever and breaks nobody. */
function major({ numbers }: Version): string {
  return numbers[0] ?? "";
}

/** `"pg": "^8.1.0"`, `flask==2.0.1`, `gem "rails", "~> 7.0"`, `github.com/x/y v1.2.3`, `<version>1.2</version>`, `implementation "g:a:1.2"`. */
function versionsOf(side: Side): Version[] {
  const versions: Version[] = [];
  let artifact = "";
  let named = "";
  const lines = new Map<number, Token[]>();
  for (const token of side.tokens) {
    const own = lines.get(token.line);
    if (own) own.push(token);
    else lines.set(token.line, [token]);
  }
  for (const own of lines.values()) {
    const texts = own.map((token) => token.text);
    const tagged = texts.indexOf("artifactId");
    if (tagged >= 0) artifact = texts.slice(tagged + 2).find((text) => /^\w/.test(text)) ?? artifact;
    // Lock files name a package on a line of its own, and its version below.
    const name = /^(?:name)$/.test(texts[0] ?? "")
      ? own.find((token, i) => i > 0 && /\w/.test(token.text))
      : undefined;
    if (name) named = name.text;
    if (/^"?(?:node_modules\/|\w[^"]*@)/.test(texts[0] ?? "")) named = texts[0] ?? named;
    const coordinates = own.find((token) => token.kind === "text" && /^[\w.-]+:[\w.-]+:\d/.test(token.text));
    if (coordinates) {
      const [group = "", id = "", version = ""] = coordinates.text.split(":");
      push(versions, `${group}:${id}`, version, coordinates);
      continue;
    }
    const at = own.findIndex(
      (token, i) =>
        i > 0 &&
        (token.kind === "number" || token.kind === "text" || /^v\d/.test(token.text)) &&
        VERSION.test(token.text),
    );
    const version = own[at];
    if (!version) continue;
    const key = texts
      .slice(0, at)
      .filter(
        (text) =>
          /[\w]/.test(text) &&
          !/^(?:gem|require|Version|Include|PackageReference|PackageVersion|implementation|api|import)$/.test(
            text,
          ),
      )
      .join("/");
    const own_ =
      /^"?version"?$/i.test(key) || key === "" ? named || artifact || key : key.replace(/\/version$/i, "");
    push(versions, own_ === "version" ? artifact : own_, version.text, version);
  }
  return versions;
}

function push(versions: Version[], name: string, text: string, token: Token): void {
  const numbers = VERSION.exec(text)?.[1]?.split(".");
  if (name !== "" && numbers) versions.push({ name, numbers, token });
}
