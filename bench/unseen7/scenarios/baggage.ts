import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { baggage as world } from "../worlds/baggage.ts";

const of = changes(new URL("./baggage.txt", import.meta.url));

export const baggageScenarios: Scenario[] = [
  // Decidable by: sorter refuses bags of thousands of kilograms, exactly a thousandfold, from desks alone; the commit reads
  // grams off a scale into a field that is multiplied by 1000; sorter's limit keeps its value.
  {
    id: "bg-grams",
    group: "units",
    kind: "grams where kilograms were meant",
    world,
    service: "tag-desk",
    symptom: "errors",
    alertOn: "tag-desk|POST /bags",
    changes: [...of("grams"), ...pool(of, { "pool-passengers": -900, "pool-closed": 40 })],
    effects: ["north", "pier-c"].map((station) => ({
      at: "sorter|POST /chutes",
      gate: "tag-desk",
      where: { station },
      share: 0.8,
      early: true,
      fail: {
        type: "*fmt.wrapError",
        message: "bag is oversize: {n}000 g on {flight}",
        status: 422,
        frames: [place("sorter/chute.go", 'fmt.Errorf("%w: %d g on %s"', "sorter.(*Sorter).Chute")],
      },
    })),
    needs: ["exceptions", "logs"],
  },
  // Decidable by: one query by tag became slow, on all instances at the moment of a migration that drops the index of that
  // query's shape; nothing else of tracker is slower.
  {
    id: "bg-scans-index",
    group: "index",
    kind: "dropped index",
    world,
    service: "tracker",
    symptom: "latency",
    alertOn: "tag-desk|GET /bags/{tag}",
    changes: [...of("scans-index"), ...pool(of, { "pool-datasource": -35, "pool-brands": -150 })],
    effects: [{ at: "tracker|GET /journeys/{tag}|scans", gate: "time", slow: 1350 }],
  },
  // Decidable by: duplicate key on the pair that the statement left alone until now, thrown by the insert that the commit
  // wrote, since consumers were started anew and were sent again what they had; the smaller poll, with which they were
  // started, cannot make the database refuse what comes twice.
  {
    id: "bg-scan-once",
    group: "idempotency",
    kind: "insert that no longer tolerates redelivery",
    world,
    service: "loads",
    symptom: "errors",
    alertOn: "loads|process bags.scanned",
    lag: 1400,
    changes: [...of("scan-once"), ...pool(of, { "pool-producer": -200, "pool-closed": 15 })],
    effects: [
      {
        at: "loads|process bags.scanned",
        share: 0.34,
        fail: {
          type: "org.postgresql.util.PSQLException",
          message: 'ERROR: duplicate key value violates unique constraint "loaded_tag_point_key"',
          frames: [
            place(
              "loads/src/main/kotlin/ScannedConsumer.kt",
              "loaded.insert(",
              "loads.ScannedConsumer.onScan",
            ),
          ],
        },
      },
    ],
    logs: [
      {
        service: "loads",
        severity: "INFO",
        body: "loads: partitions assigned, resuming from committed offset {n}",
        every: 55,
        gate: "time",
      },
    ],
    needs: ["exceptions", "logs"],
  },
  // Decidable by: loads fails as often as before; until the commit each failed call of sorter was followed by another in the
  // same request, and since then by none.
  {
    id: "bg-plan-tries",
    group: "retries",
    kind: "retry lost in a move to another client",
    world,
    service: "sorter",
    symptom: "errors",
    alertOn: "sorter|POST /chutes",
    changes: [...of("plan-tries"), ...pool(of, { "pool-closed": -30, "pool-passengers": -300 })],
    noise: [
      {
        at: "loads|GET /flights/{flight}/plan",
        share: 0.3,
        fail: {
          type: "io.r2dbc.spi.R2dbcTransientResourceException",
          message: "Connection reset by peer",
          status: 503,
        },
      },
    ],
    effects: [{ at: "sorter|POST /chutes|plan", set: { retries: 0 } }],
    needs: ["metrics"],
    minutes: 8,
    rps: [3, 8],
  },
  // Decidable by: the exception is the provider's expired certificate, in a gateway of another repository that nobody
  // deployed; the desk's shorter timeout is never reached.
  {
    id: "bg-dcs-expired",
    group: "certificate",
    kind: "expired certificate of a provider",
    world,
    service: "dcs-gateway",
    symptom: "errors",
    alertOn: "tag-desk|POST /bags",
    changes: [...of("dcs-expired"), ...pool(of, { "pool-passengers": -20, "pool-belts": -400 })],
    effects: [
      {
        at: "dcs-gateway|GET /passengers/{pnr}|dcs",
        share: 1,
        fail: {
          type: "javax.net.ssl.SSLHandshakeException",
          message: "PKIX path validation failed: CertPathValidatorException: validity check failed",
          status: 0,
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: the producer is refused by the broker for want of replicas in sync, on old and new instances alike and
  // whatever is in the record; no commit touches acks or the topic.
  {
    id: "bg-kafka-replicas",
    group: "broker",
    kind: "replicas of a topic out of sync",
    world,
    service: "tracker",
    symptom: "errors",
    alertOn: "tracker|POST /scans",
    changes: [...of("kafka-replicas"), ...pool(of, { "pool-producer": -1500, "pool-datasource": 30 })],
    effects: ["POST /scans", "POST /journeys"].map((op) => ({
      at: `tracker|${op}|publish`,
      gate: "time",
      share: 0.45,
      slow: 120,
      fail: {
        type: "org.apache.kafka.common.errors.NotEnoughReplicasException",
        message: "Messages are rejected since there are fewer in-sync replicas than required.",
      },
    })),
    needs: ["exceptions", "logs"],
  },
  // Decidable by: what is slow are all services on one host and none on the others, whatever revision they run.
  {
    id: "bg-node-slow",
    group: "node",
    kind: "one slow machine",
    world,
    service: "tracker",
    symptom: "latency",
    alertOn: "tag-desk|POST /bags",
    changes: pool(of, { "pool-datasource": -45, "pool-closed": -80, "pool-brands": 20 }),
    effects: ["tracker", "loads", "sorter", "reunite", "tag-desk"].map((name) => ({
      at: `${name}|*`,
      gate: "time",
      where: { host: "node-2" },
      slow: 620,
    })),
    logs: ["tracker", "loads"].map((service) => ({
      service,
      severity: "WARN" as const,
      body: "pause of {n} ms noticed, this process was not scheduled",
      every: 25,
      gate: "time",
      where: { host: "node-2" },
    })),
    needs: ["revision", "logs"],
  },
  // Not decidable: two commits of one release make the same operation wait for another answer, and only its outermost span
  // is recorded.
  {
    id: "bg-thin-desk",
    group: "undecidable",
    kind: "one of two added calls",
    world,
    service: "tag-desk",
    symptom: "latency",
    alertOn: "tag-desk|POST /bags",
    thin: true,
    changes: [...of("thin-desk"), ...pool(of, { "pool-closed": -700 })],
    effects: [{ at: "tag-desk|POST /bags", slow: 800 }],
  },
];
