import type { Random } from "../../telemetry/random.ts";
import type { Effect, Operation, Service, System, Thrown } from "../definition.ts";
import type { ActiveEffects, Dimensions } from "./active-effects.ts";
import type { Conditions } from "./conditions.ts";
import { filled } from "./filled.ts";
import { hex } from "./hex.ts";
import type { Commit } from "./history.ts";
import { lineOf } from "./line-of.ts";
import { otlpAttributes } from "./otlp-attributes.ts";
import { parseStep, type Step } from "./parse-step.ts";
import { pick } from "./pick.ts";
import type { Json, Process, Recorder } from "./recorder.ts";
import { entrySpan, type Named, stepSpan } from "./span-record.ts";
import { stackText } from "./stack-text.ts";
import { wireError } from "./wire-errors.ts";

interface Answer {
  endMs: number;
  /** As HTTP has it; null where nobody answered. */
  status: number | null;
}

interface Failure {
  type: string;
  message: string;
  at: Thrown["at"];
  status: number;
}

/** One request as it is worked on; its spans are kept or not as a whole. */
interface Trace {
  id: string;
  dimensions: Dimensions;
  failed: boolean;
  marks: Set<string>;
  records: { signal: "traces" | "logs"; process: Process; at: number; record: Json }[];
}

/** Where served requests are counted, before any sampling. */
export type Served = (process: Process, operation: string, atMs: number, ms: number, status: number) => void;

/** A consumer takes a message up after about so long. */
const QUEUE_MS = 40;
const SLOW_MS = 1_000;

/** The system under traffic: every request from its entry down, with what the effects do to it. */
export class World {
  private readonly of: {
    system: System;
    commits: readonly Commit[];
    processes: ReadonlyMap<string, Process[][]>;
    effects: ActiveEffects;
    recorder: Recorder;
    conditions: Conditions;
    random: Random;
    /** Epoch milliseconds of the onset's zero. */
    zeroMs: number;
    served: Served;
  };

  constructor(of: World["of"]) {
    this.of = of;
  }

  /** A request from outside, at milliseconds from the onset's zero. */
  request(service: string, operation: string, atMs: number): void {
    const { random, system, conditions, recorder } = this.of;
    const dimensions = Object.fromEntries(
      Object.entries(system.dimensions).map(([key, values]) => [key, pick(values, random)]),
    );
    const trace: Trace = { id: hex(random, 32), dimensions, failed: false, marks: new Set(), records: [] };
    const { endMs } = this.serve(service, operation, atMs, trace, null);
    const { sampling } = conditions;
    const kept =
      sampling === null ||
      (sampling.kind === "tail" && (trace.failed || endMs - atMs > SLOW_MS)) ||
      random.uniform() < sampling.keep;
    for (const { signal, process, at, record } of trace.records)
      if (signal === "logs" || kept) recorder.add(signal, process, at, record);
  }

  private serve(service: string, name: string, atMs: number, trace: Trace, parent: string | null): Answer {
    const { random, effects } = this.of;
    const process = this.processAt(service, atMs);
    const definition = this.of.system.services[service] as Service;
    const operation = definition.operations[name] as Operation;
    const hits = effects.hitting(process, name, atMs, trace.dimensions, random);
    if (hits.some(({ refuse }) => refuse)) return { endMs: atMs + 1 + random.uniform(), status: null };

    const id = hex(random, 16);
    const whole = hits.filter(({ step }) => step === undefined);
    let now = atMs + this.took(operation.ms) * 0.6;
    for (const { slow } of whole) if (slow) now += this.took(slow);
    let failure: Failure | null = null;
    const steps = [...operation.steps, ...whole.flatMap(({ adds }) => (adds ? [adds] : []))];
    for (const text of steps) {
      const done = this.step(parseStep(text), hits, {
        process,
        definition,
        name,
        atMs: now,
        trace,
        parent: id,
      });
      now = done.endMs;
      if (done.failure) {
        failure = done.failure.at.length > 0 ? done.failure : { ...done.failure, at: operation.at };
        break;
      }
    }
    for (const { error, when, marks } of whole) {
      if (when && !trace.marks.has(when)) continue;
      if (marks) trace.marks.add(marks);
      if (!error || failure) continue;
      if (error.handled) this.logError(process, now, trace, id, this.thrown(error), "ERROR");
      else failure = this.thrown(error);
    }
    now += this.took(operation.ms) * 0.4;
    const status = failure?.status ?? 200;
    const extra = Object.assign({}, trace.dimensions, ...whole.map(({ attributes }) => attributes));
    const span = entrySpan(definition, name, operation, status, id);
    span.attributes = { ...span.attributes, ...extra };
    this.put(process, trace, { id, parent, span, fromMs: atMs, toMs: now, failure, definition });
    this.of.served(process, name, now, now - atMs, status);
    for (const { log } of whole) if (log) this.log(process, now, trace, id, log.level, log.body);
    for (const line of definition.logs)
      if (random.uniform() < 0.25) this.log(process, now, trace, id, "INFO", line);
    return { endMs: now, status };
  }

