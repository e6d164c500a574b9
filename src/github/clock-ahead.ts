import type { Settings } from "../contracts/settings.ts";

const TIMEOUT_MS = 10_000;

/** GitHub's clock against ours, in seconds, by any answer at all; throws where there is none. */
export async function clockAhead(settings: Pick<Settings, "githubApiUrl">): Promise<number> {
  const asked = Date.now();
  const answer = await fetch(`${settings.githubApiUrl}/meta`, {
    headers: { "User-Agent": "sre-space" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await answer.body?.cancel();
  const theirs = Date.parse(answer.headers.get("date") ?? "");
  // The header has whole seconds.
  return Number.isNaN(theirs) ? 0 : Math.round((theirs + 500 - (asked + Date.now()) / 2) / 1000);
}
