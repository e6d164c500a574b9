import type { Frame } from "../contracts/evidence.ts";
import type { Quote } from "./quoting.ts";

/** What a report needs besides the incident. */
export interface ReportContext {
  quote: Quote;
  /** Page of the repository, such as https://github.com/acme/shop. */
  repositoryUrl: string;
  /** Page of a frame's line at the revision that failed; null where the file is none of the repository's. */
  permalink(frame: Frame): string | null;
  /** Logins and teams to call when an issue is opened: the policy's own. */
  mention: readonly string[];
}
