import type { Policy } from "../contracts/policy.ts";
import type { Proposer } from "../contracts/ports/proposer.ts";
import type { RepoFacts } from "../contracts/ports/repo-facts.ts";
import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import type { ReportContext } from "../report/report-context.ts";

/** What is needed to propose something once an incident is over. */
export interface EndedPorts {
  policy: Policy;
  reader: RepoReader;
  facts: Pick<RepoFacts, "read" | "authors">;
  proposer: Proposer;
  context: ReportContext;
}
