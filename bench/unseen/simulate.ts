import type { Random } from "./random.ts";
import type { Instance, Rollout } from "./rollout.ts";
import type { Effect, Failure, Language, Noise, Op, Service, Step } from "./scenario.ts";

export interface Span {
  traceId: string;
  spanId: string;
  parentId: string;
  instance: Instance;
  language: Language;
  kind: "server" | "client" | "producer" | "consumer" | "internal";
  name: string;
  /** Milliseconds since the epoch, with fractions. */
  start: number;
  end: number;
  op: string;
  step?: Step;
  status: number;
  failed: boolean;
  failure?: Failure;
  repeat: number;
  attributes: Record<string, string>;
  log?: string;
}

export interface Site {
  services: Map<string, Service>;
  rollout: Rollout;
  effects: Effect[];
  noise: Noise[];
  onset: number;
  /** Index of the culprit's commit; effects without `gate: "time"` hold where the revision has it. */
  culprit: number | null;
  /** Another repository's service; `gate: "foreign"` holds where its new version answers. */
  foreign: string | undefined;
  /** Such effects begin no earlier than this. */
  begins: number;
  /** Multiplies the effects' shares. */
  strength: number;
  random: Random;
  maxRepeat: number;
}

interface Result {
  end: number;
  failure?: Failure;
  status: number;
}

const upstream: Record<Language, string> = {
  typescript: "UpstreamError",
  python: "httpx.HTTPStatusError",
  go: "*errors.errorString",
  java: "org.springframework.web.client.HttpServerErrorException",
  ruby: "Faraday::ServerError",
  csharp: "System.Net.Http.HttpRequestException",
  php: "GuzzleHttp\\Exception\\ServerException",
  rust: "reqwest::Error",
  elixir: "Elixir.Tesla.Error",
  scala: "sttp.client4.ResponseException$UnexpectedStatusCode",
  cpp: "UpstreamError",
  kotlin: "io.ktor.client.plugins.ServerResponseException",
};

