import type { Policy } from "../contracts/policy.ts";
import { Policy as PolicySchema } from "../contracts/policy.ts";
import type { Commit } from "../contracts/ports/repo-reader.ts";

const MOST_SERVICES = 200;
/** Globs that a policy takes for one service. */
const MOST_PATHS = 100;

/**
 * A policy for a bundle that has none: the safe defaults, and which files a service is built from as far as the
 * names of folders say. A folder that is called like one service is that service's alone; what lies in no such
 * folder may be everybody's, and is all that a service is built from for which there is no folder.
 *
 * @param paths every path that the commits of the bundle touched
 */
export function inferPolicy(
  services: readonly string[],
  commits: readonly Pick<Commit, "files">[],
  environment: string,
): Policy {
  const paths = [...new Set(commits.flatMap(({ files = [] }) => files.map(({ path }) => path)))];
  const owner = new Map<string, string>();
  const names = new Map(services.slice(0, MOST_SERVICES).map((service) => [plain(service), service]));
  for (const path of paths) {
    const folders = path.split("/").slice(0, -1);
    const own = folders.map((folder) => names.get(plain(folder))).find((service) => service !== undefined);
    if (own !== undefined) owner.set(path, own);
  }
  const shared = paths.filter((path) => !owner.has(path));
  const homeless = shared.length > 0 ? services.slice(0, MOST_SERVICES) : [];
  const owned = [...new Set([...owner.values(), ...homeless])].filter(
    (service) => paths.filter((path) => owner.get(path) === service).length + shared.length <= MOST_PATHS,
  );
  return PolicySchema.parse({
    version: 1,
    deploy: { environment },
    services: Object.fromEntries(
      owned.map((service) => [
        service,
        {
          paths: [...paths.filter((path) => owner.get(path) === service), ...shared].map(literal),
        },
      ]),
    ),
  });
}

/** `quote-service`, `QuoteService`, `quotes_svc` and `quote` are one. */
function plain(name: string): string {
  const words = name
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => !["", "service", "services", "svc", "ts", "srv", "server", "app"].includes(word));
  return words.join("");
}

/** A path as a glob that matches it alone. */
const literal = (path: string) => path.replace(/[^\w./-]/g, "?").slice(0, 300);
