import type { Approval, Facts } from "../facts.ts";
import type { RepositoryName, Sha } from "../repository.ts";

/** Reads what Guardrail must know. */
export interface RepoFacts {
  readonly repository: RepositoryName;
  read(request: {
    /** The pull request of the incident, where there is one. */
    pullRequest: number | null;
    /** Paths of the change set, and the commit that it was planned on. */
    paths: readonly string[];
    base: Sha | null;
    suspect: Sha | null;
  }): Promise<Facts>;
  /** As GitHub names it: none, read, triage, write, maintain, admin. */
  permission(login: string): Promise<string>;
}
export type { Approval };
