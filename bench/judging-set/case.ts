import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Truth } from "../unseen/case.ts";
import { locate } from "../unseen/locate.ts";
import type { Plan } from "../unseen/plan.ts";
import { createRandom, type Random } from "../unseen/random.ts";
import { rename } from "../unseen/rename.ts";
import type { Identity } from "../unseen/resource.ts";
import type { Span } from "../unseen/simulate.ts";
import { drawStyle, type Style } from "../unseen/style.ts";
import { type Telemetry, telemetry } from "../unseen/telemetry.ts";
import { type AlertSource, alertBody } from "../unseen/write-alert.ts";
import { logsLine } from "../unseen/write-logs.ts";
import { metricsWriter } from "../unseen/write-metrics.ts";
import { tracesLine } from "../unseen/write-traces.ts";
import type { JudgingSet, Voice } from "./judging-set.ts";
import { layOut } from "./plan.ts";
import type { Scenario } from "./scenario.ts";

const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

function slices<T>(items: T[], time: (item: T) => number, start: number, seconds: number): [number, T[]][] {
  const key = (item: T) => Math.floor((time(item) - start) / (seconds * 1000));
  return [...Map.groupBy(items, key)].sort(([a], [b]) => a - b);
}

/** Whole traces are kept or left out, as a sampler at the head would. */
function sample(run: Telemetry, spanBudget: number, random: Random): { spans: Span[]; ratio: number } {
  const share = Math.min(1, spanBudget / run.spans.length);
  if (share === 1) return run;
  const kept = new Set(
    [...new Set(run.spans.map(({ traceId }) => traceId))].filter(() => random.chance(share)),
  );
  return { spans: run.spans.filter(({ traceId }) => kept.has(traceId)), ratio: run.ratio * share };
}

/** Makes what was logged sound like the languages of the set. */
function reword(run: Telemetry, voice: Voice, random: Random): void {
  for (const log of run.logs) {
    const failed = /^(.*?) failed: (.*?): ([\s\S]*)$/.exec(log.body);
    if (log.traceId && failed && log.severity !== "INFO")
      log.body = voice.failureLine(log.language, failed[1]!, failed[2]!, failed[3]!);
    else if (/^(health check ok|connection to configuration store|slow client dropped)/.test(log.body)) {
      log.body = voice.chatterLine(log.language, random);
      log.severity = "INFO";
    }
  }
}

function deploymentRows(plan: Plan, random: Random) {
  const staging = random.chance(0.25);
  const rows = plan.deployments.flatMap(({ at, services, index }) => {
    const { sha } = plan.commits[index]!;
    const row = (environment: string, time: number) =>
      plan.whole || services.length === 0
        ? [{ created_at: iso(time), environment, sha }]
        : services.map((service) => ({ created_at: iso(time), environment, sha, service }));
    return [...(staging ? row("staging", at - 40_000) : []), ...row("production", at)];
  });
  return random.chance(0.5) ? rows : rows.reverse();
}

function eventRows(scenario: Scenario, plan: Plan, random: Random) {
  const { world, foreign } = scenario;
  const scaled = random.pick(world.services);
  return [
    ...(scenario.events ?? []).map((event) => ({ ...event, time: plan.onset + event.at * 1000 })),
    ...(random.chance(0.35)
      ? [
          {
            kind: "scale",
            service: scaled.name,
            text: `HorizontalPodAutoscaler: ${scaled.name} ${scaled.replicas + 1} -> ${scaled.replicas}`,
            time: plan.onset - random.integer(70, 280) * 60_000,
          },
        ]
      : []),
    ...(foreign?.announced
      ? [
          {
            kind: "deployment",
            service: foreign.service,
            text: `${foreign.service} ${foreign.version[1]} rolled out by the team that owns it`,
            time: plan.onset + foreign.at * 1000,
          },
        ]
      : []),
  ]
    .filter(({ time }) => time <= plan.end)
    .sort((a, b) => a.time - b.time)
    .map(({ time, kind, service, text }) => ({
      time: iso(time),
      kind,
      ...(service ? { service } : {}),
      text,
    }));
}

