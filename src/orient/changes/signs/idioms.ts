import type { ChangeClass } from "../../mechanisms/change-class.ts";
import type { Edit } from "../edit.ts";
import type { ClassifiedChange } from "./found.ts";

/**
 * What single lines say in the words of one language or tool, where the readers of tokens see nothing. `comes` stands on an added
 * line and on no removed one, `goes` the other way round; where both are given, both must be so. `beside` stands anywhere in
 * the hunk, `path` is that of the file.
 */
interface Idiom {
  change: ChangeClass;
  comes?: RegExp;
  goes?: RegExp;
  beside?: RegExp;
  path?: RegExp;
}

const IDIOMS: readonly Idiom[] = [
  // Rust, C-like and Ruby: a loop that ends when it has gone well.
  {
    change: "retry added or raised",
    comes:
      /\bwhile\s{1,4}let\s{1,4}Err\b|\bwhile\s{0,4}\(?\s{0,4}(?:!|not\s)\s{0,4}\w{0,20}(?:ok|success|sent|done|connected)\b|\buntil\s{1,4}\w{0,20}(?:ok|success|sent|connected)\b/i,
  },
  // SQL: the next number is read from the rows, where a sequence gave it: two that read at once get the same.
  {
    change: "lock removed",
    comes: /\bmax\s{0,2}\(.{1,80}\)\s{0,2}\+\s{0,2}1\b/i,
    goes: /\bnextval\b|\bnext value for\b|\.nextval\b|\bauto_increment\b|\bfor update\b/i,
  },
  // Elixir and Erlang: a clause for what is not there; Scala, Rust, Haskell: a case for it.
  {
    change: "guard removed",
    path: /\.(?:exs?|erl)$/,
    goes: /^\s{0,20}defp?\s{1,4}\w{1,60}[?!]?\([^)]{0,120}(?:\bnil\b|(?<![\w:])_\w{0,30}(?=[,)])|%\{\}|\[\]|""|:error)/,
  },
  {
    change: "guard removed",
    path: /\.(?:scala|rs|hs|ml|fs|kt|swift|exs?|cs|java)$/,
    goes: /^\s{0,40}(?:case\s{1,4}|\|\s{0,4})?(?:None|Nil|null|nil|Nothing|Err\(\w{0,20}\)|\{:error,\s{0,4}\w{1,30}\}|Left\(\w{1,20}\)|_|else|default)\s{0,4}(?:=>|->|:)/,
  },
  // Elixir, Scala, Kotlin, Clojure: what throws where there is nothing.
  {
    change: "operation that can fail",
    comes:
      /\bString\.to_(?:integer|float|existing_atom)\(|\b(?:Map|Keyword|Enum|Access)\.fetch!|\bRepo\.(?:get|one)(?:_by)?!|\bhd\(|\belem\(|\bJason\.decode!|\.head\b(?!\w|\s{0,2}\()|\.last\b(?!\w|\s{0,2}\()(?=\s{0,4}$)|\.getOrElse\(throw|\.asInstanceOf\[|\.toInt\b|\.toLong\b(?!\w)/,
    path: /\.(?:exs?|scala|sc|clj)$/,
  },
  // Rust, Java, C#, Kotlin: a number is made narrower, and what does not fit is refused.
  {
    change: "operation that can fail",
    comes:
      /\b[iu](?:8|16|32|64|size)::try_from\(|\.try_into\(\)|\btoIntExact\(|\bchecked\s{0,2}\(|\bConvert\.To(?:Int16|Int32|Byte|SByte|UInt16)\(|\b(?:short|int|byte)ValueExact\(/,
    path: /\.(?:rs|java|kts?|cs|scala)$/,
  },
  // Rust: the guard of a lock gets a name, so that it is held to the end of its block and no more of one statement:
  // https://doc.rust-lang.org/reference/destructors.html#temporary-scopes
  {
    change: "lock added",
    path: /\.rs$/,
    comes:
      /\blet\s{1,2}(?:mut\s{1,2})?\w{1,40}\s{0,2}=\s{0,2}[\w.&]{1,80}\.(?:lock|write|read)\(\)(?:\.await)?(?:\.(?:unwrap|expect)\([^)]{0,40}\))?\??;/,
    goes: /\.(?:lock|write|read)\(\)(?:\.await)?(?:\.(?:unwrap|expect)\([^)]{0,40}\))?\.\w/,
  },
  // What lets somebody in is asked for once and kept, where it was asked for anew: it ends one day, and nobody notices.
  {
    change: "renewal or expiry changed",
    beside: /(?:token|credential|secret|bearer|jwt|lease|signed_?url)/i,
    comes:
      /persistent_term[.:]put\(|\bApplication\.put_env\(|\?\?=|\|\|=|\bby lazy\b|\b(?:Lazy<|OnceCell|OnceLock|sync\.Once|LazyLock|lazy_static!|Suppliers\.memoize)|@(?:functools\.)?(?:lru_)?cache\b|@cached_property\b|\bif\s{0,2}\(?!?\s{0,2}(?:this\.|self\.|@|_)?\w{0,20}(?:token|credential|secret)s?\b\s{0,2}(?:===?\s{0,2}(?:null|undefined|None|nil)|is\s{1,2}(?:not\s{1,2})?(?:None|null)|==\s{0,2}null)?\)?/i,
  },
  // Elixir: a process that adds to a list of its state with each message.
  {
    change: "state that outlives the request",
    path: /\.exs?$/,
    comes:
      /\[\s{0,2}[^|\]]{1,60}\|\s{0,2}(?:state|socket\.assigns|acc|data)\.\w{1,40}\s{0,2}\]|\b(?:Map|MapSet)\.put\((?:state|socket\.assigns|data)\.\w{1,40}|:ets\.insert\(|Agent\.update\(/,
  },
  // What is not known is refused: JSON Schema, Jackson, pydantic, marshmallow, OpenSearch, serde, System.Text.Json, Go.
  {
    change: "validation tightened",
    comes:
      /["']?(?:additional|unevaluated)Properties["']?\s{0,2}[:=]\s{0,2}false|FAIL_ON_UNKNOWN\w{0,20}\s{0,2}[,=]\s{0,2}true|["']?dynamic["']?\s{0,2}:\s{0,2}["']strict|\bunknown\s{0,2}=\s{0,2}RAISE|\bextra\s{0,2}=\s{0,2}["']?(?:\w{1,10}\.)?forbid|deny_unknown_fields|DisallowUnknownFields|UnmappedMemberHandling\.Disallow|\bstrict(?:Mode)?["']?\s{0,2}[:=]\s{0,2}true|\bABORT_ON_\w{1,20}|\.strict\(\)|on_unknown\s{0,2}[:=]\s{0,2}["']?error/i,
  },
  // Bean Validation on parts of Kotlin's properties, Ecto's changesets, PHP's attributes, Go's tags.
  {
    change: "validation tightened",
    comes:
      /@(?:field|get|param):(?:Not\w{1,10}|Size|Min|Max|Pattern|Email|Positive\w{0,8}|Digits|Length)\b|\bvalidate_(?:required|format|inclusion|number|length|acceptance)\(|#\[Assert\\\w{1,30}/,
  },
  // Locks by which statements wait for each other.
  {
    change: "lock added",
    comes:
      /\bfor\s{1,4}(?:no\s{1,4}key\s{1,4})?update\b(?!\s{1,4}skip)|\block\s{1,4}in\s{1,4}share\s{1,4}mode\b|\bwith\s{0,2}\((?:updlock|tablock\w?|holdlock|xlock)/i,
    path: /\.(?:sql|hql|xml)$/,
  },
  // Everything within is one transaction, whose rows stay locked until its end.
  {
    change: "longer transaction",
    comes:
      /@Transactional\b|\bDB::transaction\(|\btransaction\.atomic\b|\bTransactionScope\b|\bRepo\.transaction\(|\.transaction\s{1,4}do\b|\bBeginTx?\(|\.\$transaction\(/,
  },
  // Who may do what, as databases are told.
  { change: "authentication changed", path: /\.sql$|migrat/i, goes: /^\s{0,20}grant\s{1,4}\w/i },
  { change: "authentication changed", path: /\.sql$|migrat/i, comes: /^\s{0,20}(?:revoke|deny)\s{1,4}\w/i },
  // What decides whether a process is alive, whatever of it is changed.
  {
    change: "health check changed",
    path: /\.(?:ya?ml|json|tf|hcl|toml)$|Dockerfile/,
    beside: /\b(?:liveness|readiness|startup)_?[Pp]robe\b|health_?[Cc]heck/,
    comes:
      /\b(?:httpGet|exec|command|path|port|periodSeconds|failureThreshold|timeoutSeconds|initialDelaySeconds|interval|timeout|retries|grace_period)\b/,
    goes: /\b(?:httpGet|exec|command|path|port|periodSeconds|failureThreshold|timeoutSeconds|initialDelaySeconds|interval|timeout|retries|grace_period)\b/,
  },
  // Who may reach whom: Kubernetes, Istio, Consul.
  {
    change: "network access changed",
    path: /\.(?:ya?ml|json|hcl)$/,
    comes:
      /\b(?:podSelector|namespaceSelector|ipBlock|principals|remoteIpBlocks|sourceNamespaces|intentions?)\b/,
    goes: /\b(?:podSelector|namespaceSelector|ipBlock|principals|remoteIpBlocks|sourceNamespaces|intentions?)\b/,
  },
  // How two sides come to trust each other.
  {
    change: "TLS changed",
    comes:
      /\b(?:TLSVersion|minimum_version|min_?(?:tls_?)?version|ssl_protocols|SslProtocols|VersionTLS\d{2}|TLSv1[._]\d|ssl_min|ssl_ciphers|cipher_?suites?|verify_mode|CERT_REQUIRED|InsecureSkipVerify|rejectUnauthorized|ssl_?mode|sslmode)\b/i,
    goes: /\b(?:TLSVersion|minimum_version|min_?(?:tls_?)?version|ssl_protocols|SslProtocols|VersionTLS\d{2}|TLSv1[._]\d|ssl_min|ssl_ciphers|cipher_?suites?|verify_mode|CERT_NONE|InsecureSkipVerify|rejectUnauthorized|ssl_?mode|sslmode)\b/i,
  },
  // Routes without brackets: Phoenix, Rails, Sinatra, nginx.
  {
    change: "contract changed",
    path: /rout|urls|\.conf$|_web|app\.rb$/i,
    goes: /^\s{0,20}(?:get|post|put|patch|delete|match|live|forward|resources?|mount|location)\s{1,4}(?:[=~^*]{1,3}\s{1,2})?["']?:?\/?[\w/:{}.*^-]{2,100}/,
    comes:
      /^\s{0,20}(?:get|post|put|patch|delete|match|live|forward|resources?|mount|location)\s{1,4}(?:[=~^*]{1,3}\s{1,2})?["']?:?\/?[\w/:{}.*^-]{2,100}/,
  },
  // Indexes of document stores, made by code.
  {
    change: "index removed",
    goes: /\b(?:createIndex|create_index|ensureIndex|ensure_index|CreateOne(?:Async)?\(new CreateIndexModel|@Indexed|@CompoundIndex|HasIndex)\b/,
  },
  // Ruby's sleep, and shells'.
  { change: "wait added", comes: /^\s{0,40}sleep\s{1,4}[\d.]/ },
  // A setting that has no default: pydantic, Terraform, Helm, Spring, Compose.
  {
    change: "start-up requirement added",
    comes:
      /\bField\(\s{0,2}\.\.\.|\{\{-?\s{0,2}required\s{1,2}"|\$\{\w{1,60}:\?|@NotBlank\b.{0,40}$(?=)|\bcheck_env\(|\bsys\.exit\(.{0,40}(?:missing|not set)|\bset -u\b/,
    path: /settings|config|options|\.ya?ml$|\.sh$|properties/i,
  },
];

/** What the table of idioms says of a hunk. */
export function idioms(edit: Edit): ClassifiedChange[] {
  const texts = (kind: "added" | "removed") =>
    edit.hunk.lines.flatMap((line, i) =>
      line.kind === kind && !isComment(line.text, edit) ? [{ text: line.text.slice(0, 400), i }] : [],
    );
  const [added, removed] = [texts("added"), texts("removed")];
  return IDIOMS.flatMap(({ change, comes, goes, beside, path }) => {
    if (path && !path.test(edit.path)) return [];
    if (beside && !edit.hunk.lines.some(({ text }) => beside.test(text.slice(0, 400)))) return [];
    const [now, was] = [comes, goes].map((pattern, n) =>
      (n === 0 ? added : removed).find(({ text }) => pattern?.test(text)),
    );
    if ((comes && !now) || (goes && !was)) return [];
    // A line that says it on the other side as well has not come, nor gone, with this change.
    const other =
      comes && !goes
        ? removed.some(({ text }) => comes.test(text))
        : goes && !comes
          ? added.some(({ text }) => goes.test(text))
          : now?.text.trim() === was?.text.trim();
    if (other) return [];
    const token = [edit.after, edit.before]
      .flatMap(({ tokens }) => tokens)
      .find(({ line }) => line === (now ?? was)?.i);
    return [{ change, line: edit.lineOf(token) }];
  });
}

function isComment(text: string, { syntax }: Edit): boolean {
  const start = text.slice(0, 200).trimStart();
  return (
    [...syntax.line, ...syntax.block.map(([open]) => open)].some((mark) => start.startsWith(mark)) ||
    /^\*\s/.test(start)
  );
}
