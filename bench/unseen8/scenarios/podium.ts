import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { quietly } from "../quietly.ts";
import { podium as world } from "../worlds/podium.ts";

const of = changes(new URL("./podium.txt", import.meta.url));
const java = "ads/src/main/java/ear/ads";

export const podiumScenarios: Scenario[] = [
  // Decidable by: campaigns without a curve fail in code that the commit switched on with its setting.
  {
    id: "pd-curves",
    group: "flag",
    kind: "feature switched on in code",
    world,
    service: "ads",
    symptom: "errors",
    alertOn: "ads|GET /slots/{show}",
    needs: ["exceptions"],
    rps: [3, 8],
    changes: [...of("pd-curves"), ...pool(of, { "pool-media": -70, "pool-queue": null })],
    effects: [
      {
        at: "ads|GET /slots/{show}",
        where: { campaign: "vpn-now" },
        fail: {
          type: "java.lang.NullPointerException",
          message:
            'Cannot invoke "ear.ads.Curve.at(int)" because the return value of "ear.ads.Curves.of(String)" is null',
          frames: [
            place(`${java}/Pacing.java`, "curves.of(campaign.curve())", "Pacing.share"),
            place(`${java}/Choose.java`, "pacing.share(c, hour)", "Choose.forSlot"),
          ],
        },
      },
    ],
  },
  // Decidable by: every request renders its feed where one in eight did, since the commit that puts the time into the version.
  {
    id: "pd-etag",
    group: "cache",
    kind: "validator never matches",
    world,
    service: "feeds",
    symptom: "latency",
    alertOn: "feeds|GET /feeds/{show}",
    changes: quietly([...of("pd-etag"), ...pool(of, { "pool-media": -310, "pool-queue": -20 })]),
    effects: [{ at: "feeds|GET /feeds/{show}|episodes", set: { chance: 1, ms: 410 } }],
  },
  // Decidable by: only the instance that has the new revision fails, on the line that the commit wrote.
  {
    id: "pd-clocked",
    group: "logic",
    kind: "parser narrower than before",
    world,
    service: "studio",
    symptom: "errors",
    alertOn: "studio|POST /shows/{show}/episodes",
    needs: ["exceptions", "revision"],
    oneInstance: true,
    rps: [12, 24],
    changes: [...of("pd-clocked"), ...pool(of, { "pool-queue": -90, "pool-request": null })],
    effects: [
      {
        at: "studio|POST /shows/{show}/episodes",
        share: 0.95,
        early: true,
        fail: {
          type: "TypeError",
          message: "Cannot read properties of null (reading 'slice')",
          frames: [place("studio/src/episodes.ts", "form.duration.match(", "publish")],
        },
      },
    ],
  },
  // Decidable by: requests are refused with 429 by the service's own limiter, whose numbers the commit changed, at the usual rate.
  {
    id: "pd-limiter",
    group: "limit or configuration",
    kind: "rate limit too low",
    world,
    service: "feeds",
    symptom: "errors",
    alertOn: "feeds|GET /feeds/{show}",
    needs: ["exceptions"],
    changes: [...of("pd-limiter"), ...pool(of, { "pool-media": -25, "pool-titles": null })],
    effects: [
      {
        at: "feeds|GET /feeds/{show}",
        share: 0.7,
        early: true,
        fail: { type: "limit.Exceeded", message: "rate limit exceeded", status: 429 },
      },
      {
        at: "feeds|GET /media/{audio}",
        share: 0.5,
        early: true,
        fail: { type: "limit.Exceeded", message: "rate limit exceeded", status: 429 },
      },
    ],
  },
  // Decidable by: reads and writes of three services time out at the same replica, which pauses to collect garbage.
  // After https://www.stackdriver.com/post-mortem-october-23-stackdriver-outage/
  {
    id: "pd-collector",
    group: "node or platform",
    kind: "database node pauses",
    world,
    service: "ads",
    symptom: "errors",
    alertOn: "ads|GET /slots/{show}",
    needs: ["exceptions", "logs"],
    changes: [...of("pd-collector"), ...pool(of, { "pool-request": -35, "pool-titles": null })],
    effects: [
      {
        at: "ads|GET /slots/{show}|open",
        share: 0.45,
        slow: 1700,
        every: { period: 50, lasts: 32 },
        fail: {
          type: "com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException",
          message:
            "Cassandra timeout during read query at consistency LOCAL_QUORUM (2 responses were required but only 1 replica responded)",
        },
      },
      {
        at: "feeds|GET /feeds/{show}|episodes",
        share: 0.5,
        slow: 1800,
        every: { period: 50, lasts: 32 },
        fail: {
          type: "gocql.RequestErrReadTimeout",
          message: "Operation timed out - received only 1 responses.",
        },
      },
      {
        at: "studio|POST /shows/{show}/episodes|insert",
        share: 0.5,
        slow: 1800,
        every: { period: 50, lasts: 32 },
        fail: {
          type: "ResponseError",
          message:
            "Server timeout during write query at consistency LOCAL_QUORUM (1 peer(s) acknowledged the write over 2 required)",
        },
      },
    ],
    logs: [
      {
        service: "ads",
        severity: "WARN",
        body: "[s0] Error on channel to cass-b-3/10.41.8.23:9042: heartbeat timed out (GCInspector there: G1 Old Generation GC in 11{n}ms)",
        every: 40,
      },
    ],
  },
  // Decidable by: a service of another repository answers 400 since its new version, to code that did not change.
  {
    id: "pd-identity",
    group: "neighbour",
    kind: "another repository's service",
    world,
    service: "identity",
    symptom: "errors",
    alertOn: "studio|GET /dashboard",
    needs: ["exceptions", "events"],
    changes: quietly([...of("pd-identity"), ...pool(of, { "pool-titles": -55, "pool-media": null })]),
    foreign: { service: "identity", at: -10, version: ["7.14.2", "8.0.0"], announced: true },
    effects: [
      {
        at: "identity|POST /introspect",
        gate: "foreign",
        fail: {
          type: "io.ktor.server.plugins.BadRequestException",
          message:
            "Failed to convert request body: field 'client_id' is required for type IntrospectRequestV8",
          status: 500,
        },
      },
    ],
  },
  // Decidable by: the clock of one node runs ahead, and what is signed there is refused by the storage, whatever revision it has.
  {
    id: "pd-skew",
    group: "node or platform",
    kind: "clock of a node",
    world,
    service: "feeds",
    symptom: "errors",
    alertOn: "feeds|GET /media/{audio}",
    needs: ["exceptions", "revision", "logs"],
    rps: [3, 8],
    changes: [...of("pd-skew"), ...pool(of, { "pool-media": -1500, "pool-request": -40 })],
    effects: [
      {
        at: "feeds|GET /media/{audio}|head",
        where: { host: "node-3" },
        fail: {
          type: "*media.StorageError",
          message:
            "403 RequestTimeTooSkewed: The difference between the request time and the server's time is too large.",
          status: 403,
        },
      },
    ],
    logs: [
      {
        service: "feeds",
        severity: "WARN",
        body: 'level=WARN msg="clock" source=chronyd offset=412.8s state="Can\'t synchronise: no selectable sources"',
        every: 35,
        where: { host: "node-3" },
      },
    ],
  },
  // Not decidable: two commits of one release ask the store for each campaign of a slot, and only entries are traced.
  {
    id: "pd-which",
    group: "undecidable",
    kind: "one of two queries in a loop",
    world,
    service: "ads",
    symptom: "latency",
    alertOn: "feeds|GET /media/{audio}",
    thin: true,
    oneRelease: true,
    changes: [...of("pd-which"), ...pool(of, { "pool-titles": -360 })],
    effects: [{ at: "ads|GET /slots/{show}", slow: 1800 }],
  },
];
