import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const ROUTES =
  /^(?:get|post|put|patch|delete|all|route|use|@(?:Get|Post|Put|Patch|Delete|Request)Mapping|@(?:Get|Post|Put|Patch|Delete|Controller)|HandleFunc|Handle|GET|POST|PUT|PATCH|DELETE|path|re_path|url|MapGet|MapPost|MapPut|MapDelete|Route|resources|namespace|group|@Path|add_url_rule|@\w+|Http(?:Get|Post|Put|Delete)|mount|scope)$/;
/** Files whose names of fields others read. */
const SHARED =
  /(?:dto|schema|serializ|contract|proto|openapi|swagger|graphql|api[/._-]|\/api|events?[/._-]|messages?[/._-]|response|request|payload|types?[/.]|models?[/._]|views?[/._]|resources?[/._]|representation|mapper|presenter)/i;
/** Files that make answers. */
const ANSWERS =
  /(?:controller|handler|route|endpoint|resource|view|resolver|servlet|presenter|serializ|response)/i;
const TAGS =
  /^(?:@JsonProperty|@SerializedName|@JsonAlias|@Field|@Column|@Json|JsonPropertyName|JsonProperty|SerialName|@SerialName|alias|rename|serde|attributes?|attr_accessor|data_key|serialization_alias|validation_alias|@XmlElement|@ApiProperty)$/;

/** How whole objects are put into words: every name or value of an answer may look otherwise. */
const SERIALISERS =
  /^(?:SerializerOptions|JsonSerializerOptions|JsonStringEnumConverter|JsonConverter\w*|Converters|PropertyNamingPolicy|DictionaryKeyPolicy|DefaultIgnoreCondition|JsonNamingPolicy|JsonSerializerSettings|ContractResolver|NamingStrategy|setPropertyNamingStrategy|PropertyNamingStrateg\w+|@JsonNaming|@JsonInclude|@JsonFormat|SerializationFeature|DeserializationFeature|WRITE_\w+|FAIL_ON_UNKNOWN\w*|rename_all|key_transform|by_alias|exclude_none|exclude_unset|alias_generator|ensure_ascii|UseProtoNames|EmitUnpopulated|preservingProtoFieldNames|includingDefaultValueFields|encodeDefaults|explicitNulls|ignoreUnknownKeys|JsonNamingStrategy)$/;

/** What others call or read by name: routes, names of fields on the wire, their types. */
export function contracts(edit: Edit): ClassifiedChange[] {
  const routes = shift(edit, routesOf);
  if (routes.gone.length > 0)
    return found(edit, "contract changed", routes.come.length > 0 ? routes.come : routes.gone);
  const serialisers = shift(edit, (side) =>
    side.tokens.flatMap((token, i) =>
      SERIALISERS.test(token.text.slice(0, 60)) && !isImport(side, i) ? [{ key: token.text, token }] : [],
    ),
  );
  const signs = [...serialisers.come, ...serialisers.gone];
  if (signs.length > 0) return found(edit, "contract changed", signs);
  // What was not there before is converted from nothing.
  const was = new Set(edit.before.tokens.map(({ text }) => text));
  const is = new Set(edit.after.tokens.map(({ text }) => text));
  const kinds = shift(edit, (side) =>
    conversionsOf(side).filter(
      ({ key }) => was.has(key.split(":")[0] ?? "") && is.has(key.split(":")[0] ?? ""),
    ),
  );
  if (kinds.gone.length + kinds.come.length > 0)
    return found(edit, "contract changed", [...kinds.come, ...kinds.gone]);
  const wrapped = throughAnother(edit);
  if (wrapped.length > 0) return found(edit, "contract changed", wrapped);
  const names = shift(edit, (side) => wireNames(side, edit));
  if (names.gone.length > 0)
    return found(edit, "contract changed", names.come.length > 0 ? names.come : names.gone);
  return [];
}

/** How handlers answer with an object. */
const ANSWERING =
  /^(?:json|jsonify|JSON|Json|JsonResponse|JSONResponse|jsonResponse|Ok|ok|OK|toResponse|writeJson|writeJSON|render_json|respondWithJson)$/;
const LONGEST = 24;

/** What was answered as it stood is answered as something else makes it: `json(quote)`, now `json(slim(quote))`. */
function throughAnother(edit: Edit): Sign[] {
  const answers = (side: Side) =>
    side.calls.flatMap(({ name, at, from, to }) => {
      const token = side.tokens[at];
      if (!token || !ANSWERING.test(name) || !side.touched(token)) return [];
      const said = side.tokens.slice(from, Math.min(to, from + LONGEST)).map(({ text }) => text);
      return [{ said: said.join(" "), token }];
    });
  const plain = new Set(answers(edit.before).map(({ said }) => said));
  const now = answers(edit.after);
  return now.flatMap(({ said, token }) => {
    const inner = /^(?:await )?[A-Za-z_$][\w$. ]{0,80} \( (.{1,200}?) \)(.{0,40})$/.exec(said);
    return inner && plain.has(`${inner[1]}${inner[2]}`) ? [{ key: "answer", token }] : [];
  });
}

