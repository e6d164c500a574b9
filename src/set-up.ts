import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { Logger } from "pino";
import type { Settings } from "./contracts/settings.ts";
import { listen } from "./listen.ts";
import { setupRoutes } from "./setup/setup-routes.ts";

/**
 * Serves `/setup` on loopback alone until there are credentials, and ends: the service then starts in its place.
 *
 * @throws CannotStart where the port is taken
 */
export async function setUp(
  settings: Settings,
  directory: string,
  log: Pick<Logger, "info" | "warn">,
): Promise<void> {
  let done = () => {};
  const saved = new Promise<void>((resolve) => {
    done = resolve;
  });
  const app = setupRoutes({
    settings,
    file: join(directory, ".env"),
    peer: (context) => (context.env as Partial<HttpBindings> | undefined)?.incoming?.socket?.remoteAddress,
    done: ({ name }) => {
      log.info({ app: name }, "The App was made, and its credentials lie in .env.");
      done();
    },
  });
  const server = createServer(getRequestListener(app.fetch));
  await listen(server, settings.port, "127.0.0.1");
  const { port } = server.address() as AddressInfo;
  log.warn(
    { setup: `http://localhost:${port}/setup` },
    "SRE-Space does not know who it is on GitHub yet. Open that page on this machine to make its App, or set APP_ID, " +
      "PRIVATE_KEY (or PRIVATE_KEY_PATH) and WEBHOOK_SECRET, or GITHUB_PERSONAL_ACCESS_TOKEN and GITHUB_REPOSITORY, in the " +
      "environment or in .env. To see it at work without an account: npm run demo",
  );
  await saved;
  // What is being answered is the page that says so.
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  await closed;
}
