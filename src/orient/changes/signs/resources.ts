import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const RELEASES =
  /^(?:close|Close|release|Release|end|dispose|Dispose|DisposeAsync|disconnect|destroy|free|returnToPool|putconn|putBack|return_connection|commit|rollback|Rollback|cancel|shutdown|quit|unlink|aclose|Body\.Close|detach|done|Done)$/;
const ACQUIRES =
  /^(?:connect|acquire|Acquire|getConnection|GetConnection|checkout|getconn|openSession|borrow|borrowObject|OpenConnection|createReadStream|createWriteStream|sql\.Open|grpc\.Dial|NewClient|createClient|HttpClient|ClientSession|psycopg2\.connect|DriverManager\.getConnection|Create\w*(?:Channel|Connection|Client|Session)\w*|create(?:Channel|Connection|Client|Session)|createModel|begin|Begin|BeginTx|FileInputStream|open_connection|fopen|Client|pool\.get|net\.Dial)$/;

/** What is taken and not given back: connections, files, locks. */
export function resources(edit: Edit): ClassifiedChange[] {
  const released = shift(edit, releasesOf);
  if (released.gone.length > released.come.length) return found(edit, "resource not released", released.gone);
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
          (token.text === "try" && side.tokens[i + 1]?.text === "(")),
    )
    .map((token) => ({ key: "release", token }));
  const calls = callsNamed(side, RELEASES, "release").filter(
    ({ call }) => call.on !== "" || call.name === "cancel",
  );
  return [...words, ...calls];
}
