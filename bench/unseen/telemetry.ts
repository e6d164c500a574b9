import { locate } from "./locate.ts";
import type { Plan } from "./plan.ts";
import type { Random } from "./random.ts";
import { type Instance, rollout } from "./rollout.ts";
import type { Language, LogLine, Scenario } from "./scenario.ts";
import { type Site, type Span, simulate } from "./simulate.ts";
import { type Frame, stackTrace } from "./stack.ts";
import type { Style } from "./style.ts";
import type { LogRecord } from "./write-logs.ts";
import type { Reading } from "./write-metrics.ts";

export interface Telemetry {
  spans: Span[];
  logs: LogRecord[];
  /** Gauges at a time, of all instances. */
  readings(time: number): Reading[];
  /** Recorded share of the real traffic. */
  ratio: number;
  framesOf(span: Span): Frame[];
  stackOf(span: Span): string;
}

const spanLimit = 5200;

/** Runs the incident: all requests between start and end, what they log, and what the processes measure. */
export function telemetry(scenario: Scenario, plan: Plan, style: Style, random: Random): Telemetry {
  const { world } = scenario;
  const { onset, start, end, culprit } = plan;
  const lag = scenario.lag ?? 0;
  const services = new Map(
    world.services.map((service) => [
      service.name,
      {
        ...service,
        ops: service.ops.map(
          (op) => scenario.ops?.[service.name]?.find((other) => other.name === op.name) ?? op,
        ),
      },
    ]),
  );
  for (const [name, ops] of Object.entries(scenario.ops ?? {}))
    for (const op of ops)
      if (!services.get(name)!.ops.some((other) => other.name === op.name)) services.get(name)!.ops.push(op);
  const foreign = scenario.foreign && {
    at: onset + scenario.foreign.at * 1000 - plan.rolloutLag,
    services: [scenario.foreign.service],
    index: -1,
  };
  const everything = foreign ? [...plan.deployments, foreign] : plan.deployments;
  const instances = rollout(world.services, everything, random, plan.rolloutLag, plan.stagger);
  const site: Site = {
    services,
    rollout: instances,
    effects: scenario.effects,
    noise: [...world.noise, ...(scenario.noise ?? [])],
    onset,
    culprit,
    foreign: scenario.foreign?.service,
    begins: lag > 0 ? onset : 0,
    strength: random.between(0.7, 1),
    random,
    maxRepeat: 22,
  };

  const entries = Object.entries(world.entries);
  const pickEntry = () => {
    let left = random.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [entry, weight] of entries) {
      left -= weight;
      if (left <= 0) return entry;
    }
    return entries[0]![0];
  };
  const attributes = () =>
    Object.fromEntries(
      Object.entries(world.attributes).map(([key, values]) => [
        key,
        values[Math.floor(values.length * random.next() ** 1.4)]!,
      ]),
    );
  const probe = Array.from({ length: 20 }, () => simulate(site, pickEntry(), start, attributes()).length);
  const perTrace = probe.reduce((a, b) => a + b, 0) / probe.length;
  const [low, high] =
    scenario.rps ??
    random.pick([
      [0.5, 1],
      [1, 3],
      [3, 8],
      [12, 24],
    ] as const);
  const real = random.between(low, high);
  const affordable =
    (scenario.spans ?? spanLimit) / (((end - start) / 1000) * perTrace) / (scenario.surge ? 1.8 : 1);
  const recorded = Math.min(real, affordable);

  const spans: Span[] = [];
  const surge = scenario.surge;
  const arrivals = (from: number, to: number, rate: number, run: (time: number) => void) => {
    const gap = () => -Math.log(1 - random.next()) / (rate / 1000);
    for (let t = from + gap(); t < to; t += gap()) run(t);
  };
  arrivals(start, end, recorded, (t) => spans.push(...simulate(site, pickEntry(), t, attributes())));
  if (surge)
    arrivals(onset, end, recorded * (surge.factor - 1), (t) => {
      const extra = surge.attribute ? { [surge.attribute[0]]: surge.attribute[1] } : {};
      spans.push(...simulate(site, surge.entry ?? pickEntry(), t, { ...attributes(), ...extra }));
    });

  const filesOf = (instance: Instance) =>
    instance.index < 0 ? plan.base : plan.commits[instance.index]!.files;
  const framesOf = (span: Span): Frame[] =>
    (span.failure?.frames ?? []).map((place) => locate(place, filesOf(span.instance)));
  const stackOf = (span: Span) =>
    span.failure ? stackTrace(span.language, span.failure.type, span.failure.message, framesOf(span)) : "";

  const logs: LogRecord[] = [];
  const inLogs = style.exceptionsIn !== "events";
  for (const span of spans) {
    if (span.step) continue;
    const record = {
      time: span.end,
      instance: span.instance,
      language: span.language,
      traceId: span.traceId,
      spanId: span.spanId,
    };
    if (span.failure && !span.failure.quiet) {
      if (!inLogs && !random.chance(0.7)) continue;
      const { type, message } = span.failure;
      logs.push({
        ...record,
        severity: span.status >= 500 || span.kind !== "server" ? "ERROR" : "WARN",
        body: `${span.op} failed: ${type}: ${message}`,
        ...(inLogs ? { exception: { type, message, stack: span.failure.frames ? stackOf(span) : "" } } : {}),
      });
    } else if (span.log && random.chance(0.3)) logs.push({ ...record, severity: "INFO", body: span.log });
  }
  const each = (
    service: string,
    from: number,
    seconds: number,
    run: (instance: Instance, time: number) => void,
  ) => {
    const { replicas } = services.get(service)!;
    for (let slot = 0; slot < replicas; slot++)
      for (
        let t = from + random.next() * seconds * 1000;
        t < end;
        t += seconds * 1000 * random.between(0.8, 1.2)
      )
        run(instances.at(service, slot, t), t);
  };
  const held = (
    line: Pick<LogLine, "gate" | "delay" | "where">,
    instance: Instance,
    time: number,
  ): number | null => {
    const delay = (line.delay ?? 0) * 1000;
    for (const [key, value] of Object.entries(line.where ?? {}))
      if ((key === "host" && instance.host !== value) || (key === "zone" && instance.zone !== value))
        return null;
    if (culprit === null || line.gate === "time") return time >= onset + delay ? time - onset - delay : null;
    if (instance.index < culprit) return null;
    const since = Math.max(instance.since, lag > 0 ? onset : 0) + delay;
    return time >= since ? time - since : null;
  };
  for (const line of scenario.logs ?? [])
    each(line.service, onset - 120_000, line.every, (instance, time) => {
      if (held(line, instance, time) === null) return;
      const { language } = services.get(line.service)!;
      const frames = (line.fail?.frames ?? []).map((place) => locate(place, filesOf(instance)));
      const body = line.body.replace(/\{n\}/g, () => `${random.integer(1000, 99999)}`);
      logs.push({
        time,
        instance,
        language,
        severity: line.severity,
        body,
        ...(line.fail
          ? {
              exception: {
                type: line.fail.type,
                message: line.fail.message,
                stack: frames.length ? stackTrace(language, line.fail.type, line.fail.message, frames) : "",
              },
            }
          : {}),
      });
    });
  for (const service of world.services)
    each(service.name, start, 90, (instance, time) => {
      const body = random.pick([
        `health check ok in ${random.integer(1, 9)} ms`,
        `connection to configuration store refreshed, ${random.integer(20, 60)} keys`,
        `slow client dropped after ${random.integer(5, 30)} s`,
      ]);
      logs.push({
        time,
        instance,
        language: service.language,
        severity: body.startsWith("slow") ? "WARN" : "INFO",
        body,
      });
    });
  logs.sort((a, b) => a.time - b.time);

  // Gauges: memory and processor of all, the pool where there is a database, and what the scenario says.
  const memory = new Map(world.services.map(({ name }) => [name, random.between(140, 620) * 1048576]));
  const named = new Set((scenario.gauges ?? []).map((gauge) => `${gauge.service} ${gauge.name}`));
  const readings = (time: number): Reading[] => {
    const out: Reading[] = [];
    const live = (service: string, run: (instance: Instance, language: Language) => void) => {
      const { replicas, language } = services.get(service)!;
      for (let slot = 0; slot < replicas; slot++) run(instances.at(service, slot, time), language);
    };
    for (const service of world.services)
      live(service.name, (instance, language) => {
        const put = (name: string, unit: string, value: number, more: Record<string, string> = {}) => {
          if (!named.has(`${service.name} ${name}`))
            out.push({ instance, language, name, unit, value, attributes: more });
        };
        put(
          "process.memory.usage",
          "By",
          Math.round(memory.get(service.name)! * (1 + 0.03 * random.normal())),
        );
        put("process.cpu.utilization", "1", Math.max(0.01, 0.18 + 0.04 * random.normal()));
        if (service.ops.some((op) => op.steps.some((step) => step.do === "db")))
          put("db.client.connection.count", "{connection}", random.integer(2, 6), {
            "db.client.connection.state": "used",
          });
      });
    for (const gauge of scenario.gauges ?? [])
      live(gauge.service, (instance, language) => {
        const age = held(gauge, instance, time);
        let grown = age === null ? 0 : age / 1000;
        if (gauge.restart) grown %= gauge.restart;
        const share = age === null ? 0 : gauge.ramp ? Math.min(1, grown / gauge.ramp) : 1;
        const value =
          gauge.base + ((gauge.to ?? gauge.base) - gauge.base) * share + gauge.noise * random.normal();
        out.push({
          instance,
          language,
          name: gauge.name,
          unit: gauge.unit,
          value:
            gauge.unit === "By" || gauge.unit.startsWith("{")
              ? Math.max(0, Math.round(value))
              : Math.max(0, value),
          attributes: gauge.attributes ?? {},
        });
      });
    return out;
  };
  return { spans, logs, readings, ratio: recorded / real, framesOf, stackOf };
}