/** One request from its entry down to the last span. Deterministic for the site's random state. */
export function simulate(
  site: Site,
  entry: string,
  time: number,
  attributes: Record<string, string>,
): Span[] {
  const { random } = site;
  const spans: Span[] = [];
  const traceId = random.hex(32);
  const chosen = new Map<string, number>();
  const instanceOf = (service: Service, at: number) => {
    let slot = chosen.get(service.name);
    if (slot === undefined) {
      slot = random.integer(0, service.replicas - 1);
      chosen.set(service.name, slot);
    }
    return site.rollout.at(service.name, slot, at);
  };
  const noisy = (median: number) => median * Math.exp(0.32 * random.normal());
  const fill = (text: string) =>
    text.replace(
      /\{(\w+)\}/g,
      (all, key: string) => attributes[key] ?? (key === "n" ? `${random.integer(1000, 99999)}` : all),
    );
  const filled = (failure: Failure): Failure => ({ ...failure, message: fill(failure.message) });

  function active(at: string, instance: Instance, now: number): { effect: Effect; size: number }[] {
    const hit: { effect: Effect; size: number }[] = [];
    const [service] = at.split("|");
    for (const effect of site.effects) {
      if (effect.at !== at && !(effect.at === `${service}|*` && at.split("|").length === 2)) continue;
      const start = site.onset + (effect.delay ?? 0) * 1000;
      const gate = effect.gate ?? service!;
      let since = start;
      if (gate === "foreign") {
        if (instanceOf(site.services.get(site.foreign!)!, now).since === 0 || now < start) continue;
      } else if (gate === "time" || site.culprit === null) {
        if (now < start) continue;
      } else {
        const gated = gate === service ? instance : instanceOf(site.services.get(gate)!, now);
        if (gated.index < site.culprit || now < site.begins + (effect.delay ?? 0) * 1000) continue;
        since = Math.max(gated.since, site.begins) + (effect.delay ?? 0) * 1000;
      }
      if (effect.every && (now - start) % (effect.every.period * 1000) > effect.every.lasts * 1000) continue;
      const matches = Object.entries(effect.where ?? {}).every(([key, value]) => {
        if (key === "host") return instance.host === value;
        if (key === "zone") return instance.zone === value;
        if (key === "instance") return instance.slot === Number(value);
        return attributes[key] === value;
      });
      if (!matches) continue;
      const size = effect.ramp ? Math.min(1, Math.max(0, (now - since) / (effect.ramp * 1000))) : 1;
      const isShare = effect.fail !== undefined || effect.refuse !== undefined || effect.share !== undefined;
      const p = isShare
        ? (effect.share ?? 1) *
          (effect.share === 1 || effect.share === undefined ? 1 : site.strength) *
          (effect.slow ? 1 : size)
        : 1;
      if (random.next() < p) hit.push({ effect, size });
    }
    return hit;
  }

  function open(
    partial: Omit<Span, "traceId" | "spanId" | "end" | "status" | "failed" | "repeat" | "attributes">,
  ): Span {
    const span: Span = {
      ...partial,
      traceId,
      spanId: random.hex(16),
      end: partial.start,
      status: 200,
      failed: false,
      repeat: 0,
      attributes,
    };
    spans.push(span);
    return span;
  }

  function runOp(name: string, opName: string, start: number, parentId: string): Result {
    const service = site.services.get(name)!;
    const op: Op | undefined = service.ops.find((o) => o.name === opName);
    if (!op) throw new Error(`${name} has no operation ${opName}`);
    const instance = instanceOf(service, start);
    const at = `${name}|${opName}`;
    const effects = active(at, instance, start);
    const refused = effects.find(({ effect }) => effect.refuse);
    if (refused)
      return {
        end: start + 1 + random.next() * 3,
        failure: { ...refused.effect.refuse!, status: 0 },
        status: 0,
      };
    const kind = /^[A-Z]+ \//.test(opName)
      ? "server"
      : /^(process|consume) /.test(opName)
        ? "consumer"
        : parentId || /^rpc /.test(opName)
          ? "server"
          : "internal";
    const span = open({
      parentId,
      instance,
      language: service.language,
      kind,
      name: opName,
      start,
      op: opName,
    });
    let now = start + noisy(op.ms * 0.4);
    let failure: Failure | undefined = effects.find(({ effect }) => effect.fail && effect.early)?.effect.fail;
    if (!failure)
      for (const step of op.steps) {
        const done = runStep(service, op, step, instance, now, span.spanId);
        now = done.end;
        if (done.failure && !step.tolerate) {
          failure = done.failure;
          break;
        }
      }
    for (const { effect, size } of effects) if (effect.slow) now += noisy(effect.slow * size);
    now += noisy(op.ms * 0.6);
    if (!failure) failure = effects.find(({ effect }) => effect.fail && !effect.early)?.effect.fail;
    if (!failure) failure = site.noise.find((noise) => noise.at === at && random.chance(noise.share))?.fail;
    span.end = now;
    if (failure) {
      span.failure = filled(failure);
      span.status = failure.status ?? 500;
      span.failed = span.status >= 500 || kind !== "server";
    } else if (op.log) span.log = fill(op.log);
    return {
      end: now,
      status: span.status,
      ...(span.failure && span.status >= 400 ? { failure: span.failure } : {}),
    };
  }

  function runStep(
    service: Service,
    op: Op,
    plain: Step,
    instance: Instance,
    start: number,
    parentId: string,
  ): Result {
    const at = `${service.name}|${op.name}|${plain.id ?? ""}`;
    const effects = plain.id ? active(at, instance, start) : [];
    let step = plain;
    for (const { effect } of effects) if (effect.set) step = { ...step, ...effect.set } as Step;
    if (step.chance !== undefined && !random.chance(step.chance)) return { end: start, status: 200 };
    const times = Math.min(step.times ?? 1, site.maxRepeat);
    let now = start;
    for (let repeat = 0; repeat < times; repeat++) {
      const attempts = 1 + (step.retries ?? 0);
      let last: Result | undefined;
      for (let attempt = 0; attempt < attempts; attempt++) {
        const again = attempt === 0 ? effects : active(at, instance, now);
        last = attemptStep(service, op, step, instance, now, parentId, again, repeat);
        now = last.end + 0.2;
        if (!last.failure) break;
      }
      if (last?.failure) return { ...last, end: now };
    }
    return { end: now, status: 200 };
  }

  function attemptStep(
    service: Service,
    op: Op,
    step: Step,
    instance: Instance,
    start: number,
    parentId: string,
    effects: { effect: Effect; size: number }[],
    repeat: number,
  ): Result {
    const name =
      step.do === "call"
        ? step.op.split(" ")[0]!
        : step.do === "ext"
          ? step.method
          : step.do === "db"
            ? `${step.query.split(" ")[0]} ${step.table}`
            : step.do === "cache"
              ? step.command.split(" ")[0]!
              : step.do === "send"
                ? `send ${step.topic}`
                : step.name;
    const kind = step.do === "send" ? "producer" : step.do === "work" ? "internal" : "client";
    const span = open({
      parentId,
      instance,
      language: service.language,
      kind,
      name,
      start,
      op: op.name,
      step,
    });
    span.repeat = repeat;
    const failing = effects.find(({ effect }) => effect.fail)?.effect.fail;
    let end = start + noisy(step.ms ?? (step.do === "cache" ? 0.7 : step.do === "work" ? 3 : 2));
    for (const { effect, size } of effects) if (effect.slow) end += noisy(effect.slow * size);
    let failure: Failure | undefined;
    if (failing) {
      failure = filled(failing);
      span.status = failing.status ?? 0;
    } else if (step.do === "call") {
      const callee = runOp(step.to, step.op, start + 0.4 + random.next(), span.spanId);
      end = Math.max(end, callee.end + 0.4 + random.next());
      span.status = callee.status;
      if (callee.failure) {
        const message =
          callee.status === 0
            ? callee.failure.message
            : `${step.op.split(" ")[0]} http://${step.to}:8080${step.op.split(" ")[1] ?? ""} responded ${callee.status}`;
        failure =
          callee.status === 0
            ? { ...callee.failure, status: 0 }
            : { type: upstream[service.language], message, status: callee.status, quiet: true };
      }
    } else if (step.do === "send") {
      runOp(step.to, step.op, end + 4 + random.next() * 30, span.spanId);
    }
    if (step.timeout !== undefined && end - start > step.timeout) {
      end = start + step.timeout + random.next() * 2;
      failure = step.onFail ?? {
        type: "TimeoutError",
        message: `request timed out after ${step.timeout}ms`,
        status: 0,
      };
      span.status = 0;
    }
    span.end = end;
    if (!failure) return { end, status: 200 };
    span.failed = true;
    span.failure = failure;
    const client = span.status >= 400 && span.status < 500;
    const thrown: Failure = step.onFail
      ? filled(step.onFail)
      : {
          ...failure,
          quiet: step.do === "call" && !client && span.status !== 0 ? false : (failure.quiet ?? false),
          status:
            step.do === "call" && span.status >= 500
              ? 502
              : step.do === "call" && span.status === 0
                ? 504
                : failure.status && client && step.do === "call"
                  ? failure.status
                  : 500,
          ...(step.src && !failure.frames ? { frames: [step.src] } : {}),
        };
    return { end, failure: thrown, status: thrown.status ?? 500 };
  }

  const [service, op] = entry.split("|");
  runOp(service!, op!, time, "");
  return spans;
}
