import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

/** Insurance claims: a Ruby monolith, its jobs, and a reader of scans in Python; PostgreSQL, Redis, object storage. */
export const claims: World = {
  id: "claims",
  repository: "halden-mutual/claims",
  files: sources(new URL("./claims.txt", import.meta.url)),
  services: [
    {
      name: "claims-web",
      language: "ruby",
      paths: ["app/", "config/", "deploy/", "db/"],
      replicas: 4,
      ops: [
        {
          name: "GET /claims",
          ms: 14,
          log: "listed for {product}",
          steps: [
            step.db(
              "open",
              "postgresql",
              "claims",
              'SELECT "claims".* FROM "claims" WHERE "claims"."policy_id" = $1 AND "claims"."closed_at" IS NULL ORDER BY "claims"."created_at" DESC LIMIT 50',
              8,
              {
                src: place(
                  "app/controllers/claims_controller.rb",
                  "Claim.open_for(current_policy)",
                  "ClaimsController#index",
                ),
              },
            ),
          ],
        },
        {
          name: "POST /claims",
          ms: 16,
          log: "opened for {product}",
          steps: [
            step.db(
              "insert",
              "postgresql",
              "claims",
              'INSERT INTO "claims" ("policy_id", "kind") VALUES ($1, $2) RETURNING "id"',
              5,
              {
                src: place(
                  "app/controllers/claims_controller.rb",
                  "Claim.create!",
                  "ClaimsController#create",
                ),
              },
            ),
            step.send("scan", "sidekiq", "ocr", "claims-jobs", "process ocr"),
          ],
        },
        {
          name: "POST /claims/:id/payout",
          ms: 15,
          log: "paid {product}",
          steps: [
            step.db(
              "documents",
              "postgresql",
              "documents",
              'SELECT "documents".* FROM "documents" WHERE "documents"."claim_id" = $1',
              5,
            ),
            step.ext("transfer", "connect.halvorbank.com", "POST", "/psd2/payments", 180, {
              src: place("app/services/payouts/bank.rb", "Faraday.post(URL", "Payouts::Bank.transfer"),
            }),
          ],
        },
      ],
    },
    {
      name: "claims-jobs",
      language: "ruby",
      paths: ["jobs/"],
      replicas: 3,
      ops: [
        {
          name: "process ocr",
          ms: 8,
          steps: [
            step.db(
              "row",
              "postgresql",
              "claims",
              "SELECT id, scan_path, kind FROM claims WHERE id = $1",
              3,
              {
                src: place("jobs/lib/scan_job.rb", "DB[:claims].where(id: claim_id)", "Ocr::ScanJob#perform"),
              },
            ),
            step.ext("get", "halden-claims-scans.s3.eu-north-1.amazonaws.com", "GET", "/scan", 40, {
              src: place("jobs/lib/bucket.rb", "S3.get_object", "Bucket.get"),
            }),
            step.call("read", "ocr", "POST /read", {
              src: place("jobs/lib/ocr_client.rb", "Faraday.post(URL", "OcrClient.read"),
            }),
            step.db(
              "document",
              "postgresql",
              "documents",
              "INSERT INTO documents (claim_id, amount_cents) VALUES ($1, $2)",
              4,
            ),
          ],
        },
      ],
    },
    {
      name: "ocr",
      language: "python",
      paths: ["ocr/"],
      replicas: 3,
      ops: [
        {
          name: "POST /read",
          ms: 30,
          log: "read {product}",
          steps: [step.work("infer", "infer", 190)],
        },
      ],
    },
  ],
  entries: {
    "claims-web|GET /claims": 5,
    "claims-web|POST /claims": 5,
    "claims-web|POST /claims/:id/payout": 3,
  },
  attributes: {
    product: ["household", "car", "bicycle", "travel"],
    channel: ["app", "web", "broker"],
  },
  noise: [
    {
      at: "claims-web|POST /claims",
      share: 0.012,
      fail: {
        type: "ActiveRecord::RecordInvalid",
        message: "Validation failed: Kind is not included in the list",
        status: 422,
      },
    },
    {
      at: "claims-web|POST /claims/:id/payout",
      share: 0.01,
      fail: { type: "ActiveRecord::RecordNotFound", message: "Couldn't find Claim", status: 404 },
    },
  ],
  extras: changes(new URL("../scenarios/claims.txt", import.meta.url))("extras"),
  rename: {
    halden: ["sorvik", "brixton"],
    halvorbank: ["meridiabank"],
    bicycle: ["scooter"],
  },
};