function alert(
  scenario: Scenario,
  plan: Plan,
  run: Telemetry,
  revision: Identity["revision"],
  random: Random,
): { source: AlertSource; body: unknown } | null {
  if (random.chance(0.1)) return null;
  const { symptom, thin } = scenario;
  const [service, op = ""] = (scenario.alertOn ?? Object.keys(scenario.world.entries)[0]!).split("|");
  const span = plan.end - plan.onset;
  const firedAt =
    symptom === "memory"
      ? plan.onset + random.between(0.5, 0.75) * span
      : Math.min(plan.onset + random.integer(50, 200) * 1000, plan.end - 4000);
  const seen = run.spans.filter(
    (s) => !s.step && s.instance.service === service && (!op || s.op === op) && s.start > plan.onset + 15_000,
  );
  const times = seen.map((s) => s.end - s.start).sort((a, b) => a - b);
  const gauge = scenario.gauges?.find(({ to }) => to !== undefined);
  const grown = gauge
    ? gauge.base + (gauge.to! - gauge.base) * Math.min(1, (firedAt - plan.onset) / 1000 / (gauge.ramp ?? 1))
    : 0;
  const bad = seen.filter((s) => s.failed || s.status >= 400).length / Math.max(1, seen.length);
  const measured: Record<Scenario["symptom"], [number, number]> = {
    errors: [Math.max(0.015, bad), 0.01],
    latency: [(times[Math.floor(times.length * 0.95)] ?? 1200) / 1000, 0.5],
    memory: [grown / 1048576, Math.round(grown / 1048576 / 50) * 50 - 50],
    traffic: [scenario.surge?.factor ?? 2, 1.5],
    saturation: [0.97, 0.85],
  };
  const [observed, threshold] = measured[symptom];
  const thrown = seen.find((s) => s.failure && !s.failure.quiet && s.status >= 500);
  const source: AlertSource =
    symptom === "errors" && thrown && !thin && random.chance(0.2)
      ? "sentry"
      : random.pick([
          "alertmanager",
          "alertmanager",
          "grafana",
          "generic",
          "pagerduty",
          "cloudevents",
        ] as const);
  const facts = {
    service: service!,
    op,
    symptom,
    observed,
    threshold,
    firedAt,
    version: thrown && revision(thrown.instance).sha,
    failure: thrown ? { failure: thrown.failure!, frames: run.framesOf(thrown) } : undefined,
  };
  const usual = JSON.stringify(alertBody(source, facts, random));
  const { alertSays } = scenario;
  if (!alertSays) return { source, body: JSON.parse(usual) };
  const said = usual
    .replaceAll("Saturation", alertSays.name)
    .replaceAll(`${service} is saturated (${observed.toFixed(2)})`, alertSays.summary)
    .replaceAll("resource_saturation_ratio", alertSays.metric);
  return { source, body: JSON.parse(said) };
}

function identify(scenario: Scenario, plan: Plan, style: Style): Identity {
  const { world, foreign } = scenario;
  const { parents } = plan.commits[0]!.json as { parents: { sha: string }[] };
  return {
    repository: world.repository,
    revision(instance) {
      const { paths } = world.services.find(({ name }) => name === instance.service)!;
      if (paths.length === 0)
        return {
          version:
            foreign?.service === instance.service ? foreign.version[instance.since > 0 ? 1 : 0] : "7.2.0",
        };
      if (style.revision === "none") return {};
      return { sha: instance.index < 0 ? parents[0]!.sha : plan.commits[instance.index]!.sha };
    },
  };
}

