import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

const java = "risk/src/main/java/power/risk";

/** A market for electricity of the day: the book in C++, checks of risk in Java, what members see in Node. */
export const exchange: World = {
  id: "exchange",
  repository: "stromboerse/market",
  files: sources(new URL("exchange.txt", import.meta.url)),
  services: [
    {
      name: "desk",
      language: "typescript",
      paths: ["desk/"],
      replicas: 3,
      ops: [
        {
          name: "POST /orders",
          ms: 2,
          log: "order of {member} passed on",
          steps: [
            {
              id: "risk",
              do: "call",
              to: "risk",
              op: "POST /orders",
              timeout: 3000,
              src: { file: "desk/src/risk.ts", text: 'client.post("orders"', fn: "Object.submit" },
              onFail: {
                type: "HTTPError",
                message:
                  "Request failed with status code 500 Internal Server Error: POST http://risk:8080/orders",
                status: 502,
              },
            },
          ],
        },
        {
          name: "GET /depth/:area",
          ms: 1.5,
          steps: [
            {
              id: "depth",
              do: "call",
              to: "engine",
              op: "rpc BookDepth",
              src: { file: "desk/src/depth.ts", text: "await engine.depth(", fn: "handler" },
            },
          ],
        },
      ],
    },
    {
      name: "risk",
      language: "java",
      paths: ["risk/"],
      replicas: 3,
      ops: [
        {
          name: "POST /orders",
          ms: 3,
          steps: [
            {
              id: "limit",
              do: "db",
              system: "postgresql",
              query: "SELECT member, cents FROM limits WHERE member = ?",
              table: "limits",
              ms: 2,
              chance: 0.05,
              src: { file: `${java}/Limits.java`, text: "return jdbc.sql(", fn: "Limits.of" },
            },
            {
              id: "submit",
              do: "call",
              to: "engine",
              op: "rpc SubmitOrder",
              timeout: 1000,
              src: {
                file: `${java}/EngineClient.java`,
                text: "submitOrder(order.toProto())",
                fn: "EngineClient.submit",
              },
              onFail: { type: "io.grpc.StatusRuntimeException", message: "UNKNOWN", status: 500 },
            },
          ],
        },
      ],
    },
    {
      name: "engine",
      language: "cpp",
      paths: ["engine/"],
      replicas: 2,
      ops: [
        {
          name: "rpc SubmitOrder",
          ms: 0.6,
          steps: [
            { id: "match", do: "work", name: "match", ms: 0.3 },
            { id: "journal", do: "work", name: "journal", ms: 0.4 },
          ],
        },
        { name: "rpc BookDepth", ms: 0.4, steps: [{ id: "copy", do: "work", name: "depth", ms: 0.2 }] },
      ],
    },
    {
      name: "forecast",
      language: "python",
      paths: [],
      replicas: 1,
      ops: [
        {
          name: "GET /curves/{area}",
          ms: 20,
          steps: [
            {
              id: "feed",
              do: "ext",
              host: "feed.weatherdesk.example",
              method: "GET",
              path: "/v3/wind",
              ms: 90,
            },
          ],
        },
      ],
    },
  ],
  entries: { "desk|POST /orders": 7, "desk|GET /depth/:area": 8, "forecast|GET /curves/{area}": 0.6 },
  attributes: {
    member: ["enwerk", "nordkraft", "solaris", "tradehaus"],
    area: ["DE-LU", "FR", "NL", "AT"],
    side: ["buy", "sell"],
  },
  noise: [
    {
      at: "desk|POST /orders",
      share: 0.008,
      fail: { type: "ZodError", message: "Number must be less than or equal to 4000", status: 400 },
    },
    {
      at: "risk|POST /orders",
      share: 0.004,
      fail: {
        type: "power.risk.LimitExceededException",
        message: "{member} would owe more than its limit",
        status: 422,
      },
    },
  ],
  extras: changes(new URL("../scenarios/exchange.txt", import.meta.url))("extras"),
  rename: { nordkraft: ["westkraft", "seewind"], solaris: ["lumena", "photon"], desk: ["portal", "counter"] },
};
