import type { ServiceSwitch } from "./service-switch.ts";
import { type Supervised, superviseService } from "./supervise-service.ts";

/** Second instances of services, each of a revision of its own, that take every second request while they are tried out. */
export type Canaries = {
  /** The one that runs, if there is one. */
  running(service: string): Supervised | undefined;
  /** The one that runs, or one to be replaced with what is to be tried out. */
  of(service: string): Supervised;
  /** Its requests go to the service again; does nothing where there is none. */
  end(service: string): Promise<void>;
  stop(): Promise<void>;
};

/** @param options.environment of a process of a service */
export function createCanaries(options: {
  switches: ReadonlyMap<string, ServiceSwitch>;
  logDirectory: string;
  environment(service: string, revision: string, instance: string): NodeJS.ProcessEnv;
  say(line: string): void;
}): Canaries {
  const { switches, logDirectory, environment, say } = options;
  const running = new Map<string, Supervised>();

  function of(service: string): Supervised {
    const known = running.get(service);
    if (known) return known;
    const front = switches.get(service);
    if (!front) throw new Error(`There is no service ${service} to have a canary of.`);
    const canary = superviseService({
      service: `${service}-canary`,
      front: {
        ...front,
        point: async (target) => front.share(target),
        refuse: async () => front.share(undefined),
      },
      logDirectory,
      environment: (revision, instance) => environment(service, revision, instance),
      say,
    });
    running.set(service, canary);
    return canary;
  }

  async function end(service: string): Promise<void> {
    const canary = running.get(service);
    running.delete(service);
    if (!canary) return;
    switches.get(service)?.share(undefined);
    await canary.stop();
  }

  return {
    running: (service) => running.get(service),
    of,
    end,
    stop: async () => void (await Promise.all([...running.keys()].map(end))),
  };
}
