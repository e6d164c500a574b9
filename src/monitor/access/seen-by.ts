import type { MonitorSource } from "../view.ts";
import type { Viewer } from "./viewer.ts";

/** What of all that one person may see: nothing of a repository that GitHub would not show them. */
export function seenBy(source: MonitorSource, { sees }: Viewer): MonitorSource {
  if (sees === null) return source;
  return {
    ...source,
    incidents: async (limit) => (await source.incidents(limit)).filter(({ repository }) => sees(repository)),
    async incident(id) {
      const incident = await source.incident(id);
      return incident && sees(incident.repository) ? incident : null;
    },
    async bundle(id) {
      const incident = await source.incident(id);
      return incident && sees(incident.repository) ? source.bundle(id) : null;
    },
    services: () => source.services().filter(({ repository }) => sees(repository)),
    repositories: () => source.repositories().filter(sees),
    // Whose these are, nobody knows; and those name repositories in words.
    unclaimed: () => [],
    limits: () => [],
    quota: () => {
      const owners = new Set(
        source
          .repositories()
          .filter(sees)
          .map((name) => name.split("/")[0]),
      );
      return source.quota().filter(({ of }) => owners.has(of));
    },
  };
}
