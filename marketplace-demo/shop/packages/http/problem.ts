import type { ContentfulStatusCode } from "hono/utils/http-status";

/** A refusal that the caller can do something about; answered with its status and never reported as a failure. */
export class Problem extends Error {
  readonly status: ContentfulStatusCode;
  readonly details: string[];

  constructor(status: ContentfulStatusCode, message: string, details: string[] = []) {
    super(message);
    this.name = "Problem";
    this.status = status;
    this.details = details;
  }
}