  private step(
    planned: Step,
    hits: readonly Effect[],
    of: { process: Process; definition: Service; name: string; atMs: number; trace: Trace; parent: string },
  ): { endMs: number; failure: Failure | null } {
    const { random } = this.of;
    const mine = hits.filter(({ step }) => step !== undefined && planned.text.startsWith(step));
    if (random.uniform() >= planned.share || mine.some(({ skip }) => skip))
      return { endMs: of.atMs, failure: null };
    const becomes = mine.find((one) => one.becomes)?.becomes;
    const step = becomes ? parseStep(becomes) : planned;
    const timeout = mine.find((one) => one.timeout)?.timeout ?? step.timeoutMs;
    const tries = 1 + (mine.find((one) => one.retry !== undefined)?.retry ?? step.retry);
    const times = mine.reduce((product, one) => product * (one.times ?? 1), 1);
    const rounds = Math.floor(times) + (random.uniform() < times % 1 ? 1 : 0);
    let now = of.atMs + 0.2;
    for (let round = 0; round < rounds; round++) {
      let failure: Failure | null = null;
      for (let attempt = 0; attempt < tries; attempt++) {
        const done = this.attempt(step, mine, timeout, { ...of, atMs: now });
        now = done.endMs;
        failure = done.failure;
        if (!failure) break;
      }
      if (failure && !step.optional) return { endMs: now, failure };
    }
    return { endMs: now, failure: null };
  }

  private attempt(
    step: Step,
    mine: readonly Effect[],
    timeout: number | null,
    of: { process: Process; definition: Service; name: string; atMs: number; trace: Trace; parent: string },
  ): { endMs: number; failure: Failure | null } {
    const { process, definition, atMs, trace } = of;
    const id = hex(this.of.random, 16);
    const slow = mine.reduce((sum, one) => sum + (one.slow ? this.took(one.slow) : 0), 0);
    const error = mine.find((one) => one.error)?.error;
    let endMs = atMs + (step.ms > 0 ? this.took(step.ms) : 0) + slow;
    let status: number | null = 200;
    let failure: Failure | null = null;
    if (step.kind === "call") {
      const answer = this.serve(step.to, step.what, endMs + 0.4, trace, id);
      endMs = answer.endMs + 0.4;
      status = answer.status;
      if (status === null)
        failure = { ...wireError(process.language, "refused", step.to, 0), at: [], status: 502 };
      else if (status >= 500)
        failure = { ...wireError(process.language, "status", step.to, status), at: [], status: 502 };
    }
    if (step.kind === "publish") this.deliver(step.to, endMs, trace, id);
    if (error) {
      const thrown = this.thrown(error);
      status = step.kind === "http" && error.status >= 400 && error.status < 600 ? error.status : null;
      failure = error.handled ? null : { ...thrown, status: 500 };
    } else if (timeout !== null && endMs - atMs > timeout) {
      endMs = atMs + timeout;
      status = null;
      failure = { ...wireError(process.language, "timeout", step.to, 0), at: [], status: 504 };
    }
    const span = stepSpan(process.language, definition.semconv, step, status);
    for (const { attributes } of mine) span.attributes = { ...span.attributes, ...attributes };
    this.put(process, trace, { id, parent: of.parent, span, fromMs: atMs, toMs: endMs, failure, definition });
    return { endMs, failure };
  }

  /** A message starts what consumes it. */
  private deliver(queue: string, atMs: number, trace: Trace, parent: string): void {
    for (const [service, { operations }] of Object.entries(this.of.system.services))
      if (operations[`process ${queue}`])
        this.serve(service, `process ${queue}`, atMs + this.took(QUEUE_MS), trace, parent);
  }

