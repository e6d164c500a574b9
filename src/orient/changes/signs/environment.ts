import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const READS =
  /^(?:getenv|Getenv|LookupEnv|MustGetenv|mustGetenv|GetEnvironmentVariable|env::var|env\.var|ENV\.fetch|environ\.get|config\.get|config\.getOrThrow|requireEnv|require_env|must_env|mustEnv|GetRequiredSection|GetConnectionString|getRequiredProperty|env|env\.str|env\.int|viper\.Get\w*|Deno\.env\.get)$/;

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

function namesOf(side: Side): Sign[] {
  const signs: Sign[] = [];
  for (const [i, token] of side.tokens.entries()) {
    const text = (n: number) => side.tokens[i + n]?.text ?? "";
    // process.env.NAME, process.env["NAME"], import.meta.env.NAME
    if (token.text === "env" && text(-1) === "." && /^(?:process|meta)$/.test(text(-2))) {
      const name = side.tokens[i + 2];
      if (name && /^[.[]$/.test(text(1))) signs.push({ key: name.text, token: name });
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
    if (name?.kind === "text" && /^[A-Za-z][\w.:-]{1,80}$/.test(name.text))
      signs.push({ key: name.text, token: name });
  }
  return signs;
}
