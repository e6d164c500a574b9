import type { Instant } from "./contracts/instant.ts";
import type { RepositoryName } from "./contracts/repository.ts";
import type { InstallationSignal } from "./contracts/signal.ts";

/** GitHub says where we are installed now: what a webhook tells may be of long ago, played again, or never have come. */
export function heedInstallations(ports: {
  repositories(): Promise<RepositoryName[]>;
  /** Those that we know to be ours. */
  known(): readonly RepositoryName[];
  install(repository: RepositoryName, at: Instant): Promise<void>;
  forget(repository: RepositoryName): void;
}) {
  const ours = async () => {
    const repositories = await ports.repositories();
    const names = new Set(repositories.map((name) => name.toLowerCase()));
    return { repositories, has: (name: RepositoryName) => names.has(name.toLowerCase()) };
  };
  return {
    async heed({ added, removed, receivedAt }: InstallationSignal): Promise<void> {
      const { has } = await ours();
      for (const repository of removed.filter((one) => !has(one))) ports.forget(repository);
      for (const repository of added.filter(has)) await ports.install(repository, receivedAt);
    },
    /** The same where no webhook told of it. */
    async sweep(at: Instant): Promise<void> {
      const { repositories, has } = await ours();
      const known = ports.known();
      const names = new Set(known.map((name) => name.toLowerCase()));
      for (const repository of known.filter((one) => !has(one))) ports.forget(repository);
      for (const repository of repositories.filter((one) => !names.has(one.toLowerCase())))
        await ports.install(repository, at);
    },
  };
}
