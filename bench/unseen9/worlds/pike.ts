import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, cache, db, ext, send, work } = step;

/** Roads that cost something, and who drove on them. */
export const pike: World = {
  id: "pike",
  repository: "turnpike-ag/tolls",
  files: sources(new URL("./pike.txt", import.meta.url)),
  services: [
    {
      name: "gantries",
      language: "go",
      paths: ["gantries/"],
      replicas: 3,
      ops: [
        {
          name: "POST /frames",
          ms: 3,
          log: "frame of a {camera} camera on {road}",
          steps: [
            call("read", "plates", "POST /reads", {
              timeout: 4000,
              src: place("gantries/frames.go", "g.plates.Read(", "gantries.(*Gantries).Frame"),
            }),
            send("publish", "kafka", "passages", "passages", "process passages"),
          ],
        },
      ],
    },
    {
      name: "plates",
      language: "python",
      paths: ["plates/"],
      replicas: 2,
      ops: [{ name: "POST /reads", ms: 3, steps: [work("predict", "predict", 38)] }],
    },
    {
      name: "passages",
      language: "scala",
      paths: ["passages/"],
      replicas: 3,
      ops: [
        {
          name: "process passages",
          ms: 2,
          steps: [
            call("vehicle", "registry", "GET /vehicles/{plate}", { timeout: 2500 }),
            db("rate", "postgresql", "rates", "SELECT cents FROM rates WHERE gantry = ? AND axles = ?", 3),
            db(
              "add",
              "postgresql",
              "trips",
              "INSERT INTO trips (account, gantry, cents) VALUES (?, ?, ?)",
              4,
              {
                src: place("passages/src/main/scala/pike/Passages.scala", "store.add(", "Passages.process"),
              },
            ),
          ],
        },
        {
          name: "GET /trips/{account}",
          ms: 3,
          steps: [
            db(
              "trips",
              "postgresql",
              "trips",
              "SELECT gantry, cents, at FROM trips WHERE account = ? ORDER BY at DESC LIMIT 500",
              7,
            ),
          ],
        },
      ],
    },
    {
      name: "accounts",
      language: "php",
      paths: ["accounts/"],
      replicas: 3,
      ops: [
        {
          name: "GET /statements/{account}",
          ms: 6,
          log: "statement for plan {plan}",
          steps: [
            call("trips", "passages", "GET /trips/{account}", {
              timeout: 5000,
              src: place("accounts/app/Statements.php", "$this->passages->trips(", "Statements->of"),
            }),
            db(
              "balance",
              "postgresql",
              "trips",
              "SELECT COALESCE(SUM(cents), 0) FROM trips WHERE account = ? AND settled IS NULL",
              6,
              { src: place("accounts/app/Statements.php", "$this->balance->of(", "Statements->of") },
            ),
          ],
        },
        {
          name: "POST /topups",
          ms: 5,
          steps: [
            ext("pay", "api.moneta.example", "POST", "/v2/payments", 160),
            db(
              "note",
              "postgresql",
              "ledger",
              "INSERT INTO ledger (account, payment, cents) VALUES (?, ?, ?)",
              4,
              {
                src: place("accounts/app/Payments.php", "$this->ledger->note(", "Payments->topUp"),
              },
            ),
            cache("seen", "DEL balance:{account}"),
          ],
        },
      ],
    },
    {
      name: "registry",
      language: "java",
      paths: [],
      replicas: 2,
      ops: [{ name: "GET /vehicles/{plate}", ms: 9, steps: [] }],
    },
  ],
  entries: {
    "gantries|POST /frames": 6.5,
    "accounts|GET /statements/{account}": 2.5,
    "accounts|POST /topups": 1.5,
  },
  attributes: {
    road: ["A7", "A12", "ring-east", "tunnel-south"],
    camera: ["hd", "hd", "hd", "classic"],
    plan: ["resident", "visitor", "haulier"],
  },
  noise: [
    {
      at: "plates|POST /reads",
      share: 0.008,
      fail: { type: "ValueError", message: "picture is no JPEG", status: 422 },
    },
    {
      at: "accounts|POST /topups",
      share: 0.015,
      fail: { type: "App\\CardDeclined", message: "card declined", status: 402, quiet: true },
    },
  ],
  extras: changes(new URL("../scenarios/pike.txt", import.meta.url))("extras"),
  rename: { gantries: ["portals"], plates: ["tags"], turnpike: ["highroad"] },
};
