import { changes } from "../../judging-set/changes.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { exchange as world } from "../worlds/exchange.ts";

const commits = changes(new URL("exchange.txt", import.meta.url));
const java = "risk/src/main/java/power/risk";

export const exchangeScenarios: Scenario[] = [
  {
    id: "exchange-snapshot-lock",
    group: "lock",
    kind: "readers of the book shut writers out while they count",
    world,
    service: "engine",
    symptom: "latency",
    alertOn: "desk|POST /orders",
    changes: commits("exchange-snapshot-lock"),
    effects: [
      { at: "engine|rpc BookDepth|copy", slow: 160, ramp: 80 },
      { at: "engine|rpc SubmitOrder|match", slow: 420, ramp: 80 },
    ],
    gauges: [
      {
        service: "engine",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.2,
        noise: 0.02,
        to: 0.9,
        ramp: 60,
      },
    ],
    rps: [12, 24],
  },
  {
    id: "exchange-trace-lines",
    group: "log level",
    kind: "a line for each order, and the writer is waited for",
    world,
    service: "engine",
    symptom: "latency",
    alertOn: "desk|POST /orders",
    needs: ["logs"],
    changes: commits("exchange-trace-lines"),
    effects: [
      { at: "engine|rpc SubmitOrder", slow: 190, ramp: 20 },
      { at: "engine|rpc BookDepth", slow: 60, ramp: 20 },
    ],
    logs: [
      {
        service: "engine",
        severity: "INFO",
        every: 0.7,
        body: "[trace] order {n} area DE-LU price 8412 quantity 5 filled 5",
      },
      {
        service: "engine",
        severity: "INFO",
        every: 1.1,
        body: "[trace] order {n} area FR price -120 quantity 10 filled 0",
      },
    ],
    rps: [12, 24],
  },
  {
    id: "exchange-price-scale",
    group: "contract",
    kind: "prices with more digits than the neighbour takes",
    world,
    service: "desk",
    symptom: "errors",
    alertOn: "desk|POST /orders",
    changes: commits("exchange-price-scale"),
    effects: [
      // A wobble that has nothing to do with it.
      {
        at: "forecast|GET /curves/{area}|feed",
        gate: "time",
        delay: -120,
        every: { period: 100000, lasts: 100 },
        slow: 700,
      },
      {
        at: "risk|POST /orders",
        gate: "desk",
        early: true,
        where: { member: "enwerk" },
        fail: {
          type: "java.lang.ArithmeticException",
          message: "Rounding necessary",
          frames: [
            {
              file: `${java}/NewOrder.java`,
              text: ".setPrice(price.movePointRight(2)",
              fn: "NewOrder.toProto",
            },
            {
              file: `${java}/EngineClient.java`,
              text: "submitOrder(order.toProto())",
              fn: "EngineClient.submit",
            },
            {
              file: `${java}/CheckController.java`,
              text: "return engine.submit(order);",
              fn: "CheckController.submit",
            },
          ],
        },
      },
      {
        at: "risk|POST /orders",
        gate: "desk",
        early: true,
        share: 0.25,
        fail: {
          type: "org.springframework.http.converter.HttpMessageNotReadableException",
          message:
            'JSON parse error: Cannot deserialize value of type `java.math.BigDecimal` from String "84,15": not a valid representation',
          status: 400,
        },
      },
    ],
  },
  {
    id: "exchange-tight-deadline",
    group: "timeout",
    kind: "a deadline below the usual time",
    world,
    service: "risk",
    symptom: "errors",
    alertOn: "desk|POST /orders",
    changes: commits("exchange-tight-deadline"),
    effects: [
      {
        at: "risk|POST /orders|submit",
        set: {
          timeout: 2,
          onFail: {
            type: "io.grpc.StatusRuntimeException",
            message:
              "DEADLINE_EXCEEDED: CallOptions deadline exceeded after 0.001998412s. Name resolution delay 0.000000000 seconds. [remote_addr=engine/10.42.3.17:7400]",
            status: 500,
            frames: [
              {
                file: `${java}/EngineClient.java`,
                text: "submitOrder(order.toProto())",
                fn: "EngineClient.submit",
              },
            ],
          },
        },
      },
    ],
  },
  {
    id: "exchange-cold-snap",
    group: "traffic",
    kind: "prices jump, and everybody trades",
    world,
    service: "engine",
    symptom: "latency",
    alertOn: "desk|POST /orders",
    surge: { factor: 6 },
    needs: ["metrics"],
    changes: commits("exchange-cold-snap"),
    effects: [
      { at: "engine|rpc SubmitOrder|match", gate: "time", slow: 140, ramp: 90 },
      { at: "risk|POST /orders", gate: "time", slow: 420, ramp: 90 },
    ],
    gauges: [
      {
        service: "risk",
        name: "tomcat.threads.busy",
        unit: "{thread}",
        base: 9,
        noise: 2,
        gate: "time",
        to: 100,
        ramp: 70,
      },
      {
        service: "engine",
        name: "engine.orders.accepted",
        unit: "{order}",
        base: 900,
        noise: 60,
        gate: "time",
        to: 6100,
        ramp: 60,
      },
    ],
    events: [
      { at: -60, kind: "market", text: "Unplanned loss of 1.2 GW in NL published, intraday auctions called" },
    ],
  },
  {
    id: "exchange-nic-errors",
    group: "network",
    kind: "one machine loses packets",
    world,
    service: "engine",
    symptom: "errors",
    alertOn: "desk|GET /depth/:area",
    needs: ["metrics", "revision"],
    changes: commits("exchange-nic-errors"),
    effects: [
      {
        at: "engine|rpc BookDepth",
        gate: "time",
        where: { host: "node-1" },
        share: 0.5,
        slow: 800,
        fail: { type: "std::system_error", message: "write: Connection timed out [system:110]" },
      },
      {
        at: "engine|rpc SubmitOrder",
        gate: "time",
        where: { host: "node-1" },
        share: 0.5,
        slow: 900,
        fail: { type: "std::system_error", message: "write: Connection timed out [system:110]" },
      },
      { at: "desk|GET /depth/:area", gate: "time", where: { host: "node-1" }, slow: 260, share: 0.6 },
    ],
    gauges: [
      {
        service: "engine",
        name: "system.network.errors",
        unit: "{error}",
        base: 0,
        noise: 0.2,
        gate: "time",
        where: { host: "node-1" },
        to: 21400,
        ramp: 200,
        attributes: { "network.interface.name": "ens5", "network.io.direction": "receive" },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "exchange-disk-slow",
    group: "storage",
    kind: "the volume of the journal is throttled",
    world,
    service: "engine",
    symptom: "latency",
    alertOn: "desk|POST /orders",
    needs: ["metrics"],
    changes: commits("exchange-disk-slow"),
    effects: [{ at: "engine|rpc SubmitOrder|journal", gate: "time", slow: 640, ramp: 25 }],
    gauges: [
      {
        service: "engine",
        name: "system.disk.operation_time",
        unit: "s",
        base: 0.002,
        noise: 0.0004,
        gate: "time",
        to: 0.61,
        ramp: 25,
        attributes: { "disk.io.direction": "write", "system.device": "nvme1n1" },
      },
      {
        service: "engine",
        name: "aws.ebs.burst_balance",
        unit: "%",
        base: 64,
        noise: 1,
        gate: "time",
        to: 0,
        ramp: 30,
      },
    ],
    events: [
      { at: -20, kind: "status", service: "engine", text: "vol-0c41 BurstBalance 0 %, IOPS at baseline" },
    ],
    rps: [3, 8],
  },
];
