/** What a folder is built by: what it holds is deployed or published as a whole. */
const MANIFEST =
  /^(?:package\.json|go\.mod|pyproject\.toml|requirements\.txt|setup\.py|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|Gemfile|composer\.json|mix\.exs|[^/]+\.(?:cs|fs)proj|Dockerfile)$/;
/** Folders whose folders are services, by custom, with or without a manifest of their own. */
const OF_SERVICES = new Set([
  "services",
  "service",
  "apps",
  "microservices",
  "functions",
  "lambdas",
  "cmd",
  "servers",
]);
/** Folders whose folders are no services of their own, whatever stands in them. */
const NO_SERVICES =
  /^(?:node_modules|vendor|third_party|tests?|e2e|examples?|samples?|fixtures|docs?|scripts?|tools?|build|dist|target|packages|libs?|shared|common|\..*)$/i;
/** Folders at the root of which any service may be built. */
const SHARED = /^(?:packages|libs?|shared|common|internal|pkg)$/;
/** A service's name that needs no quotes, and of which a glob can be made. */
const PLAIN = /^[A-Za-z0-9][\w.-]{0,99}$/;

const MOST_SERVICES = 30;

/**
 * The services of a repository as far as its folders say, by name: what lies in a folder for services, else what has
 * a manifest of its own, else the whole repository. Libraries of the same tree may be in any of them.
 *
 * @param paths every file of the tree
 * @param repository `owner/name`: what a repository of one service is called by
 */
export function inferServices(
  paths: readonly string[],
  repository: string,
): { name: string; paths: string[] }[] {
  const found = new Map<string, string>();
  const add = (folder: string) => {
    const name = folder.split("/").at(-1) as string;
    if (folder.split("/").every((one) => PLAIN.test(one)) && !found.has(name)) found.set(name, folder);
  };
  const split = paths.map((path) => path.split("/"));
  for (const parts of split)
    if (parts.length > 2 && OF_SERVICES.has((parts[0] as string).toLowerCase()))
      add(parts.slice(0, 2).join("/"));
  if (found.size === 0)
    for (const parts of split) {
      const folders = parts.slice(0, -1);
      if (folders.length === 0 || folders.length > 3 || folders.some((one) => NO_SERVICES.test(one)))
        continue;
      if (MANIFEST.test(parts.at(-1) as string)) add(folders.join("/"));
    }
  // One within another is a part of it.
  const folders = [...found.values()];
  const outer = [...found].filter(
    ([, folder]) => !folders.some((other) => other !== folder && folder.startsWith(`${other}/`)),
  );
  if (outer.length === 0) {
    const name = repository.split("/")[1] as string;
    return [{ name: PLAIN.test(name) ? name : "app", paths: ["**"] }];
  }
  const shared = [
    ...new Set(
      split.flatMap(([first = ""], index) =>
        split[index]?.length !== 1 && SHARED.test(first) ? [first] : [],
      ),
    ),
  ]
    .toSorted()
    .map((folder) => `${folder}/**`);
  return outer
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .slice(0, MOST_SERVICES)
    .map(([name, folder]) => ({ name, paths: [`${folder}/**`, ...shared] }));
}
