import type { Alert } from "./evaluate-rules.ts";

/** Alertmanager's webhook body, version 4. */
export type Notification = {
  version: "4";
  groupKey: string;
  truncatedAlerts: number;
  status: "firing" | "resolved";
  receiver: string;
  groupLabels: Record<string, string>;
  commonLabels: Record<string, string>;
  commonAnnotations: Record<string, string>;
  externalURL: string;
  alerts: {
    status: "firing" | "resolved";
    labels: Record<string, string>;
    annotations: Record<string, string>;
    startsAt: string;
    endsAt: string;
    generatorURL: string;
    fingerprint: string;
  }[];
};

export type Route = {
  receiver: string;
  groupBy: string[];
  /** How long a new group waits for more of its kind, in milliseconds. */
  groupWait: number;
  /** The least time between two notifications of a group that changed, in milliseconds. */
  groupInterval: number;
  /** After how many milliseconds a group that did not change is told again. */
  repeatInterval: number;
};

export type AlertGroups = {
  /** Takes what the rules say at this moment and returns the notifications that are due. */
  update(alerts: Alert[], now: number): Notification[];
};

type Group = {
  key: string;
  labels: Record<string, string>;
  alerts: Map<string, Alert>;
  /** Fingerprints that the receiver believes to be firing. */
  told: Set<string>;
  createdAt: number;
  notifiedAt: number | undefined;
};

/** The time that Go prints for "not set"; Alertmanager sends it as the end of an open alert. */
const NOT_ENDED = "0001-01-01T00:00:00Z";

/** Alertmanager's grouping and deduplication: a group is told when it changes, and again when it is due. */
export function createAlertGroups(route: Route, externalUrl: string): AlertGroups {
  const groups = new Map<string, Group>();
  return {
    update(alerts, now) {
      for (const alert of alerts) {
        const labels = pick(alert.labels, route.groupBy);
        const key = `{}:{${Object.entries(labels)
          .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
          .join(", ")}}`;
        const group = groups.get(key) ?? {
          key,
          labels,
          alerts: new Map(),
          told: new Set(),
          createdAt: now,
          notifiedAt: undefined,
        };
        groups.set(key, group);
        group.alerts.set(alert.fingerprint, alert);
      }
      const due: Notification[] = [];
      for (const group of groups.values()) {
        if (!isDue(group, route, now)) continue;
        due.push(notificationOf(group, route.receiver, externalUrl));
        group.notifiedAt = now;
        group.told = new Set([...group.alerts.values()].filter(isFiring).map((alert) => alert.fingerprint));
        for (const [fingerprint, alert] of group.alerts) {
          if (!isFiring(alert)) group.alerts.delete(fingerprint);
        }
        if (group.alerts.size === 0) groups.delete(group.key);
      }
      return due;
    },
  };
}

function isDue(group: Group, route: Route, now: number): boolean {
  if (group.notifiedAt === undefined) return now - group.createdAt >= route.groupWait;
  if (now - group.notifiedAt < route.groupInterval) return false;
  const changed = [...group.alerts.values()].some(
    (alert) => isFiring(alert) !== group.told.has(alert.fingerprint),
  );
  return changed || now - group.notifiedAt >= route.repeatInterval;
}

function notificationOf(group: Group, receiver: string, externalURL: string): Notification {
  const alerts = [...group.alerts.values()];
  return {
    version: "4",
    groupKey: group.key,
    truncatedAlerts: 0,
    status: alerts.some(isFiring) ? "firing" : "resolved",
    receiver,
    groupLabels: group.labels,
    commonLabels: common(alerts.map((alert) => alert.labels)),
    commonAnnotations: common(alerts.map((alert) => alert.annotations)),
    externalURL,
    alerts: alerts.map((alert) => ({
      status: isFiring(alert) ? "firing" : "resolved",
      labels: alert.labels,
      annotations: alert.annotations,
      startsAt: new Date(alert.startsAt).toISOString(),
      endsAt: alert.endsAt === undefined ? NOT_ENDED : new Date(alert.endsAt).toISOString(),
      generatorURL: alert.generatorURL,
      fingerprint: alert.fingerprint,
    })),
  };
}

function isFiring(alert: Alert): boolean {
  return alert.endsAt === undefined;
}

function pick(labels: Record<string, string>, names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, labels[name] ?? ""]));
}

function common(all: Record<string, string>[]): Record<string, string> {
  const [first = {}, ...rest] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => rest.every((other) => other[name] === value)),
  );
}
