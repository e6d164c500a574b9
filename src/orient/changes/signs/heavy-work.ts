import type { Edit } from "../edit.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const CALLS =
  /^(?:\w+Sync|structuredClone|cloneDeep|deepcopy|deep_copy|deep_dup|DeepClone|clone|copy\.deepcopy|pbkdf2\w*|scrypt\w*|bcrypt\w*|hashpw|argon2\w*|sort|sorted|sort_by|toSorted|Sort|sortBy|OrderBy|createHash|compile|gzip\w*|deflate\w*|compress|encrypt|decrypt|generateKeyPair|JSON\.parse|JSON\.stringify|JSON\.dump|json\.dumps|json\.loads|pickle\.\w+|Marshal\.\w+|subprocess\.\w+|execSync|system|os\.ReadFile|readFile|readAll|ReadAll|File\.read|file_get_contents|read_csv|findall|levenshtein|distance|collect|toList|to_a|permutations|combinations|product|ObjectMapper|SimpleDateFormat|Regex\.new|regexp\.MustCompile|Pattern\.compile|resize|render|parseFile|Thread\.start|eval|gc|GC\.start|System\.gc)$/;

/** Work that blocks the thread or copies data, done once more for each request. */
export function heavyWork(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, (side) => callsNamed(side, CALLS));
  return come.length > gone.length ? found(edit, "more work per request", come) : [];
}
