import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { orchard as world } from "../worlds/orchard.ts";

const of = changes(new URL("orchard.txt", import.meta.url));

export const orchardScenarios: Scenario[] = [
  // Decidable by: valves refuse "more than 400 litres: 412.4" hardly ever before and half of all after; intake divides by 10,000 instead of 100 from
  // its new revision on, agronomy reads percent: the wilting point for every row makes every row thirsty; calls to valves double. valves' commit names a variable.
  {
    id: "orchard-fraction",
    group: "units",
    kind: "a fraction where percent is read",
    world,
    service: "intake",
    symptom: "errors",
    alertOn: "valves|POST /farms/{farm}/runs",
    changes: [...of("orchard-fraction"), ...pool(of, { "pool-valve-timeout": -500, "pool-send": -1900 })],
    effects: [
      { at: "agronomy|process measures|valve", gate: "intake", set: { chance: 1 } },
      {
        at: "valves|POST /farms/{farm}/runs",
        gate: "intake",
        share: 0.5,
        fail: {
          type: "*fmt.wrapError",
          message: "more than 400 litres in one run: 412.6",
          status: 422,
          frames: [
            place(
              "valves/internal/run/run.go",
              '%.1f", ErrTooMuch',
              "rootzone/valves/internal/run.(*Desk).check",
            ),
          ],
        },
      },
    ],
    logs: [
      {
        service: "agronomy",
        severity: "WARN",
        every: 12,
        gate: "time",
        body: "moisture 0.2{n} is below the wilting point, 14.0 is taken",
      },
    ],
    needs: ["logs"],
    rps: [3, 8],
  },
  // Decidable by: "outside of the hours of the farm: N h" from the first night of UTC on, only for farms west or east of it; the diff truncates to
  // days (UTC) and drops farm.Zone; the deployment is hours old, and what changed at the full hour is the clock alone.
  {
    id: "orchard-hours",
    group: "time zones",
    kind: "hours in UTC, seen when the day turns",
    world,
    service: "valves",
    symptom: "errors",
    alertOn: "valves|POST /farms/{farm}/runs",
    atFullHour: true,
    lag: 3300,
    needs: ["deployments"],
    changes: [
      ...of("orchard-hours"),
      ...pool(of, { "pool-valve-timeout": -400, "pool-forecast-cache": -15 }),
    ],
    effects: [
      ...["America/Los_Angeles", "Australia/Hobart"].map((zone) => ({
        at: "valves|POST /farms/{farm}/runs",
        where: { "farm.zone": zone },
        fail: {
          type: "*fmt.wrapError",
          message: "outside of the hours of the farm: {farm}",
          status: 422,
          frames: [
            place("valves/internal/run/run.go", "ErrNight, ", "rootzone/valves/internal/run.(*Desk).check"),
            place(
              "valves/internal/run/run.go",
              "d.check(farm, want)",
              "rootzone/valves/internal/run.(*Desk).Open",
            ),
          ],
        },
      })),
    ],
    rps: [3, 8],
  },
  // Decidable by: StaleMeasure (a counter after a later one of the same device) begins with intake's new revision, whose key is no longer the device;
  // agronomy's own commit names two variables; the class of the error is older than all commits.
  {
    id: "orchard-keys",
    group: "ordering of messages",
    kind: "a partition key that no longer keeps the order",
    world,
    service: "intake",
    symptom: "errors",
    alertOn: "agronomy|process measures",
    changes: [...of("orchard-keys"), ...pool(of, { "pool-send": -350, "pool-points": -15 })],
    effects: [
      {
        at: "agronomy|process measures",
        gate: "intake",
        early: true,
        share: 0.4,
        fail: {
          type: "agronomy.consume.StaleMeasure",
          message: "counter {n} of rz-{farm}-17 after 99{n}",
          frames: [place("agronomy/agronomy/consume.py", "raise StaleMeasure(", "handle")],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: the console's query of one device over seven days goes from 14 ms to seconds although the console runs what it ran; the migration
  // that went out with agronomy drops (device, at) on that very table; the inserts are no slower; sixteen connections do not slow one statement.
  {
    id: "orchard-index",
    group: "index",
    kind: "an index dropped that a neighbour reads by",
    world,
    service: "agronomy",
    symptom: "latency",
    alertOn: "console|GET /devices/:device/history",
    needs: ["deployments"],
    changes: [...of("orchard-index"), ...pool(of, { "pool-conns": -260, "pool-points": -1200 })],
    effects: [{ at: "console|GET /devices/:device/history|week", gate: "time", slow: 2900 }],
    logs: [
      {
        service: "console",
        severity: "WARN",
        every: 14,
        gate: "time",
        body: "slow query 29{n} ms: SELECT at, moisture, celsius FROM measures WHERE device = $1 (Seq Scan on _hyper_1_{n}_chunk)",
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: the provider's own 429 "monthly quota of plan exceeded", on the first of the month's last day, all instances; the commit escapes a
  // name that has no special letters, and requests do not grow.
  {
    id: "orchard-rainquota",
    group: "provider quota",
    kind: "the month's calls are used up",
    world,
    service: "console",
    symptom: "errors",
    alertOn: "console|GET /farms/:farm/forecast",
    changes: [...of("orchard-rainquota"), ...pool(of, { "pool-conns": -15, "pool-send": -200 })],
    effects: [
      {
        at: "console|GET /farms/:farm/forecast|rain",
        fail: {
          type: "BadGatewayError",
          message: 'forecast: 429 {"error":"monthly quota of plan \'grower\' exceeded","resets":"in 3 days"}',
          status: 429,
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: "payload of 6 bytes, 5 are needed" for devices of firmware 2.9.0 alone, in all instances and both revisions of intake; the decoder and its five bytes are
  // older than all commits, a shorter wait for the stream decodes nothing; the makers' roll-out is among the events where there are any.
  {
    id: "orchard-firmware",
    group: "data",
    kind: "a firmware sends a byte more",
    world,
    service: "intake",
    symptom: "errors",
    alertOn: "intake|POST /uplinks",
    needs: ["revision"],
    changes: [...of("orchard-firmware"), ...pool(of, { "pool-send": -40, "pool-valve-timeout": -700 })],
    effects: [
      {
        at: "intake|POST /uplinks",
        early: true,
        where: { firmware: "2.9.0" },
        fail: {
          type: "intake::decode::DecodeError",
          message: "payload of 6 bytes, 5 are needed",
          status: 400,
          frames: [place("intake/src/decode.rs", "return Err(DecodeError::Short", "intake::decode::decode")],
        },
      },
    ],
    events: [
      {
        at: -120,
        kind: "status",
        text: "Sensor vendor: staged rollout of firmware 2.9.0 resumes (another 40% of the fleet)",
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: PostgreSQL's "No space left on device" on extend of a relation, for writes alone, reads are well; volume at 100% where there are metrics;
  // neither a function for the time nor a nullable column of forty minutes ago fills a disk in a moment, and growth was there for the whole baseline.
  {
    id: "orchard-diskfull",
    group: "storage",
    kind: "the volume of the database is full",
    world,
    service: "agronomy",
    symptom: "errors",
    alertOn: "agronomy|process measures",
    needs: ["metrics"],
    changes: [...of("orchard-diskfull"), ...pool(of, { "pool-points": -100 })],
    effects: [
      {
        at: "agronomy|process measures|insert",
        fail: {
          type: "asyncpg.exceptions.DiskFullError",
          message:
            'could not extend file "base/16401/24{n}.7": No space left on device\nHINT:  Check free disk space.',
        },
      },
    ],
    gauges: [
      {
        service: "agronomy",
        name: "postgresql.volume.utilization",
        unit: "1",
        base: 0.981,
        noise: 0.0006,
        to: 1,
        delay: -600,
        ramp: 600,
      },
    ],
    rps: [3, 8],
  },
];
