import { posix } from "node:path";
import type { FileChange } from "../../contracts/change-set.ts";
import { folded } from "./folded.ts";

/** GitHub's own limit is git's: 4096 bytes. Nobody's source tree comes near this. */
const LONGEST = 500;

/** Which manifests a lock file is made from; a lock file alone is a dependency changed behind its back. */
const MANIFESTS: Readonly<Record<string, RegExp>> = {
  "package-lock.json": /^package\.json$/,
  "npm-shrinkwrap.json": /^package\.json$/,
  "yarn.lock": /^package\.json$/,
  "pnpm-lock.yaml": /^(?:package\.json|pnpm-workspace\.yaml)$/,
  "bun.lock": /^package\.json$/,
  "bun.lockb": /^package\.json$/,
  "deno.lock": /^deno\.jsonc?$/,
  "cargo.lock": /^cargo\.toml$/,
  "go.sum": /^go\.mod$/,
  "go.work.sum": /^go\.(?:mod|work)$/,
  "gemfile.lock": /^(?:gemfile|.*\.gemspec)$/,
  "poetry.lock": /^pyproject\.toml$/,
  "uv.lock": /^pyproject\.toml$/,
  "pdm.lock": /^pyproject\.toml$/,
  "pipfile.lock": /^pipfile$/,
  "composer.lock": /^composer\.json$/,
  "mix.lock": /^mix\.exs$/,
  "pubspec.lock": /^pubspec\.yaml$/,
  "podfile.lock": /^podfile$/,
  "package.resolved": /^package\.swift$/,
  "flake.lock": /^flake\.nix$/,
  "gradle.lockfile": /^build\.gradle(?:\.kts)?$/,
  "packages.lock.json": /^.*\.(?:cs|fs|vb)proj$/,
};

/**
 * Why that file is never changed, whatever the policy says and whoever approves; null where nothing built
 * in stands against it. Paths are compared as the least strict file systems would: without regard to case.
 * @param touched every path of the change set
 */
export function builtInDenial(
  { path, mode }: Pick<FileChange, "path" | "mode">,
  touched: readonly string[],
): string | null {
  const malformed = malformation(path);
  if (malformed !== null) return malformed;
  if (mode !== "100644" && mode !== "100755") return "a link or a submodule";
  const lower = folded(path);
  const name = posix.basename(lower);
  const segments = lower.split("/");
  if (segments.includes(".git")) return "git's own directory";
  if (segments.includes(".github")) return "GitHub's own settings";
  if (name === "codeowners") return "who must review";
  if (segments[0] === ".sre-space" || /^\.sre-space\.ya?ml$/.test(name)) return "SRE-Space's own policy";
  if (name === ".gitmodules") return "submodules";
  const manifest = Object.hasOwn(MANIFESTS, name) ? MANIFESTS[name] : undefined;
  if (manifest && !touched.some((other) => isManifest(folded(other), manifest, posix.dirname(lower))))
    return "a lock file without its manifest";
  return null;
}

/** A workspace's manifests stand at the lock file's side or below it. */
function isManifest(path: string, manifest: RegExp, directory: string): boolean {
  return (directory === "." || path.startsWith(`${directory}/`)) && manifest.test(posix.basename(path));
}

/**
 * What is no plain path below the root of the tree, or would be taken for another one by Windows (short
 * names, streams, trailing dots) or macOS (invisible characters).
 * @see https://git-scm.com/docs/git-config#Documentation/git-config.txt-coreprotectNTFS
 */
function malformation(path: string): string | null {
  if (path === "" || path.length > LONGEST) return "no usable path";
  if (path.startsWith("/") || /^[a-z]:/i.test(path)) return "an absolute path";
  if (/[\\:]/.test(path)) return "no plain path";
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u.test(path) || path !== path.normalize("NFC"))
    return "a path with invisible or decomposed characters";
  for (const segment of path.split("/")) {
    if (segment === "" || segment === "." || segment === "..") return "a path outside the tree";
    if (/[. ]$/.test(segment) || /^(?:git|gi[0-9a-f]{4})~\d/i.test(segment)) return "no plain path";
  }
  return null;
}
