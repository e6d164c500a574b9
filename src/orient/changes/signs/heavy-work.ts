import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const CALLS =
  /^(?:\w+Sync|structuredClone|cloneDeep|deepcopy|deep_copy|deep_dup|DeepClone|clone|copy\.deepcopy|pbkdf2\w*|scrypt\w*|bcrypt\w*|hashpw|argon2\w*|sort|sorted|sort_by|toSorted|Sort|sortBy|OrderBy|createHash|compile|gzip\w*|deflate\w*|compress|encrypt|decrypt|generateKeyPair|JSON\.parse|JSON\.stringify|JSON\.dump|json\.dumps|json\.loads|pickle\.\w+|Marshal\.\w+|subprocess\.\w+|execSync|system|os\.ReadFile|readFile|readAll|ReadAll|File\.read|file_get_contents|read_csv|findall|levenshtein|distance|collect|toList|to_a|permutations|combinations|product|ObjectMapper|SimpleDateFormat|Regex\.new|regexp\.MustCompile|Pattern\.compile|resize|render|parseFile|Thread\.start|eval|gc|GC\.start|System\.gc)$/;

/** Work that blocks the thread or copies data, done once more for each request. */
export function heavyWork(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, (side) => [...callsNamed(side, CALLS), ...filesRead(side)]);
  return come.length > gone.length ? found(edit, "more work per request", come) : [];
}

const READS =
  /^(?:load\w*|open|read\w*|parse\w*|from_pretrained|from_file|fromFile|Load\w*|Open|Read\w*|compile\w*)$/;

/** Files that are read by their path within a function, be they models, templates or certificates. */
function filesRead(side: Side): Sign[] {
  return side.calls.flatMap(({ name, at, from }) => {
    const token = side.tokens[at];
    const path = side.tokens[from];
    return token &&
      READS.test(name.slice(0, 40)) &&
      path?.kind === "text" &&
      /[\w-]\/[\w./-]{1,80}\.\w{1,6}$/.test(path.text) &&
      indentOf(side, at) > 0
      ? [{ key: "call", token }]
      : [];
  });
}

function indentOf(side: Side, at: number): number {
  for (let i = at; i >= 0 && i > at - 200; i--) {
    const indent = side.tokens[i]?.indent ?? -1;
    if (indent >= 0) return indent;
  }
  return 0;
}
