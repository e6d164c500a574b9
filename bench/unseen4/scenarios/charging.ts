import { changes } from "../../judging-set/changes.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { charging as world } from "../worlds/charging.ts";

const commits = changes(new URL("charging.txt", import.meta.url));
const store = "sessions/internal/live/store.go";
const consume = "sessions/internal/meter/consume.go";

export const chargingScenarios: Scenario[] = [
  {
    id: "charging-heartbeat",
    group: "configuration",
    kind: "chargers are told to call a hundred times as often",
    world,
    service: "ocpp",
    symptom: "traffic",
    alertOn: "ocpp|rpc Heartbeat",
    needs: ["metrics"],
    surge: { factor: 6, entry: "ocpp|rpc Heartbeat" },
    changes: commits("charging-heartbeat"),
    effects: [
      { at: "ocpp|rpc Heartbeat", slow: 40, ramp: 60 },
      { at: "ocpp|rpc MeterValues", slow: 70, ramp: 60 },
    ],
    gauges: [
      {
        service: "ocpp",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.16,
        noise: 0.02,
        to: 0.94,
        ramp: 70,
      },
      {
        service: "ocpp",
        name: "ocpp.frames.received",
        unit: "{frame}",
        base: 210,
        noise: 20,
        to: 5200,
        ramp: 70,
      },
    ],
  },
  {
    id: "charging-meter-reset",
    group: "serialisation",
    kind: "a difference below zero in unsigned numbers",
    world,
    service: "ocpp",
    symptom: "errors",
    alertOn: "ocpp|rpc MeterValues",
    changes: commits("charging-meter-reset"),
    effects: [
      // A wobble that has nothing to do with it.
      {
        at: "pricing|GET /quotes/<session_id>",
        gate: "time",
        delay: -170,
        every: { period: 100000, lasts: 60 },
        slow: 50,
      },
      {
        at: "ocpp|rpc MeterValues",
        early: true,
        where: { maker: "kempow" },
        fail: {
          type: "panic",
          message: "attempt to subtract with overflow",
          frames: [
            {
              file: "ocpp/src/session.rs",
              text: "u32::try_from(now - start)",
              fn: "ocpp::session::delivered",
            },
            {
              file: "ocpp/src/session.rs",
              text: "delivered(begun, wh), at);",
              fn: "ocpp::session::serve::{{closure}}",
            },
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "charging-short-memory",
    group: "delayed",
    kind: "sessions are forgotten while the car still charges",
    world,
    service: "sessions",
    symptom: "errors",
    alertOn: "pricing|GET /quotes/<session_id>",
    lag: 7260,
    changes: commits("charging-short-memory"),
    effects: [
      {
        at: "sessions|process meter.values",
        share: 0.3,
        ramp: 90,
        fail: {
          type: "*fmt.wrapError",
          message: "add to WB{n}-1: no such session: WB{n}-1",
          frames: [
            {
              file: store,
              text: 'fmt.Errorf("%w: %s", ErrUnknown, id)',
              fn: "voltgrid.example/sessions/internal/live.(*Store).Find",
            },
            {
              file: consume,
              text: 'fmt.Errorf("add to %s: %w", id, err)',
              fn: "voltgrid.example/sessions/internal/meter.Handle",
            },
          ],
        },
      },
      {
        at: "sessions|GET /sessions/{id}",
        share: 0.35,
        ramp: 90,
        fail: {
          type: "*fmt.wrapError",
          message: "no such session: WB{n}-1",
          status: 404,
          frames: [
            {
              file: store,
              text: 'fmt.Errorf("%w: %s", ErrUnknown, id)',
              fn: "voltgrid.example/sessions/internal/live.(*Store).Find",
            },
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "charging-open-queue",
    group: "unbounded collection",
    kind: "a queue without a bound before a slow broker",
    world,
    service: "ocpp",
    symptom: "memory",
    alertOn: "ocpp|rpc MeterValues",
    needs: ["metrics"],
    lag: 5400,
    changes: commits("charging-open-queue"),
    effects: [
      { at: "ocpp|rpc MeterValues|publish", slow: 900, ramp: 120 },
      {
        at: "ocpp|rpc MeterValues",
        delay: 110,
        every: { period: 80, lasts: 18 },
        refuse: { type: "std::io::Error", message: "connection refused", status: 0 },
      },
    ],
    gauges: [
      {
        service: "ocpp",
        name: "process.memory.usage",
        unit: "By",
        base: 2.1e8,
        noise: 4e6,
        to: 8e8,
        ramp: 110,
        restart: 110,
      },
    ],
    logs: [
      {
        service: "ocpp",
        severity: "INFO",
        every: 70,
        delay: 110,
        body: "previous container was OOMKilled (limit 768Mi), starting",
      },
    ],
    minutes: 6,
  },
  {
    id: "charging-sim-operator",
    group: "network",
    kind: "the mobile network of one maker's chargers drops connections",
    world,
    service: "ocpp",
    symptom: "errors",
    alertOn: "ocpp|rpc MeterValues",
    needs: ["logs"],
    changes: commits("charging-sim-operator"),
    effects: [
      {
        at: "ocpp|rpc MeterValues",
        gate: "time",
        where: { maker: "wallbase" },
        share: 0.75,
        slow: 4000,
        fail: { type: "tungstenite::error::Error", message: "Connection reset without closing handshake" },
      },
      {
        at: "ocpp|rpc Heartbeat",
        gate: "time",
        where: { maker: "wallbase" },
        share: 0.75,
        slow: 4000,
        fail: { type: "tungstenite::error::Error", message: "IO error: Connection timed out (os error 110)" },
      },
    ],
    logs: [
      {
        service: "ocpp",
        severity: "WARN",
        gate: "time",
        every: 7,
        body: "charger went away peer=100.72.14.9:{n} error=Connection reset without closing handshake",
      },
    ],
    gauges: [
      {
        service: "ocpp",
        name: "ocpp.connections.open",
        unit: "{connection}",
        base: 5100,
        noise: 14,
        gate: "time",
        to: 3700,
        ramp: 40,
      },
    ],
    rps: [3, 8],
  },
  {
    id: "charging-firmware-text",
    group: "bad input",
    kind: "a firmware of one maker writes numbers with a comma",
    world,
    service: "ocpp",
    symptom: "errors",
    alertOn: "ocpp|rpc MeterValues",
    changes: commits("charging-firmware-text"),
    effects: [
      {
        at: "ocpp|rpc MeterValues",
        gate: "time",
        early: true,
        where: { firmware: "2.0.1" },
        fail: {
          type: "anyhow::Error",
          message: 'meter value is no number: invalid float literal "{n},4"',
          frames: [
            {
              file: "ocpp/src/frames.rs",
              text: '.context("meter value is no number")',
              fn: "ocpp::frames::watt_hours",
            },
          ],
        },
      },
    ],
    surge: { factor: 1.08, entry: "ocpp|rpc BootNotification", attribute: ["firmware", "2.0.1"] },
    logs: [
      {
        service: "ocpp",
        severity: "INFO",
        gate: "time",
        every: 12,
        body: "boot station=AT-{n} maker=alfatec firmware=2.0.1 (was 2.0.0)",
      },
    ],
    rps: [3, 8],
  },
];
