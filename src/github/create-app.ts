import { z } from "zod";
import type { Settings } from "../contracts/settings.ts";
import { createClient } from "./create-client.ts";

const Created = z.object({
  id: z.number(),
  html_url: z.url({ protocol: /^https?$/ }),
  name: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
  webhook_secret: z.string().nullable(),
  pem: z.string().includes("PRIVATE KEY"),
});

/** An App that was just registered, with what GitHub tells of it once and never again. */
export type CreatedApp = z.infer<typeof Created>;

/**
 * Exchanges the code that GitHub sends back after the manifest, within an hour and once, for the App's credentials:
 * https://docs.github.com/rest/apps/apps#create-a-github-app-from-a-manifest
 *
 * @throws GitHubError where the code is not, or no longer, good
 */
export async function createApp(
  settings: Pick<Settings, "githubApiUrl" | "githubThrottle">,
  code: string,
): Promise<CreatedApp> {
  const client = createClient(settings, { throttleId: "setup", auth: undefined });
  const { data } = await client.rest.apps.createFromManifest({ code });
  return Created.parse(data);
}
