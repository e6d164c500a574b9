import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, db, ext, work } = step;

/** Mobile data for travellers: an app's API, profiles at a carrier, and numbers from a pool. */
export const esim: World = {
  id: "esim",
  repository: "roamwell/core",
  files: sources(new URL("./esim.txt", import.meta.url)),
  services: [
    {
      name: "app-api",
      language: "typescript",
      paths: ["app-api/"],
      replicas: 3,
      ops: [
        {
          name: "GET /plans/{country}",
          ms: 4,
          steps: [
            db(
              "plans",
              "postgresql",
              "plans",
              "SELECT id, title, gigabytes, cents FROM plans WHERE country = $1",
              4,
            ),
          ],
        },
        {
          name: "GET /usage",
          ms: 3,
          steps: [
            work("token", "verify token", 2),
            db(
              "usage",
              "postgresql",
              "usage_daily",
              "SELECT megabytes, day FROM usage_daily WHERE subscriber = $1",
              3,
            ),
          ],
        },
        {
          name: "POST /activations",
          ms: 5,
          log: "profile for {plan} ready",
          steps: [
            work("token", "verify token", 2),
            call("profile", "provisioning", "POST /profiles", {
              timeout: 10_000,
              src: place("app-api/src/activate.ts", "provisioning.post(", "activate"),
            }),
          ],
        },
      ],
    },
    {
      name: "provisioning",
      language: "kotlin",
      paths: ["provisioning/"],
      replicas: 3,
      ops: [
        {
          name: "POST /profiles",
          ms: 6,
          steps: [
            call("number", "numbering", "POST /numbers/take", {
              timeout: 6000,
              src: place("provisioning/src/main/kotlin/roam/Profiles.kt", "numbers.take(", "Profiles.create"),
            }),
            ext("order", "smdp.carrierhub.example", "POST", "/gsma/rsp2/es2plus/downloadOrder", 160, {
              src: place(
                "provisioning/src/main/kotlin/roam/Profiles.kt",
                "carrier.download(",
                "Profiles.create",
              ),
            }),
            db(
              "save",
              "postgresql",
              "profiles",
              "INSERT INTO profiles (subscriber, number, code, expires) VALUES (?, ?, ?, ?)",
              4,
            ),
          ],
        },
        {
          name: "GET /profiles/{id}",
          ms: 3,
          steps: [db("profile", "postgresql", "profiles", "SELECT * FROM profiles WHERE id = ?", 3)],
        },
      ],
    },
    {
      name: "numbering",
      language: "rust",
      paths: ["numbering/"],
      replicas: 2,
      ops: [
        {
          name: "POST /numbers/take",
          ms: 1,
          steps: [
            db(
              "assign",
              "postgresql",
              "numbers",
              "UPDATE numbers SET plan = $2, taken_at = now() WHERE number = $1",
              4,
              {
                src: place("numbering/src/pool.rs", "self.db.assign(", "numbering::pool::Pool::take"),
              },
            ),
          ],
        },
      ],
    },
  ],
  entries: {
    "app-api|GET /plans/{country}": 4,
    "app-api|GET /usage": 4,
    "app-api|POST /activations": 4,
    "provisioning|GET /profiles/{id}": 2,
  },
  attributes: {
    app: ["ios-5.2", "android-5.2", "ios-4.8"],
    plan: ["euro", "world", "asia"],
    country: ["jp", "us", "ch"],
  },
  noise: [
    {
      at: "app-api|GET /usage",
      share: 0.01,
      fail: { type: "JWTExpired", message: '"exp" claim timestamp check failed', status: 401, quiet: true },
    },
    {
      at: "provisioning|GET /profiles/{id}",
      share: 0.008,
      fail: { type: "roam.NotFound", message: "no profile {n}", status: 404, quiet: true },
    },
  ],
  extras: changes(new URL("../scenarios/esim.txt", import.meta.url))("extras"),
  rename: { numbering: ["msisdn"], carrierhub: ["telebroker"], provisioning: ["activator"] },
};
