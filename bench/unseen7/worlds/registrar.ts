import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, db, ext, send } = step;

/** Names on the Internet, their registries and their zones. */
export const registrar: World = {
  id: "registrar",
  repository: "namewright/registrar",
  files: sources(new URL("./registrar.txt", import.meta.url)),
  services: [
    {
      name: "panel",
      language: "php",
      paths: ["panel/"],
      replicas: 3,
      ops: [
        {
          name: "GET /domains",
          ms: 9,
          steps: [
            db(
              "list",
              "mysql",
              "domains",
              "SELECT * FROM domains WHERE account_id = ? ORDER BY name LIMIT 100",
              5,
              {
                src: place(
                  "panel/app/Http/DomainController.php",
                  "->limit(100)",
                  "App\\Http\\DomainController->index",
                ),
              },
            ),
          ],
        },
        {
          name: "POST /domains/{name}/renew",
          ms: 9,
          log: "renewed below .{tld}",
          steps: [
            db(
              "domain",
              "mysql",
              "domains",
              "SELECT * FROM domains WHERE account_id = ? AND name = ? LIMIT 1",
              3,
            ),
            call("renew", "epp", "POST /renew", {
              timeout: 10000,
              src: place("panel/app/Services/Epp.php", "->post('/renew'", "App\\Services\\Epp->renew"),
            }),
            db("update", "mysql", "domains", "UPDATE domains SET expires_on = ? WHERE id = ?", 3, {
              src: place(
                "panel/app/Http/DomainController.php",
                "->update(",
                "App\\Http\\DomainController->renew",
              ),
            }),
          ],
        },
        {
          name: "PUT /zones/{name}",
          ms: 8,
          steps: [
            db("save", "mysql", "zones", "UPDATE zones SET serial = serial + 1 WHERE name = ?", 4),
            send("changed", "rabbitmq", "zone.changed", "publisher", "process zone.changed"),
          ],
        },
      ],
    },
    {
      name: "epp",
      language: "python",
      paths: ["epp/"],
      replicas: 2,
      ops: [
        {
          name: "POST /renew",
          ms: 4,
          steps: [
            ext("renew", "epp.registry.example", "POST", "/renew", 55, {
              src: place("epp/app/commands.py", "session.send(renew_frame", "renew"),
            }),
          ],
        },
        {
          name: "GET /check/{name}",
          ms: 3,
          steps: [
            ext("check", "epp.registry.example", "POST", "/check", 24, {
              src: place("epp/app/commands.py", "session.send(check_frame", "check"),
            }),
          ],
        },
      ],
    },
    {
      name: "gateway",
      language: "go",
      paths: ["gateway/"],
      replicas: 3,
      ops: [
        {
          name: "POST /v1/domains",
          ms: 3,
          steps: [
            call("check", "epp", "GET /check/{name}", {
              timeout: 5000,
              src: place("gateway/domains.go", "g.epp.Check(ctx", "gateway.(*Gateway).Register"),
            }),
            db(
              "insert",
              "mysql",
              "domains",
              "INSERT INTO domains (account_id, name, expires_on) VALUES (?, ?, ?)",
              4,
              {
                src: place("gateway/domains.go", "g.db.ExecContext(ctx", "gateway.(*Gateway).Register"),
              },
            ),
          ],
        },
        {
          name: "GET /v1/check",
          ms: 3,
          steps: [call("check", "epp", "GET /check/{name}", { timeout: 5000 })],
        },
      ],
    },
    {
      name: "publisher",
      language: "typescript",
      paths: ["publisher/"],
      replicas: 2,
      ops: [
        {
          name: "process zone.changed",
          ms: 3,
          steps: [
            db("zone", "mysql", "zones", "SELECT name, tier, records FROM zones WHERE name = ?", 4),
            ext("push", "ns1.anycast.example", "PUT", "/zones", 30, {
              src: place("publisher/src/publish.ts", "await Promise.all(", "publish"),
            }),
          ],
        },
      ],
    },
  ],
  entries: {
    "panel|GET /domains": 4,
    "panel|POST /domains/{name}/renew": 2.5,
    "panel|PUT /zones/{name}": 2.5,
    "gateway|POST /v1/domains": 2.5,
    "gateway|GET /v1/check": 3,
  },
  attributes: {
    tld: ["alpha", "shop", "bergen"],
    tier: ["basic", "gold"],
    reseller: ["hostbox", "webkind", "sitefarm"],
    target: ["plain", "encoded"],
  },
  noise: [
    {
      at: "gateway|POST /v1/domains",
      share: 0.03,
      fail: { type: "gateway.ErrTaken", message: "taken", status: 409, quiet: true },
    },
    {
      at: "panel|POST /domains/{name}/renew",
      share: 0.006,
      fail: {
        type: "Illuminate\\Database\\Eloquent\\ModelNotFoundException",
        message: "No query results for model [App\\Models\\Domain]",
        status: 404,
      },
    },
  ],
  extras: changes(new URL("../scenarios/registrar.txt", import.meta.url))("extras"),
  rename: { panel: ["desk"], publisher: ["announcer"], gateway: ["resale"], reseller: ["partner"] },
};