function isImport(side: Side, at: number): boolean {
  const line = side.tokens[at]?.line;
  const first = side.tokens.find((token) => token.line === line)?.text ?? "";
  return /^(?:import|using|use|from)$/.test(first);
}

/** Paths that are served: `app.get("/orders", …)`, `@GetMapping("/orders")`, `path("orders/", …)`. */
function routesOf(side: Side): Sign[] {
  return callsNamed(side, ROUTES).flatMap(({ call }) => {
    const text = side.tokens.slice(call.from, call.from + 3).find((token) => token.kind === "text");
    const verb = /^[a-z]/.test(call.name) ? call.name : "";
    const looks =
      text &&
      (/^\/[\w{}:<>./*-]*$/.test(text.text) ||
        (/^(?:path|re_path|url)$/.test(call.name) && /\/$/.test(text.text)));
    // A client's `http.get("/x")` calls; a server's registers a handler after the path.
    const serves =
      call.on === "" ||
      call.name.startsWith("@") ||
      /(?:app|router|route|server|api|mux|r|e|group|blueprint|bp)$/i.test(call.on);
    return text && looks && serves ? [{ key: `${verb} ${text.text}`, token: text }] : [];
  });
}

/** Calls that make a text of a number, or a number of a text, or a moment of either. */
const CONVERTS =
  /^(?:to_i|to_s|to_f|to_d|to_sym|iso8601|parseInt|parseFloat|Number|String|Boolean|BigInt|toString|toFixed|valueOf|int|str|float|bool|isoformat|strftime|timestamp|Itoa|Atoi|FormatInt|FormatFloat|ParseInt|ParseFloat|to_string|toInt|toLong|toDouble|toBigDecimal|intValue|longValue|doubleValue|toPlainString|ToString|ToInt32|ToInt64|intval|floatval|strval|toISOString|getTime|toEpochMilli|Unix|UnixMilli|as_str|as_i64|as_f64)$/;

/** Another kind of value under a name: `until: row.until.to_i`, `"price": str(price)`. */
function conversionsOf(side: Side): Sign[] {
  return [...side.calls, ...bareCalls(side)].flatMap(({ name, at }) => {
    const token = side.tokens[at];
    if (!token || !CONVERTS.test(name)) return [];
    for (let i = at - 1; i > 0 && i > at - 24; i--) {
      const own = side.tokens[i];
      if (own?.line !== token.line || /^[,;]$/.test(own.text)) return [];
      // A name before, and none of a choice between two: `a ? b : c`.
      if (/^(?::|=>)$/.test(own.text))
        return /^(?:word|text)$/.test(side.tokens[i - 1]?.kind ?? "") &&
          !side.tokens.some(({ text, line }) => line === token.line && text === "?")
          ? [{ key: `${side.tokens[i - 1]?.text}: ${name}`, token }]
          : [];
    }
    return [];
  });
}

/** Ruby calls without brackets. */
function bareCalls(side: Side): { name: string; at: number }[] {
  return side.tokens.flatMap(({ kind, text }, at) =>
    kind === "word" && side.tokens[at - 1]?.text === "." && side.tokens[at + 1]?.text !== "("
      ? [{ name: text, at }]
      : [],
  );
}

function wireNames(side: Side, edit: Edit): Sign[] {
  const signs: Sign[] = [];
  const shared =
    edit.kind === "config"
      ? /openapi|swagger|asyncapi|schema|avro|contract/i.test(edit.path)
      : SHARED.test(edit.path);
  for (const [i, token] of side.tokens.entries()) {
    const text = (n: number) => side.tokens[i + n]?.text ?? "";
    // Go: `json:"name,omitempty"`
    if (
      token.kind === "text" &&
      token.quote === "`" &&
      /\b(?:json|xml|bson|db|yaml|form|avro):"/.test(token.text)
    ) {
      signs.push({ key: token.text, token });
    }
    if (TAGS.test(token.text) && /^[(=]$/.test(text(1))) {
      const name = side.tokens.slice(i + 2, i + 6).find((one) => one.kind === "text");
      if (name) signs.push({ key: name.text, token: name });
    }
    // Protocol buffers: `string name = 3;`
    if (
      /\.proto$/.test(edit.path) &&
      token.kind === "word" &&
      text(1) === "=" &&
      side.tokens[i + 2]?.kind === "number"
    ) {
      signs.push({ key: `${text(-1)} ${token.text} ${text(2)}`, token });
    }
    // What an answer is made of, name by name: `Map.of("id", …)`, `data["id"] = …`
    const answers =
      ANSWERS.test(edit.path) && token.kind === "text" && /^[a-z][\w-]{1,40}$/i.test(token.text);
    const entry = /^(?:,|:|=>)$/.test(text(1)) || (text(1) === "]" && text(2) === "=");
    if (answers && entry && /^[(,{[]$/.test(text(-1))) signs.push({ key: `"${token.text}`, token });
    else if (shared && (token.kind === "word" || token.kind === "text") && /^(?::|=>)$/.test(text(1))) {
      signs.push({ key: `${token.text}: ${text(2)}`, token });
    } else if (shared && token.text === "?" && text(1) === ":") {
      signs.push({ key: `${text(-1)}?`, token });
    }
  }
  return signs;
}
