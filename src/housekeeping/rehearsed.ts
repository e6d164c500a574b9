import picomatch from "picomatch";
import type { Policy } from "../contracts/policy.ts";
import type { FilePatch } from "../contracts/ports/repo-reader.ts";
import { dataDefinition } from "../decide/plan/data-definition.ts";
import type { Remark } from "../report/before-merging-check.ts";

const GLOB = { dot: true, nonegate: true, noextglob: true, nocase: true } as const;
const MIGRATIONS = picomatch(
  [
    "**/{migrations,migration,migrate,flyway,liquibase}/**",
    "**/db/{changelog,versions}/**",
    "**/alembic/versions/**",
  ],
  GLOB,
);
/** Nothing of these runs in production. */
const BESIDE = picomatch(
  [
    "**/{test,tests,spec,specs,__tests__,e2e,docs,doc}/**",
    "**/*.{md,txt}",
    "**/*.{test,spec}.*",
    "**/*_test.*",
  ],
  GLOB,
);

/**
 * Whether what a pull request brings could be undone alone, were it to break something. A migration that ran is not
 * undone by taking its file back, and code that rests on the new tables cannot go without it: together they are
 * undone by nobody at night. Apart, the code can be.
 */
export function rehearsed(files: readonly FilePatch[], policy: Policy): Remark[] {
  const migration = files.find(
    (file) => file.status === "added" && MIGRATIONS(file.path) && dataDefinition([file]) !== null,
  );
  if (!migration) return [];
  const services = Object.entries(policy.services).map(
    ([name, { paths }]) => [name, picomatch(paths, GLOB)] as const,
  );
  for (const file of files) {
    if (MIGRATIONS(file.path) || BESIDE(file.path) || file.status === "unchanged") continue;
    const service = services.find(([, owns]) => owns(file.path));
    if (service)
      return [{ kind: "not-alone", migration: migration.path, code: file.path, service: service[0] }];
  }
  return [];
}
