/** The manifest of our App as GitHub takes it: https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest */
export interface AppManifest {
  name: string;
  description: string;
  url: string;
  public: boolean;
  hook_attributes: { url: string; active: boolean };
  redirect_url: string;
  /** Where people who sign in to the monitor come back to. */
  callback_urls: readonly string[];
  setup_on_update: boolean;
  default_permissions: Readonly<Record<string, string>>;
  default_events: readonly string[];
}

export const NAME = "SRE-Space";
export const DESCRIPTION = "Telemetry becomes a reviewed, merged change, and the service is healthy again.";
export const HOME = "https://github.com/sre-space/sre-space";

/** GitHub's own reserved example: an App must name some address, even where its webhook is off. */
const NOWHERE = "https://example.com/api/github/webhooks";

/**
 * @param asks the permissions and events of `app.yml`, as the code that needs them says
 * @param at `callback` is where GitHub sends the person back to; `address` is how GitHub reaches this service, null where it cannot
 */
export function appManifest(
  asks: { permissions: Readonly<Record<string, string>>; events: readonly string[] },
  at: { callback: string; address: string | null },
): AppManifest {
  return {
    name: NAME,
    description: DESCRIPTION,
    url: HOME,
    public: false,
    hook_attributes: {
      url: at.address === null ? NOWHERE : `${at.address}/api/github/webhooks`,
      active: at.address !== null,
    },
    redirect_url: at.callback,
    callback_urls: at.address === null ? [] : [`${at.address}/monitor/callback`],
    setup_on_update: false,
    default_permissions: asks.permissions,
    default_events: asks.events,
  };
}
