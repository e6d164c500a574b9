import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { parley as world } from "../worlds/parley.ts";

const of = changes(new URL("parley.txt", import.meta.url));
const api = "parley.dev/gateway/internal/api";

export const parleyScenarios: Scenario[] = [
  // Decidable by: 413 "text is too long: N bytes, 20000 allowed" for Japanese and Arabic alone (two or three bytes a character); the message exists
  // only since the culprit, which counts bytes against the old number; the commit for 120 segments allows more, not less.
  {
    id: "parley-bytes",
    group: "limit",
    kind: "bytes against a limit of characters",
    world,
    service: "gateway",
    symptom: "errors",
    alertOn: "gateway|POST /v1/translate",
    changes: [...of("parley-bytes"), ...pool(of, { "pool-terms": -300, "pool-keep": -20 })],
    effects: ["ja", "ar"].map((to) => ({
      at: "gateway|POST /v1/translate",
      early: true,
      where: { to },
      share: 0.7,
      fail: {
        type: "*fmt.wrapError",
        message: "text is too long: 2{n} bytes, 20000 allowed",
        status: 413,
        frames: [
          place(
            "gateway/internal/api/translate.go",
            'return fmt.Errorf("%w: %d bytes',
            `${api}.(*API).check`,
          ),
        ],
      },
    })),
    logs: [
      {
        service: "gateway",
        severity: "WARN",
        every: 9,
        body: "request refused: text is too long: 2{n} bytes, 20000 allowed",
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: in each bad trace up to eight calls of the engine one after another, each cut at 1.2 s, where there were one or two; the engine's own
  // load follows those of the gateways with the new revision; the engine's commit drops results that nobody waits for; "engine: 8 attempts" is new text.
  {
    id: "parley-retries",
    group: "retry",
    kind: "eight attempts without a pause",
    world,
    service: "gateway",
    symptom: "errors",
    alertOn: "gateway|POST /v1/translate",
    changes: [...of("parley-retries"), ...pool(of, { "pool-batch": -700, "pool-segments": -15 })],
    effects: [
      {
        at: "gateway|POST /v1/translate|engine",
        set: {
          timeout: 1200,
          retries: 7,
          onFail: {
            type: "*fmt.wrapError",
            message: "engine: 8 attempts: context deadline exceeded",
            status: 502,
            frames: [place("gateway/internal/api/engine.go", "engine: %", `${api}.Engine.Translate`)],
          },
        },
      },
      { at: "engine|POST /segments", gate: "gateway", slow: 1400, ramp: 40 },
    ],
    rps: [3, 8],
  },
  // Decidable by: nearly every request asks the engine where under a third did, the look-ups in Redis are as many and as fast; the key now holds the
  // trace's id, so that nothing is ever found; "kept for a week" keeps longer.
  {
    id: "parley-cachekey",
    group: "cache",
    kind: "a key that is new each time",
    world,
    service: "gateway",
    symptom: "latency",
    alertOn: "gateway|POST /v1/translate",
    needs: ["metrics"],
    changes: [...of("parley-cachekey"), ...pool(of, { "pool-keep": -800, "pool-terms-timeout": -20 })],
    effects: [
      { at: "gateway|POST /v1/translate|engine", set: { chance: 0.99, times: 3 } },
      { at: "engine|POST /segments", gate: "gateway", slow: 160, ramp: 60 },
    ],
    gauges: [
      {
        service: "gateway",
        name: "gateway.cache.hit_ratio",
        unit: "1",
        base: 0.71,
        noise: 0.02,
        to: 0.0,
        ramp: 2,
      },
      {
        service: "engine",
        name: "engine.queue.depth",
        unit: "{segment}",
        base: 3,
        noise: 1,
        to: 190,
        ramp: 90,
        gate: "time",
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: DEBUG-like lines "segment" and "results" by the hundreds from engines with the new revision, bytes of logs a hundredfold, and time lost in the
  // engine's own code (model and glossary are as fast as before); the level and the lines are the diff.
  {
    id: "parley-debug",
    group: "log level",
    kind: "everything is logged",
    world,
    service: "engine",
    symptom: "latency",
    alertOn: "engine|POST /segments",
    needs: ["logs", "metrics"],
    changes: [...of("parley-debug"), ...pool(of, { "pool-batch": -260, "pool-keep": -1500 })],
    effects: [{ at: "engine|POST /segments", slow: 950, ramp: 30 }],
    logs: [
      {
        service: "engine",
        severity: "INFO",
        every: 1.1,
        body: 'DEBUG engine.batch segment text="Please confirm paragraph {n}" to=de terms={...}',
      },
      {
        service: "engine",
        severity: "INFO",
        every: 2.2,
        body: "DEBUG engine.batch results results=[...{n} more] batch=[...]",
      },
    ],
    gauges: [
      {
        service: "engine",
        name: "container.log.bytes",
        unit: "By/s",
        base: 3100,
        noise: 250,
        to: 7_800_000,
        ramp: 20,
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: the flag's event at the onset ("markup-aware-segments to 100%"), from which batches fail where results are given back, in all
  // instances of any revision; engine/model.py has asked for that flag before all commits and changes the number of texts where it is on; the commit
  // copies a dictionary.
  {
    id: "parley-flag",
    group: "flag",
    kind: "a flag turned on by product",
    world,
    service: "engine",
    symptom: "errors",
    alertOn: "engine|POST /segments",
    needs: ["events", "revision"],
    changes: [...of("parley-flag"), ...pool(of, { "pool-terms": -200, "pool-segments": -15 })],
    events: [
      {
        at: -4,
        kind: "feature_flag",
        service: "engine",
        text: "markup-aware-segments: 0% -> 100% (by product, console)",
      },
    ],
    effects: [
      {
        at: "engine|POST /segments",
        share: 0.7,
        fail: {
          type: "ValueError",
          message: "zip() argument 2 is shorter than argument 1",
          frames: [place("engine/engine/batch.py", "strict=True", "run")],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: the maker of the model answers 429 "organisation is over its rate" to the same number of calls as ever, on its own host; longer patience
  // sends no more of them; all instances.
  {
    id: "parley-lexora429",
    group: "provider quota",
    kind: "the rented model refuses",
    world,
    service: "engine",
    symptom: "errors",
    alertOn: "gateway|POST /v1/translate",
    changes: [...of("parley-lexora429"), ...pool(of, { "pool-batch": -120, "pool-segments": -2000 })],
    effects: [
      {
        at: "engine|POST /segments|model",
        share: 0.85,
        fail: {
          type: "httpx.HTTPStatusError",
          message:
            "Client error '429 Too Many Requests' for url 'https://inference.lexora.example/v1/batch': capacity in your region is reduced, requests per minute lowered to 40",
          status: 429,
        },
      },
    ],
    rps: [12, 24],
  },
  // Decidable by: calls between services fail only from one availability zone, with every pair (gateway to engine, engine to glossary, glossary to its
  // database), of every revision; the commits touch one service each.
  {
    id: "parley-zones",
    group: "network",
    kind: "packets of one zone are lost",
    world,
    service: "gateway",
    symptom: "errors",
    alertOn: "gateway|POST /v1/translate",
    needs: ["revision"],
    changes: [...of("parley-zones"), ...pool(of, { "pool-terms-timeout": -240, "pool-keep": -15 })],
    effects: [
      {
        at: "gateway|POST /v1/translate|cached",
        where: { zone: "zone-2" },
        share: 0.5,
        slow: 900,
        fail: { type: "*net.OpError", message: "read tcp 10.4.18.22:51{n}->10.4.33.9:6379: i/o timeout" },
      },
      {
        at: "engine|POST /segments|terms",
        where: { zone: "zone-2" },
        share: 0.6,
        slow: 900,
        fail: {
          type: "httpx.ConnectTimeout",
          message: "connect to glossary:8080 timed out (no route to zone)",
        },
      },
      {
        at: "glossary|GET /terms/{language}|terms",
        where: { zone: "zone-2" },
        share: 0.5,
        slow: 900,
        fail: {
          type: "org.postgresql.util.PSQLException",
          message: "An I/O error occurred while sending to the backend.",
        },
      },
    ],
    rps: [3, 8],
  },
  // Undecidable: a loop over terms, or one connection to the model, in one release; only the outermost spans are there.
  {
    id: "parley-slow-pair",
    group: "undecidable",
    kind: "two of one release",
    world,
    service: "engine",
    symptom: "latency",
    alertOn: "gateway|POST /v1/translate",
    thin: true,
    changes: of("parley-slow-pair"),
    effects: [{ at: "engine|POST /segments", slow: 2300 }],
  },
];
