import type { Instant } from "./contracts/instant.ts";
import type { InstallationSignal } from "./contracts/signal.ts";

/** GitHub says where we are installed now: what a webhook tells may be of long ago, or played again. */
export function heedInstallations(ports: {
  repositories(): Promise<string[]>;
  install(repository: string, at: Instant): Promise<void>;
  forget(repository: string): void;
}): (signal: InstallationSignal) => Promise<void> {
  return async ({ added, removed, receivedAt }) => {
    const ours = new Set((await ports.repositories()).map((name) => name.toLowerCase()));
    const isOurs = (repository: string) => ours.has(repository.toLowerCase());
    for (const repository of removed.filter((one) => !isOurs(one))) ports.forget(repository);
    for (const repository of added.filter(isOurs)) await ports.install(repository, receivedAt);
  };
}
