import type { RepositoryName } from "../repository.ts";

/** A comment on an issue of ours, and who has written what stands in it. */
export interface RecordComment {
  id: number;
  body: string;
  /** Whether we wrote it. */
  byUs: boolean;
  /** Whether we wrote it, and nobody else has changed it since. */
  ours: boolean;
  /** Who wrote it, or changed it last: for people. Null once that account is gone. */
  by: string | null;
}

/** Issues of ours as the place where things are kept between runs. Reads alone. */
export interface IssueRecords {
  readonly repository: RepositoryName;
  /** Our own name on GitHub. */
  us(): Promise<string>;
  /** Issues by us that carry that label: all that are open, and those closed that have moved since. At most a hundred of each. */
  issues(label: string, since: string): Promise<{ number: number; body: string; state: "open" | "closed" }[]>;
  /** Comments on that issue that begin so, anybody's, the oldest first. */
  comments(issue: number, beginning: string): Promise<RecordComment[]>;
}
