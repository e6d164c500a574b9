import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { locate } from "./locate.ts";
import { type Everyday, plan as makePlan } from "./plan.ts";
import { createRandom } from "./random.ts";
import { rename } from "./rename.ts";
import type { Identity } from "./resource.ts";
import type { Scenario } from "./scenario.ts";
import type { Span } from "./simulate.ts";
import { drawStyle } from "./style.ts";
import { telemetry } from "./telemetry.ts";
import { type AlertSource, alertBody } from "./write-alert.ts";
import { logsLine } from "./write-logs.ts";
import { metricsWriter } from "./write-metrics.ts";
import { tracesLine } from "./write-traces.ts";

export interface Truth {
  /** Full sha, or null where no commit of the repository did it. */
  culprit: string | null;
  /** The mechanism. */
  kind: string;
  /** Where the fault began. */
  service: string;
  /** Full shas of commits that a hasty reader would blame. */
  decoys: string[];
  group: string;
}

const interval = 15_000;

/** Writes one variant of a scenario as a bundle folder. The same scenario and variant give the same bytes. */
export async function buildCase(
  written: Scenario,
  variant: number,
  dir: string,
  everyday?: Everyday,
): Promise<{ bundle: string; truth: Truth }> {
  const random = createRandom(`unseen ${written.id} ${variant}`);
  const words = Object.fromEntries(
    Object.entries(written.world.rename).map(([word, others]) => [
      word,
      variant === 0 ? word : random.pick([word, ...others, ...others]),
    ]),
  );
  const { id, group, ...rest } = written;
  const scenario: Scenario = { id, group, ...rename(rest, words) };
  const { world } = scenario;
  const needs = scenario.needs ?? [];
  const style = drawStyle(random, needs);
  const plan = makePlan(scenario, random, everyday);
  const run = telemetry(scenario, plan, style, random);

  const identity: Identity = {
    repository: world.repository,
    revision(instance) {
      const service = world.services.find(({ name }) => name === instance.service)!;
      if (service.paths.length === 0) {
        const { foreign } = scenario;
        if (foreign?.service !== service.name) return { version: "2024.11.3" };
        return { version: foreign.version[instance.since > 0 ? 1 : 0] };
      }
      const sha = instance.index < 0 ? baseSha : plan.commits[instance.index]!.sha;
      return style.revision === "none" ? {} : { sha };
    },
  };
  const first = plan.commits[0]!.json as { parents: { sha: string }[] };
  const baseSha = first.parents[0]!.sha;

  const bySlice = <T>(items: T[], time: (item: T) => number) => {
    const slices = new Map<number, T[]>();
    for (const item of items) {
      const key = Math.floor((time(item) - plan.start) / interval);
      const slice = slices.get(key);
      if (slice) slice.push(item);
      else slices.set(key, [item]);
    }
    return [...slices].sort(([a], [b]) => a - b);
  };

  const sampled = run.ratio < 0.999;
  const threshold = Math.floor((1 - run.ratio) * 65536)
    .toString(16)
    .padStart(4, "0");
  const tracestate = sampled && random.chance(0.6) ? `ot=th:${threshold.replace(/0+$/, "") || "0"}` : "";
  const sources = {
    stack: run.stackOf,
    frame: (span: Span) =>
      locate(span.step!.src!, span.instance.index < 0 ? plan.base : plan.commits[span.instance.index]!.files),
  };
  const recorded = scenario.thin
    ? run.spans
        .filter((span) => !span.parentId)
        .map((span) => (span.failure ? { ...span, failure: { ...span.failure, quiet: true } } : span))
    : run.spans;
  // Some pipelines lose a few spans, parents included.
  const lossy = !scenario.thin && random.chance(0.15);
  const arrived = lossy ? recorded.filter(() => !random.chance(0.03)) : recorded;
  const spans = bySlice(arrived, (span) => span.end);
  const files: Record<string, string> = {};
  files["traces.jsonl"] = spans
    .map(([, slice]) => tracesLine(slice, style, identity, sources, tracestate))
    .join("\n");

  const keepLogs =
    !scenario.thin && (needs.includes("logs") || style.exceptionsIn !== "events" || random.chance(0.75));
  if (keepLogs)
    files["logs.jsonl"] = bySlice(run.logs, ({ time }) => time)
      .map(([, slice]) => logsLine(slice, style, identity))
      .join("\n");

  if (!scenario.thin && (needs.includes("metrics") || random.chance(0.5))) {
    const metrics = metricsWriter(style, identity, Math.max(1, Math.round(1 / run.ratio)), plan.start);
    const servers = new Map(
      bySlice(
        run.spans.filter((span) => span.kind === "server" && !span.step && span.op.includes(" /")),
        (span) => span.end,
      ),
    );
    const lines: string[] = [];
    for (let from = plan.start; from + 2 * interval <= plan.end; from += 2 * interval) {
      const key = Math.round((from - plan.start) / interval);
      const both = [...(servers.get(key) ?? []), ...(servers.get(key + 1) ?? [])];
      lines.push(metrics(from, from + 2 * interval, both, run.readings(from + 2 * interval)));
    }
    files["metrics.jsonl"] = lines.join("\n");
  }

  const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  const keepDeployments =
    needs.includes("deployments") ||
    style.revision === "none" ||
    style.revision === "tag" ||
    random.chance(0.8);
  if (keepDeployments) {
    const staging = random.chance(0.3);
    const rows = plan.deployments.flatMap(({ at, services, index }) => {
      const { sha } = plan.commits[index]!;
      const row = (environment: string, time: number) =>
        plan.whole || services.length === 0
          ? [{ created_at: iso(time), environment, sha }]
          : services.map((service) => ({ created_at: iso(time), environment, sha, service }));
      return [...(staging ? row("staging", at - 25_000) : []), ...row("production", at)];
    });
    files["deployments.json"] = JSON.stringify(random.chance(0.5) ? rows : rows.reverse(), null, 2);
  }

  const commits = plan.commits.map(({ json }) => json);
  files["commits.json"] = JSON.stringify(random.chance(0.5) ? commits : commits.reverse(), null, 2);

  const events = [
    ...(scenario.events ?? []).map((event) => ({ ...event, time: plan.onset + event.at * 1000 })),
    ...(random.chance(0.4)
      ? [
          {
            kind: "scale",
            service: world.services[0]!.name,
            text: `${world.services[0]!.name} scaled from ${world.services[0]!.replicas + 1} to ${world.services[0]!.replicas}`,
            time: plan.onset - random.integer(90, 300) * 60_000,
          },
        ]
      : []),
    ...(scenario.foreign?.announced
      ? [
          {
            kind: "deployment",
            service: scenario.foreign.service,
            text: `${scenario.foreign.service} ${scenario.foreign.version[1]} released by its own team`,
            time: plan.onset + scenario.foreign.at * 1000,
          },
        ]
      : []),
  ]
    .filter(({ time }) => time <= plan.end)
    .sort((a, b) => a.time - b.time);
  if (events.length && (needs.includes("events") || random.chance(0.7)))
    files["events.json"] = JSON.stringify(
      events.map(({ time, kind, service, text }) => ({
        time: iso(time),
        kind,
        ...(service ? { service } : {}),
        text,
      })),
      null,
      2,
    );

  const [alertService, alertOp] = (scenario.alertOn ?? Object.keys(world.entries)[0]!).split("|");
  // Memory is noticed late, the rest within minutes.
  const leak = scenario.symptom === "memory";
  const firedAt = leak
    ? plan.onset + 0.6 * (plan.end - plan.onset)
    : Math.min(plan.onset + random.integer(60, 170) * 1000, plan.end - 5000);
  const seen = run.spans.filter(
    (span) =>
      !span.step &&
      span.instance.service === alertService &&
      (!alertOp || span.op === alertOp) &&
      span.start > plan.onset + 20_000,
  );
  const durations = seen.map((span) => span.end - span.start).sort((a, b) => a - b);
  const gauge = scenario.gauges?.find(({ to }) => to !== undefined);
  const share = gauge ? Math.min(1, (firedAt - plan.onset) / 1000 / (gauge.ramp ?? 1)) : 0;
  const grown = gauge ? gauge.base + (gauge.to! - gauge.base) * share : 0;
  const [observed, limit] = {
    errors: [
      Math.max(
        0.02,
        seen.filter((span) => span.failed || span.status >= 400).length / Math.max(1, seen.length),
      ),
      0.01,
    ],
    latency: [(durations[Math.floor(durations.length * 0.95)] ?? 1000) / 1000, 0.4],
    memory: [grown / 1048576, Math.round(grown / 1048576 / 50) * 50 - 50],
    traffic: [scenario.surge?.factor ?? 2, 1.5],
    saturation: [0.97, 0.85],
  }[scenario.symptom] as [number, number];
  const thrown = run.spans.find(
    (span) =>
      !span.step &&
      span.failure &&
      !span.failure.quiet &&
      span.start > plan.onset &&
      span.instance.service === alertService &&
      span.status >= 500,
  );
  let alertSource: AlertSource | null = null;
  if (random.chance(0.88)) {
    alertSource = random.pick([
      "generic",
      "generic",
      "alertmanager",
      "alertmanager",
      "grafana",
      "cloudevents",
      "pagerduty",
    ]);
    if (scenario.symptom === "errors" && thrown && !scenario.thin && random.chance(0.2))
      alertSource = "sentry";
    const version = thrown && identity.revision(thrown.instance).sha;
    files["alert.json"] = JSON.stringify(
      alertBody(
        alertSource,
        {
          service: alertService!,
          op: alertOp ?? "",
          symptom: scenario.symptom,
          observed,
          threshold: limit,
          firedAt,
          version,
          failure: thrown ? { failure: thrown.failure!, frames: run.framesOf(thrown) } : undefined,
        },
        random,
      ),
      null,
      2,
    );
  }
  files["bundle.json"] = JSON.stringify(
    {
      repository: world.repository,
      environment: "production",
      ...(alertSource ? { alert_source: alertSource } : {}),
      ...(random.chance(0.7)
        ? {
            window: {
              from: new Date(plan.onset + random.integer(-20, 50) * 1000).toISOString(),
              to: new Date(plan.end).toISOString(),
            },
          }
        : {}),
    },
    null,
    2,
  );

  const bundle = join(dir, `${written.id}-${variant}`);
  await rm(bundle, { recursive: true, force: true });
  await mkdir(bundle, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(bundle, name), `${text}\n`);
  const truth: Truth = {
    culprit: plan.culprit === null ? null : plan.commits[plan.culprit]!.sha,
    kind: scenario.kind,
    service: scenario.service,
    decoys: plan.decoys.map((index) => plan.commits[index]!.sha),
    group,
  };
  return { bundle, truth };
}
