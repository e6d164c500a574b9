import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import type { Failure } from "../../unseen/scenario.ts";
import { stream as world } from "../worlds/stream.ts";

const of = changes(new URL("./stream.txt", import.meta.url));
const session = "play-api|POST /sessions/{track}";
const next = "recs|GET /next/{listener}";

const otherCountry: Failure = {
  type: "*play.NotAllowed",
  message: "track t-{n} is not licensed in {country}: grant is for another country",
  status: 451,
  frames: [
    place("api/internal/play/rights.go", "return nil, &NotAllowed", "play.(*Grant).check"),
    place("api/internal/play/rights.go", "return grant.check(l)", "play.(*Rights).For"),
  ],
};

export const streamScenarios: Scenario[] = [
  // Decidable by: KeyError 'hour_affinity' for newcomers (cohort in the spans) whose features were never stored; one commit
  // put that column into the list that is indexed and not into the defaults; old instances of recs are well.
  {
    id: "stream-ranker",
    group: "model serving",
    kind: "feature without a default",
    world,
    service: "recs",
    symptom: "errors",
    alertOn: next,
    changes: [
      ...of("stream-ranker"),
      ...pool(of, { "pool-defaults": -60, "pool-probe": -400, "pool-burst": null }),
    ],
    effects: [
      {
        at: `${next}|rank`,
        where: { cohort: "newcomer" },
        fail: {
          type: "KeyError",
          message: "'hour_affinity'",
          frames: [
            place("recs/recs/model.py", "features[column] for column in COLUMNS", "rank"),
            place("recs/recs/serve.py", "return model.rank(features)", "next_tracks"),
          ],
        },
      },
    ],
  },
  // Decidable by: NotAllowed (451) rises from one in eighty to two fifths, in rights.check after a cache hit, in all
  // countries, and grows as the cache fills; "grant is for another country"; on new instances; one diff took the country out of the
  // key and left the check.
  {
    id: "stream-rights-key",
    group: "cache",
    kind: "cache key lacks a part",
    world,
    service: "play-api",
    symptom: "errors",
    alertOn: session,
    changes: [
      ...of("stream-rights-key"),
      ...pool(of, { "pool-burst": -30, "pool-segmentsorder": -80, "pool-until": null }),
    ],
    effects: [
      {
        at: `${session}|check`,
        share: 0.5,
        ramp: 60,
        fail: otherCountry,
        set: { onFail: otherCountry },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: 429 by play-api itself, before anything else is called, on new instances; sessions asked for are as many as
  // before; one commit lowered rate and burst to less than a change of track needs (the comment above says three).
  {
    id: "stream-limiter",
    group: "limit",
    kind: "rate limit lowered",
    world,
    service: "play-api",
    symptom: "errors",
    alertOn: session,
    changes: [
      ...of("stream-limiter"),
      ...pool(of, { "pool-until": -45, "pool-key": -15, "pool-defaults": null }),
    ],
    effects: [
      {
        at: session,
        share: 0.5,
        early: true,
        fail: { type: "TooManyRequests", message: "too many requests", status: 429, quiet: true },
      },
    ],
  },
  // Decidable by: goroutines and memory of play-api climb in a line since its deployment and requests slow down as the
  // collector works, until processes are killed; one commit lets a goroutine per session wait for its flush without an end;
  // traffic is flat.
  {
    id: "stream-events",
    group: "unbounded collection",
    kind: "goroutine per request never ends",
    world,
    service: "play-api",
    symptom: "saturation",
    alertOn: session,
    alertSays: {
      name: "MemoryNearLimit",
      summary: "play-api: 97% of its memory limit",
      metric: "container_memory_ratio",
    },
    lag: 1100,
    minutes: 8,
    changes: [
      ...of("stream-events"),
      ...pool(of, { "pool-key": -35, "pool-defaults": -70, "pool-probe": -20, "pool-segmentsorder": 15 }),
    ],
    effects: [
      { at: session, slow: 850, ramp: 260 },
      { at: "play-api|GET /next", slow: 700, ramp: 260 },
    ],
    gauges: [
      {
        service: "play-api",
        name: "process.memory.usage",
        unit: "By",
        base: 205e6,
        noise: 6e6,
        to: 1010e6,
        ramp: 1560,
        delay: -1100,
      },
      {
        service: "play-api",
        name: "go.goroutine.count",
        unit: "{goroutine}",
        base: 240,
        noise: 20,
        to: 96000,
        ramp: 1560,
        delay: -1100,
      },
    ],
    logs: [
      {
        service: "play-api",
        severity: "WARN",
        body: 'level=WARN msg="gc cpu limiter enabled" heap_mb=812 goroutines={n}',
        every: 45,
        delay: 120,
      },
    ],
    needs: ["metrics"],
  },
  // Decidable by: 'NoneType' object has no attribute 'run' on the one instance of recs that has the new revision (canary); the
  // commit says ready before the graph is there and traces it in the background, where nobody hears of a failure.
  {
    id: "stream-warm-up",
    group: "start-up",
    kind: "ready before it is",
    world,
    service: "recs",
    symptom: "errors",
    oneInstance: true,
    alertOn: next,
    minutes: 6,
    changes: [
      ...of("stream-warm-up"),
      ...pool(of, { "pool-defaults": -300, "pool-burst": -50, "pool-segmentsorder": null }),
    ],
    effects: [
      {
        at: `${next}|rank`,
        fail: {
          type: "AttributeError",
          message: "'NoneType' object has no attribute 'run'",
          frames: [
            place("recs/recs/model.py", "self.graph.run(row)", "rank"),
            place("recs/recs/serve.py", "return model.rank(features)", "next_tracks"),
          ],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: the exchange's spans reach the 120 ms at which we give up, on all instances, and sessions are that much
  // longer and end with the house's ad; the other spans are as before; the commits touch what is sent to it and went out at
  // other moments.
  {
    id: "stream-exchange",
    group: "outside provider",
    kind: "ad exchange down",
    world,
    service: "ads",
    symptom: "saturation",
    alertOn: "ads|POST /pick",
    alertSays: {
      name: "HouseAdsOnly",
      summary: "ads: 97% of picks fell back to the house ad",
      metric: "ads_house_ratio",
    },
    changes: [
      ...of("stream-exchange"),
      ...pool(of, { "pool-segmentsorder": -25, "pool-burst": -140, "pool-until": null }),
    ],
    effects: [{ at: "ads|POST /pick|bid", share: 1, slow: 700 }],
    needs: ["exceptions"],
  },
  // Decidable by: ranking fails and is slow on the instance of one host alone, "CUDA error: uncorrectable ECC"; every other
  // instance of the same revision is well; kernel's words in its log.
  {
    id: "stream-accelerator",
    group: "node",
    kind: "accelerator of a host",
    world,
    service: "recs",
    symptom: "errors",
    alertOn: next,
    minutes: 7,
    changes: [
      ...pool(of, { "pool-defaults": -40, "pool-probe": -15, "pool-segmentsorder": -120, "pool-key": -20 }),
    ],
    effects: [
      {
        at: `${next}|rank`,
        where: { host: "node-4" },
        slow: 600,
        share: 0.9,
        fail: {
          type: "torch.AcceleratorError",
          message: "CUDA error: uncorrectable ECC error encountered",
          frames: [place("recs/recs/model.py", "self.graph.run(row)", "rank")],
        },
      },
    ],
    logs: [
      {
        service: "recs",
        severity: "ERROR",
        body: "kernel: NVRM: Xid (PCI:0000:3b:00): 48, pid=4127, name=python3, Double Bit ECC Error",
        every: 50,
        gate: "time",
        where: { host: "node-4" },
      },
    ],
    needs: ["revision", "logs", "exceptions"],
  },
  // Decidable by: names in the cluster are slow for everybody: caches, database and services by name take the five seconds of
  // a resolver's retry at times, in four languages, of every revision; the event tells that the resolver is rolled.
  {
    id: "stream-resolver",
    group: "name resolution",
    kind: "cluster resolver overloaded",
    world,
    service: "play-api",
    symptom: "latency",
    alertOn: session,
    changes: [
      ...pool(of, { "pool-burst": -60, "pool-key": -10, "pool-defaults": -180, "pool-segmentsorder": -30 }),
    ],
    effects: [
      ...[`${session}|rights`, "ads|POST /pick|profile", `${next}|features`].map((at) => ({
        at,
        share: 0.3,
        slow: 1200,
      })),
      { at: "packager|GET /manifests/{track}|index", share: 0.35, slow: 1500 },
      {
        at: "play-api|GET /next|next",
        share: 0.25,
        slow: 1200,
        fail: {
          type: "*net.DNSError",
          message:
            "dial tcp: lookup recs on 10.96.0.10:53: read udp 10.4.2.7:41233->10.96.0.10:53: i/o timeout",
          status: 0,
        },
      },
    ],
    events: [
      {
        at: -18,
        kind: "operation",
        text: "cluster add-on: coredns 1.11.3 -> 1.12.0, 2 of 4 replicas pending (insufficient cpu)",
      },
    ],
    needs: ["events"],
  },
  // Not decidable: two commits of one release each put cryptography into the same request of the packager; both of them
  // after the index has come, and no span tells one from the other.
  {
    id: "stream-two-signatures",
    group: "undecidable",
    kind: "two commits, one release",
    world,
    service: "packager",
    symptom: "latency",
    alertOn: session,
    oneRelease: true,
    changes: [...of("stream-two-signatures"), ...pool(of, { "pool-burst": -300, "pool-segmentsorder": -20 })],
    effects: [{ at: "packager|GET /manifests/{track}", slow: 1000 }],
  },
];
