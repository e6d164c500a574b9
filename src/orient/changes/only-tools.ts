import type { Hunk } from "./changed-lines.ts";

/** Where asdf and mise say which version of what a checkout is worked on with: https://asdf-vm.com/manage/configuration.html */
const VERSIONS = /(?:^|\/)(?:\.tool-versions|\.?mise\.toml)$/;
/** What programs themselves run on; images are now and then built from the same list. */
const RUNTIMES =
  /^(?:node|nodejs|deno|bun|python|ruby|java|openjdk|temurin|corretto|go|golang|rust|php|perl|elixir|erlang|dotnet|dotnet-core|scala|kotlin|gradle|maven|sbt|lua|r|julia|haskell|ocaml|crystal|dart|flutter|swift|zig|nginx|postgres|postgresql|redis|mysql|terraform|opentofu|helm|kubectl)$/i;

/** Whether a list of tools' versions changes none that a program runs on, or is deployed with: linters, scanners and the like. */
export function onlyTools(path: string, hunks: readonly Hunk[]): boolean {
  if (!VERSIONS.test(path)) return false;
  const changed = hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind !== "same"));
  return (
    changed.length > 0 &&
    changed.every(({ text }) => !RUNTIMES.test(/^\s{0,8}"?([\w-]{1,60})/.exec(text.slice(0, 200))?.[1] ?? ""))
  );
}
