import type { AttributeValue, Resource } from "../contracts/telemetry.ts";
import { sanitise } from "../safety/sanitise.ts";

const PLAIN = /^[\w.+:/@-]{0,100}$/;
/** Where else a process says what it runs, the most exact first. */
const COMMITS = [
  "git.commit.sha",
  "container.label.org.opencontainers.image.revision",
  "k8s.pod.label.git-sha",
];
const VERSIONS = [
  "app.version",
  "container.image.tags",
  "container.image.tag",
  "k8s.container.image.tag",
  "k8s.pod.label.app.kubernetes.io/version",
];
/** Tags that move say nothing about what runs. */
const MOVING =
  /^(?:latest|stable|main|master|edge|dev|prod|production|staging|unknown|0\.0\.0|dev-snapshot)$/i;
/** `abc1234`, `v1.2.3-abc1234`, `1.4.0+sha.abc1234`, `v1.2.3-4-gabc1234`, `build-77-abc1234`. */
const COMMIT = /(?:^|[-+._@])(?:g|sha-?)?([0-9a-f]{7,40})$/i;

const known = new WeakMap<Resource, string>();

/**
 * What the process runs, as well as it says, for every way that `deploy.revision` of a policy knows (sha, tag, image-label):
 * its commit; else the commit that its version, image label or image tag ends with; else version or tag as they stand;
 * else "". Inert text of at most 100 characters.
 */
export function revisionOf(resource: Resource): string {
  let revision = known.get(resource);
  if (revision === undefined) {
    revision = inert(read(resource));
    known.set(resource, revision);
  }
  return revision;
}

function read(resource: Resource): string {
  if (resource.revision) return resource.revision;
  const { attributes } = resource;
  const commit = COMMITS.flatMap((key) => texts(own(attributes, key)))[0];
  if (commit) return commit;
  const versions = [
    ...(resource.version ? [resource.version] : []),
    ...VERSIONS.flatMap((key) => texts(own(attributes, key))),
  ].filter((version) => !MOVING.test(version));
  for (const version of versions) {
    const found = COMMIT.exec(version)?.[1];
    // A date or a build's number is all digits; a commit hardly ever.
    if (found && (/[a-f]/i.test(found) || found.length === 40) && /\d/.test(found))
      return found.toLowerCase();
  }
  return versions[0] ?? "";
}

const own = (attributes: Resource["attributes"], key: string) =>
  Object.hasOwn(attributes, key) ? attributes[key] : undefined;

function texts(value: AttributeValue | undefined): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  return Array.isArray(value) ? value.slice(0, 5).flatMap(texts) : [];
}

function inert(said: string): string {
  return PLAIN.test(said) ? said : sanitise(said, 100);
}
