import type { DurableSignal } from "./contracts/signal.ts";
import type { WorkerStatus } from "./contracts/worker-status.ts";

/** A worker that has not said for so long that it is there has gone. */
const THERE_SECONDS = 20;
const STATEMENT_MS = 10_000;
/** Two, as one of them may wait for a row that is being written. */
const PRESENCE_CONNECTIONS = 2;

/** What several workers share, in PostgreSQL. Loaded only where there is one. */
export async function openSharedState(
  url: string,
  worker: string,
  ordering: (signal: DurableSignal) => string,
  unreadable: (key: string, reason: string) => void,
) {
  const [
    { connectPostgres },
    { openPostgres },
    { postgresIncidents },
    { postgresLease },
    { postgresOverview },
    { postgresSpending },
    { postgresWatchers },
    { postgresWorkers },
  ] = await Promise.all([
    import("./store/postgres/connect-postgres.ts"),
    import("./store/postgres/open-postgres.ts"),
    import("./store/postgres/postgres-incidents.ts"),
    import("./store/postgres/postgres-lease.ts"),
    import("./store/postgres/postgres-overview.ts"),
    import("./store/postgres/postgres-spending.ts"),
    import("./store/postgres/postgres-watchers.ts"),
    import("./store/postgres/postgres-workers.ts"),
  ]);
  const postgres = await openPostgres(url);
  // Whoever cannot say in time that it is there loses what it acts on: that waits behind no work, nor for a connection, which
  // takes a starved machine seconds to make.
  const presence = await connectPostgres(url, {
    max: PRESENCE_CONNECTIONS,
    statement_timeout: STATEMENT_MS,
    idleTimeoutMillis: 0,
  });
  const workers = postgresWorkers(postgres, worker, presence);
  const store = postgresIncidents(postgres, worker, ordering, unreadable);
  return {
    worker,
    id: await workers.stateId(),
    store: { ...store, close: () => presence.close().then(store.close) },
    lease: postgresLease(postgres, presence),
    spending: postgresSpending(postgres),
    watchers: postgresWatchers(postgres, worker, presence),
    overview: postgresOverview(postgres, unreadable),
    /** @param status for monitors; at first there is none yet */
    hello: (status?: WorkerStatus) => workers.hello(THERE_SECONDS, status && JSON.stringify(status)),
    redactions: workers.redactions,
    goodbye: () => workers.goodbye(),
  };
}
