import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const READS =
  /^(?:getenv|Getenv|LookupEnv|MustGetenv|mustGetenv|GetEnvironmentVariable|env::var|env\.var|ENV\.fetch|environ\.get|config\.get|config\.getOrThrow|requireEnv|require_env|must_env|mustEnv|GetRequiredSection|GetConnectionString|getRequiredProperty|env|env\.str|env\.int|System\.fetch_env!|fetch_env!|fetch_env|Environment\.GetRequired\w*|dotenvy::var|std::env::var|viper\.Get\w*|Deno\.env\.get)$/;

/** Names of variables that the process reads now and did not read before, and files that must be there at the start. */
export function environment(edit: Edit): ClassifiedChange[] {
  if (edit.kind !== "code") return [];
  const { gone, come } = shift(edit, namesOf);
  const fresh = come.filter(({ key }) => !gone.some((old) => old.key === key));
  const dropped = fresh.length > 0 ? gone.filter(({ key }) => !come.some((now) => now.key === key)) : [];
  return [
    ...found(edit, "start-up requirement added", fresh),
    ...(dropped.length > 0 ? found(edit, "configuration key changed", fresh) : []),
  ];
}

/** What takes the place of a value that is not there. */
const DEFAULTS = /^(?:\?\?|\|\||\?:|or|unwrap_or\w{0,16}|orElse\w{0,4}|getOrElse|or_default|default|\?)$/;
/** Options that are checked when the process starts. */
const CHECKED =
  /^(?:ValidateOnStart|ValidateDataAnnotations|cleanEnv|@ConfigurationProperties|ValidateEagerly|mustLoadConfig|MustLoad|must_load)$/;

function namesOf(side: Side): Sign[] {
  const signs: Sign[] = side.tokens
    .filter(({ kind, text }) => kind === "word" && CHECKED.test(text))
    .map((token) => ({ key: token.text, token }));
  for (const [i, token] of side.tokens.entries()) {
    const text = (n: number) => side.tokens[i + n]?.text ?? "";
    // process.env.NAME, process.env["NAME"], import.meta.env.NAME
    if (token.text === "env" && text(-1) === "." && /^(?:process|meta)$/.test(text(-2))) {
      const name = side.tokens[i + 2];
      const close = text(1) === "[" ? 4 : 3;
      if (name && /^[.[]$/.test(text(1)) && !/^(?:\?\?|\|\|)$/.test(text(close)))
        signs.push({ key: name.text, token: name });
    }
    // os.environ["NAME"], ENV["NAME"]
    if (/^(?:environ|ENV|_ENV|\$_ENV)$/.test(token.text) && text(1) === "[") {
      const name = side.tokens[i + 2];
      if (name?.kind === "text") signs.push({ key: name.text, token: name });
    }
    // @Value("${name}") without a default
    if (token.text === "@Value") {
      const name = side.tokens.slice(i + 2, i + 6).find((one) => one.kind === "word" || one.kind === "text");
      if (name) signs.push({ key: name.text, token: name });
    }
  }
  for (const { call } of callsNamed(side, READS)) {
    const name = side.tokens[call.from];
    // Where a default stands beside it, or behind it, nothing is required.
    if (side.tokens[call.from + 1]?.text === "," || DEFAULTS.test(side.tokens[call.to + 1]?.text ?? ""))
      continue;
    if (DEFAULTS.test(side.tokens[call.to + 2]?.text ?? "")) continue;
    if (name?.kind === "text" && /^[A-Za-z][\w.:-]{1,80}$/.test(name.text))
      signs.push({ key: name.text, token: name });
  }
  return signs;
}
