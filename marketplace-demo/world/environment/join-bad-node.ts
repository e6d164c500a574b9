import type { ServiceSwitch } from "../service-switch.ts";
import type { Supervised } from "../supervise-service.ts";
import { startTcpSwitch } from "../tcp-switch.ts";

/** A machine that joined later than the others. */
export const NEW_MACHINE = "node-4";

/**
 * The service is scaled out to one more machine, which takes every second request from then on; and this machine's way to
 * the database is bad: it is `slow` by so many milliseconds, or gone where that is undefined. The process there runs the
 * same revision as its neighbour and was healthy when it joined. Returns what takes the machine out again.
 */
export async function joinBadNode(node: {
  service: Supervised;
  front: ServiceSwitch;
  databasePort: number;
  /** The environment of a process there, with its database at the given port. */
  environment(databasePort: number): NodeJS.ProcessEnv;
  slow: number | undefined;
}): Promise<() => Promise<void>> {
  const { service, front, slow } = node;
  const way = await startTcpSwitch(node.databasePort);
  const { child, port, revision } = await service
    .startAnother(node.environment(way.port))
    .catch(async (error) => {
      await way.close();
      throw error;
    });
  front.share({ port, revision });
  if (slow === undefined) await way.refuse();
  else way.slow(slow);
  return async () => {
    front.share(undefined);
    await child.stop();
    await way.close();
  };
}
