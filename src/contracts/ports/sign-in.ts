import type { RepositoryName } from "../repository.ts";

/** Somebody who has proved to GitHub who they are. */
export interface Person {
  login: string;
  /** Those of the App's installations that this person can see on GitHub, too. */
  repositories: RepositoryName[];
}

/** Sign-in by the App's OAuth: https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app */
export interface SignIn {
  /** Where a person is sent; GitHub sends them back with `state`, and with a code that only the challenge's owner can use. */
  authorizeUrl(state: string, challenge: string): string;
  /** Null where the code is not, or no longer, good. Nothing of what GitHub hands out for it outlives the call. */
  identify(code: string, verifier: string): Promise<Person | null>;
  /** Signs what the browser keeps. The same wherever the same App's secret is. */
  key: string;
}
