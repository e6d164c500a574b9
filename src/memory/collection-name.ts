import { createHash } from "node:crypto";
import type { RepositoryName } from "../contracts/repository.ts";

/** What the collections of one repository begin with. GitHub's names know no case. */
export function collectionsOf(repository: RepositoryName): string {
  return `sre-space.${createHash("sha256").update(repository.toLowerCase()).digest("hex").slice(0, 32)}.`;
}

/** Each repository has a collection of its own for each kind of vector. */
export function collectionName(repository: RepositoryName, embedding: string): string {
  return collectionsOf(repository) + embedding;
}