/** Writes one variant of a scenario as a bundle folder. The same scenario and variant give the same bytes. */
export async function buildCase(
  set: JudgingSet,
  written: Scenario,
  variant: number,
  dir: string,
): Promise<{ bundle: string; truth: Truth }> {
  const random = createRandom(`${set.name}/${written.id}/${variant}`);
  const words = Object.fromEntries(
    Object.entries(written.world.rename).map(([word, others]) => [
      word,
      variant === 0 ? word : random.pick([word, ...others]),
    ]),
  );
  const { id, group, ...rest } = written;
  const scenario: Scenario = { id, group, ...rename(rest, words) };
  const { world, thin = false } = scenario;
  const needs = scenario.needs ?? [];
  const style = drawStyle(random, needs);
  const plan = layOut(set, scenario, random);
  const run = telemetry(scenario, plan, style, random);
  reword(run, set.voice, random);
  const identity = identify(scenario, plan, style);
  const filesOf = (index: number) => (index < 0 ? plan.base : plan.commits[index]!.files);
  const files: Record<string, string> = {};

  const { spans, ratio } = thin ? run : sample(run, set.spanBudget, random);
  const threshold = Math.floor((1 - ratio) * 65536)
    .toString(16)
    .padStart(4, "0")
    .replace(/0+$/, "");
  const tracestate = ratio < 0.999 && random.chance(0.5) ? `ot=th:${threshold || "0"}` : "";
  const outermost = spans
    .filter((span) => !span.parentId)
    .map((span) => (span.failure ? { ...span, failure: { ...span.failure, quiet: true } } : span));
  const lossy = !thin && random.chance(0.12);
  const arrived = thin ? outermost : spans.filter(() => !lossy || !random.chance(0.03));
  const full = random.chance(0.7);
  const dress = (line: string) => set.voice.dress(line, full, world);
  const places = {
    stack: run.stackOf,
    frame: (span: Span) => locate(span.step!.src!, filesOf(span.instance.index)),
  };
  files["traces.jsonl"] = slices(arrived, ({ end }) => end, plan.start, set.exportEvery)
    .map(([, some]) => dress(tracesLine(some, style, identity, places, tracestate)))
    .join("\n");
  if (!thin && (needs.includes("logs") || style.exceptionsIn !== "events" || random.chance(0.7)))
    files["logs.jsonl"] = slices(run.logs, ({ time }) => time, plan.start, set.exportEvery)
      .map(([, some]) => dress(logsLine(some, style, identity)))
      .join("\n");
  if (!thin && (needs.includes("metrics") || random.chance(0.55))) {
    const write = metricsWriter(style, identity, Math.max(1, Math.round(1 / run.ratio)), plan.start);
    const every = random.pick([45_000, 60_000]);
    const servers = run.spans.filter((s) => s.kind === "server" && !s.step && s.op.includes(" /"));
    const lines: string[] = [];
    for (let from = plan.start; from + every <= plan.end; from += every) {
      const ended = servers.filter(({ end }) => end >= from && end < from + every);
      lines.push(dress(write(from, from + every, ended, run.readings(from + every))));
    }
    files["metrics.jsonl"] = lines.join("\n");
  }

  if (needs.includes("deployments") || ["none", "tag"].includes(style.revision) || random.chance(0.75))
    files["deployments.json"] = JSON.stringify(deploymentRows(plan, random), null, 2);
  const commits = plan.commits.map(({ json }) => json);
  files["commits.json"] = JSON.stringify(random.chance(0.5) ? commits : commits.reverse(), null, 2);
  const events = eventRows(scenario, plan, random);
  if (events.length && (needs.includes("events") || random.chance(0.65)))
    files["events.json"] = JSON.stringify(events, null, 2);
  const fired = alert(scenario, plan, run, identity.revision, random);
  if (fired) files["alert.json"] = JSON.stringify(fired.body, null, 2);
  const window = {
    from: new Date(plan.onset + random.integer(-30, 45) * 1000).toISOString(),
    to: new Date(plan.end).toISOString(),
  };
  files["bundle.json"] = JSON.stringify(
    {
      repository: world.repository,
      environment: "production",
      ...(fired ? { alert_source: fired.source } : {}),
      ...(random.chance(0.65) || (set.windowWithoutAlert && !fired) ? { window } : {}),
    },
    null,
    2,
  );

  const bundle = join(dir, `${id}-${variant}`);
  await rm(bundle, { recursive: true, force: true });
  await mkdir(bundle, { recursive: true });
  const host = random.pick(set.hostNames);
  for (const [name, text] of Object.entries(files)) {
    // `@T+118m@` in a message is a moment relative to the onset.
    const said = text
      .replace(/\bnode-(?=[1-4]\b)/g, host)
      .replace(/@T([+-]\d+)m@/g, (_, minutes: string) => iso(plan.onset + Number(minutes) * 60_000));
    await writeFile(join(bundle, name), `${said}\n`);
  }
  return {
    bundle,
    truth: {
      culprit: plan.culprit === null ? null : plan.commits[plan.culprit]!.sha,
      kind: scenario.kind,
      service: scenario.service,
      decoys: plan.decoys.map((index) => plan.commits[index]!.sha),
      group,
    },
  };
}
