import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { subtitles as world } from "../worlds/subtitles.ts";

const of = changes(new URL("./subtitles.txt", import.meta.url));

export const subtitlesScenarios: Scenario[] = [
  // Decidable by: finder gets a list where it takes a text, from a function of the library that it shares with asr; the commit
  // changes what that function gives and adapts asr alone, and finder was built anew with it.
  {
    id: "st-digits",
    group: "shared library",
    kind: "another type from a shared function",
    world,
    service: "finder",
    symptom: "errors",
    alertOn: "finder|GET /search",
    changes: [...of("digits"), ...pool(of, { "pool-limit": -30, "pool-prefetch": -90, "pool-closed": 20 })],
    effects: [
      {
        at: "finder|GET /search",
        share: 1,
        early: true,
        fail: {
          type: "AttributeError",
          message: "'list' object has no attribute 'lower'",
          frames: [place("finder/app/search.py", "normalise(query).lower()", "search")],
        },
      },
    ],
    needs: ["exceptions"],
    rps: [3, 8],
  },
  // Decidable by: the query behind a poll changed its text on text's new instances and takes longest in rooms that last for
  // hours; other queries of the same table are as quick as before. The commit drops the limit and the condition.
  {
    id: "st-rejoin",
    group: "limit of a query",
    kind: "all rows where the last were asked for",
    world,
    service: "text",
    symptom: "latency",
    alertOn: "captions|GET /rooms/{room}/captions",
    changes: [
      ...of("rejoin"),
      ...pool(of, { "pool-speakers": -45, "pool-prefetch": -800, "pool-limit": 15 }),
    ],
    effects: [
      {
        at: "text|GET /sentences/{room}|rows",
        set: { ms: 60, query: "SELECT id, speaker, text FROM sentences WHERE room = $1 ORDER BY id" },
      },
      { at: "text|GET /sentences/{room}|rows", where: { kind: "webinar" }, slow: 1700 },
      { at: "text|GET /sentences/{room}|rows", where: { kind: "lesson" }, slow: 900 },
      { at: "text|GET /sentences/{room}|rows", where: { kind: "meeting" }, slow: 260 },
    ],
  },
  // Decidable by: text, which nobody changed, does not know a source that it is told of, for what came in through meet's new
  // instances; the commit of meet adds that source, and asr hands through what it gets.
  {
    id: "st-dial-in",
    group: "contract",
    kind: "new value that a reader two hops on does not know",
    world,
    service: "meet",
    symptom: "errors",
    alertOn: "text|POST /sentences",
    changes: [...of("dial-in"), ...pool(of, { "pool-closed": -200, "pool-most": -25, "pool-prefetch": -60 })],
    effects: [
      {
        at: "text|POST /sentences",
        gate: "meet",
        share: 0.3,
        early: true,
        fail: {
          type: "text::error::Problem",
          message: "unknown variant `phone`, expected one of `browser`, `app`, `room`",
          status: 422,
          frames: [place("text/src/sentences.rs", "serde_json::from_slice(body)", "text::sentences::save")],
        },
      },
    ],
    needs: ["exceptions", "logs"],
    rps: [3, 8],
  },
  // Decidable by: the span of the model alone takes several times as long on asr's new instances, on all machines and in all
  // languages; the commit has it follow eight paths instead of one. More chunks at hand would change waiting, not the span.
  {
    id: "st-beams",
    group: "model",
    kind: "wider search in a model",
    world,
    service: "asr",
    symptom: "latency",
    alertOn: "asr|process chunks",
    changes: [...of("beams"), ...pool(of, { "pool-prefetch": -40, "pool-closed": -15, "pool-most": 30 })],
    effects: [{ at: "asr|process chunks|infer", set: { ms: 1150 } }],
    gauges: [
      { service: "asr", name: "asr.chunks.waiting", unit: "{chunk}", base: 5, noise: 2, to: 840, ramp: 240 },
    ],
    needs: ["metrics"],
  },
  // Decidable by: screens ask many times as often from captions' new revision on, all of them, and nobody else does; the commit
  // turns seconds into milliseconds by a hundred, so that four seconds became four tenths of one.
  {
    id: "st-poll-soon",
    group: "units",
    kind: "wrong factor between seconds and milliseconds",
    world,
    service: "captions",
    symptom: "traffic",
    alertOn: "captions|GET /rooms/{room}/captions",
    changes: [
      ...of("poll-soon"),
      ...pool(of, { "pool-speakers": -500, "pool-most": -20, "pool-closed": 25 }),
    ],
    surge: { factor: 7, entry: "captions|GET /rooms/{room}/captions" },
    effects: [
      { at: "text|GET /sentences/{room}", gate: "time", slow: 260, ramp: 90 },
      { at: "text|GET /sentences/{room}|rows", gate: "time", slow: 120, ramp: 90 },
    ],
    needs: ["metrics"],
    rps: [1, 3],
  },
  // Decidable by: all failures come from the instance on one machine, whose memory of the graphics card is said to be faulty;
  // the same revision goes well on the others, and the machine's old instance failed as well where there was one.
  {
    id: "st-gpu",
    group: "node",
    kind: "graphics card of one machine",
    world,
    service: "asr",
    symptom: "errors",
    alertOn: "asr|process chunks",
    changes: [
      ...of("gpu-memory"),
      ...pool(of, { "pool-prefetch": -75, "pool-most": 20, "pool-closed": -900 }),
    ],
    effects: [
      {
        at: "asr|process chunks|infer",
        gate: "time",
        where: { host: "node-3" },
        share: 0.95,
        fail: {
          type: "RuntimeError",
          message: "CUDA error: uncorrectable ECC error encountered",
          frames: [place("asr/app/model.py", "_model.transcribe(", "transcribe")],
        },
      },
    ],
    logs: [
      {
        service: "asr",
        severity: "ERROR",
        body: "NVRM: Xid (PCI:0000:3b:00): 48, double bit ECC error",
        every: 30,
        gate: "time",
        where: { host: "node-3" },
      },
    ],
    needs: ["revision", "exceptions", "logs"],
    rps: [3, 8],
  },
  // Decidable by: the broker blocks whoever publishes, by its own memory alarm, for old and new instances of meet; what is in a
  // message does not matter to it, and consumers take what is there.
  {
    id: "st-alarm",
    group: "broker",
    kind: "memory alarm of the broker",
    world,
    service: "meet",
    symptom: "latency",
    alertOn: "meet|POST /rooms/{room}/chunks",
    changes: [
      ...of("alarm"),
      ...pool(of, { "pool-prefetch": -50, "pool-closed": -1100, "pool-speakers": 15 }),
    ],
    effects: [
      { at: "meet|POST /rooms/{room}/chunks|chunk", gate: "time", slow: 1700, ramp: 20 },
      {
        at: "meet|POST /rooms/{room}/chunks|chunk",
        gate: "time",
        share: 0.3,
        fail: { type: "com.rabbitmq.client.BlockedException", message: "connection.blocked: low on memory" },
      },
    ],
    logs: [
      {
        service: "meet",
        severity: "WARN",
        body: "connection blocked by broker: low on memory",
        every: 20,
        gate: "time",
      },
    ],
    needs: ["logs", "revision"],
  },
  // Not decidable: two commits of one release ask for one more answer each with every poll, and only the outermost span is
  // recorded.
  {
    id: "st-thin",
    group: "undecidable",
    kind: "one of two added answers",
    world,
    service: "captions",
    symptom: "latency",
    alertOn: "captions|GET /rooms/{room}/captions",
    thin: true,
    changes: [...of("thin-poll"), ...pool(of, { "pool-prefetch": -800 })],
    effects: [{ at: "captions|GET /rooms/{room}/captions", slow: 500 }],
  },
];