  private put(
    process: Process,
    trace: Trace,
    of: {
      id: string;
      parent: string | null;
      span: Named;
      fromMs: number;
      toMs: number;
      failure: Failure | null;
      definition: Service;
    },
  ): void {
    const { conditions } = this.of;
    const { id, parent, span, failure, definition } = of;
    const isEntry = span.kind === 2 || span.kind === 5;
    if (failure) trace.failed = true;
    // A wire error is told where it was met; the entry above it tells it too, as frameworks do.
    const event = failure && failure.type !== "" && definition.exceptions === "events" && isEntry;
    const values = failure ? this.exception(process, failure) : {};
    const skew = this.skew(process);
    const record: Json = {
      traceId: trace.id,
      spanId: id,
      ...(parent ? { parentSpanId: parent } : {}),
      flags: 257,
      name: span.name,
      ...(conditions.kinds ? { kind: span.kind } : {}),
      startTimeUnixNano: nano(this.of.zeroMs + of.fromMs + skew),
      endTimeUnixNano: nano(this.of.zeroMs + of.toMs + skew),
      attributes: otlpAttributes(
        conditions.statuses || conditions.kinds ? span.attributes : withoutStatus(span.attributes),
      ),
      ...(event
        ? {
            events: [
              {
                name: "exception",
                timeUnixNano: nano(this.of.zeroMs + of.toMs - 0.2 + skew),
                attributes: otlpAttributes(values),
              },
            ],
          }
        : {}),
      ...(conditions.statuses
        ? { status: failure && failure.status >= 500 ? { code: 2, message: failure.message } : {} }
        : {}),
    };
    trace.records.push({ signal: "traces", process, at: of.toMs, record });
    if (failure && isEntry && (definition.exceptions === "logs" || this.of.random.uniform() < 0.5))
      this.logError(process, of.toMs, trace, id, failure, "ERROR");
  }

  private logError(
    process: Process,
    atMs: number,
    trace: Trace,
    span: string,
    failure: Failure,
    level: string,
  ): void {
    const values = this.exception(process, failure);
    this.log(process, atMs, trace, span, level, failure.message, values);
  }

  private log(
    process: Process,
    atMs: number,
    trace: Trace,
    spanId: string,
    level: string,
    body: string,
    values: Record<string, string> = {},
  ): void {
    const { random, zeroMs } = this.of;
    const record = {
      timeUnixNano: nano(zeroMs + atMs + this.skew(process)),
      severityNumber: { INFO: 9, WARN: 13, ERROR: 17, FATAL: 21 }[level] ?? 9,
      severityText: level,
      body: { stringValue: filled(body, random) },
      traceId: trace.id,
      spanId,
      attributes: otlpAttributes(values),
    };
    trace.records.push({ signal: "logs", process, at: atMs, record });
  }

  private exception(process: Process, { type, message, at }: Failure): Record<string, string> {
    const service = this.of.system.services[process.service] as Service;
    const tree = (this.of.commits[process.index] as Commit).tree;
    // A line that this revision does not have: the frame was not there.
    const frames = at.flatMap((place) => {
      const line = lineOf(tree.get(place.file), place.line);
      return line > 0 ? [{ path: service.root + place.file, line, in: place.in }] : [];
    });
    return {
      "exception.type": type,
      "exception.message": message,
      "exception.stacktrace": stackText(process.language, type, message, frames),
    };
  }

  private thrown({ type, message, at, status }: Thrown): Failure {
    return { type, message: filled(message, this.of.random), at, status };
  }

  private processAt(service: string, atMs: number): Process {
    const running = (this.of.processes.get(service) as Process[][]).map(
      (line) => line.findLast(({ fromMs }) => fromMs <= atMs) ?? (line[0] as Process),
    );
    const serving = this.of.effects.of(service).some(({ stops }) => stops)
      ? running.filter((process) => !this.of.effects.on(process, atMs).some(({ effect }) => effect.stops))
      : running;
    const among = serving.length > 0 ? serving : running;
    return among[Math.floor(this.of.random.uniform() * among.length)] as Process;
  }

  private skew(process: Process): number {
    return this.of.conditions.skewMs[process.service] ?? 0;
  }

  /** Log-normal around a median. */
  private took(ms: number): number {
    return ms * Math.exp(0.3 * this.of.random.normal());
  }
}

function withoutStatus(values: Named["attributes"]): Named["attributes"] {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !/status_code|error\.type/.test(key)));
}

const nano = (ms: number) => `${Math.round(ms * 1000)}000`;
