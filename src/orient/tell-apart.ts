import type { Anomaly } from "../contracts/anomaly.ts";
import type { GuiltlessName } from "./guiltless.ts";

/**
 * What somebody would look at to see whether such a cause is the one: one observation for each, at a named place and
 * time. Nothing that telemetry says in words is repeated here but names of services and operations.
 */
export function observationFor(
  mechanism: string,
  { service, operation, onset }: Pick<Anomaly, "service" | "operation" | "onset">,
): string | null {
  const since = `since ${onset.at}`;
  const route = operation === "*" ? service : `${operation} of ${service}`;
  const known: Readonly<Record<GuiltlessName, string | null>> = {
    "outside provider": `The client spans of ${service} to hosts outside, by server.address and http.response.status_code ${since}, and the providers' status pages: a provider that fails does so for every revision.`,
    network: `Connections of ${service} that were reset or timed out ${since}, by peer and by node: a network fails between pairs, whatever revision they run.`,
    "name resolution": `A look-up of the hosts that ${service} calls, from one of its processes now.`,
    certificate: `The dates of the certificates between ${service} and what it calls (openssl s_client -connect HOST:443).`,
    node: `Failing requests of ${route} by host.name and service.instance.id ${since}: one place, or all alike.`,
    traffic: `Requests a second that reach ${service}, an hour before ${onset.at} and after.`,
    data: `Failing requests of ${route} by tenant or record ${since}: add such an attribute to its server span if there is none.`,
    database: `Locks, slow queries and failovers of the database of ${service} ${since} (pg_stat_activity and its log, or their like).`,
    operator: `Who changed settings or secrets of ${service} within the hour before ${onset.at}: audit log of the platform.`,
    "feature flag": `Flags of ${service} that were turned within the hour before ${onset.at}; feature_flag.evaluation events would say so by themselves.`,
    platform: `Disk, quota and restarts of what ${service} runs on ${since}.`,
    "deployment from elsewhere": `What ${service} calls and other repositories deployed within the hour before ${onset.at}.`,
    "a change that I cannot see": null,
  };
  return mechanism in known ? known[mechanism as GuiltlessName] : null;
}
