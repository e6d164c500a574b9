import { changes } from "../../judging-set/changes.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { photo as world } from "../worlds/photo.ts";

const commits = changes(new URL("photo.txt", import.meta.url));
const handler = "functions/render/render/handler.py";

export const photoScenarios: Scenario[] = [
  {
    id: "photo-key-scope",
    group: "permission",
    kind: "a policy without the right to decrypt",
    world,
    service: "fn-render",
    symptom: "errors",
    alertOn: "fn-render|process pages-to-render",
    changes: commits("photo-key-scope"),
    effects: [
      // A wobble that has nothing to do with it.
      {
        at: "fn-notify|process pushes|push",
        gate: "time",
        delay: -200,
        every: { period: 100000, lasts: 80 },
        slow: 300,
      },
      {
        at: "fn-render|process pages-to-render|fetch",
        fail: {
          type: "botocore.exceptions.ClientError",
          message:
            "An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:sts::104822011997:assumed-role/pagewise-RenderRole/fn-render is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because no identity-based policy allows the kms:Decrypt action",
          status: 403,
          frames: [
            { file: handler, text: "s3.get_object(", fn: "fetch" },
            { file: handler, text: "pictures = [fetch(key)", fn: "render_one" },
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "photo-short-lease",
    group: "manifest",
    kind: "messages come back while they are worked on",
    world,
    service: "fn-render",
    symptom: "latency",
    alertOn: "fn-render|process pages-to-render",
    needs: ["metrics", "logs"],
    changes: commits("photo-short-lease"),
    effects: [
      { at: "fn-render|process pages-to-render", slow: 2600, ramp: 60 },
      { at: "fn-render|process pages-to-render|fetch", set: { times: 8 }, share: 0.8 },
    ],
    gauges: [
      {
        service: "fn-render",
        name: "aws.sqs.approximate_number_of_messages_not_visible",
        unit: "{message}",
        base: 12,
        noise: 3,
        to: 640,
        ramp: 120,
      },
      {
        service: "fn-render",
        name: "faas.concurrent_executions",
        unit: "{execution}",
        base: 14,
        noise: 2,
        to: 390,
        ramp: 100,
      },
    ],
    logs: [
      {
        service: "fn-render",
        severity: "WARN",
        every: 6,
        body: "page {n} is in the bucket already, ApproximateReceiveCount=7",
      },
    ],
  },
  {
    id: "photo-lean-bundle",
    group: "build",
    kind: "a bundle without a package that the runtime does not have",
    world,
    service: "fn-api",
    symptom: "errors",
    alertOn: "fn-api|GET /albums",
    changes: commits("photo-lean-bundle"),
    effects: [
      {
        at: "fn-api|*",
        early: true,
        fail: {
          type: "Runtime.ImportModuleError",
          message:
            "Error: Cannot find package '@aws-sdk/s3-request-presigner' imported from /var/task/handler.mjs",
          status: 502,
        },
      },
    ],
    logs: [
      {
        service: "fn-api",
        severity: "ERROR",
        every: 5,
        body: "INIT_REPORT Init Duration: 141.20 ms Phase: invoke Status: error Error Type: Runtime.ImportModuleError",
      },
    ],
  },
  {
    id: "photo-day-partition",
    group: "quota",
    kind: "all writes of a day go to one partition",
    world,
    service: "fn-api",
    symptom: "errors",
    alertOn: "fn-api|POST /uploads",
    lag: 3900,
    changes: commits("photo-day-partition"),
    effects: [
      {
        at: "fn-api|POST /uploads|put",
        share: 0.55,
        slow: 380,
        fail: {
          type: "ThrottlingException",
          message:
            "Throughput exceeds the current capacity for one or more global secondary indexes. DynamoDB is automatically scaling your index so please try again shortly.",
          status: 400,
          frames: [{ file: "functions/api/src/uploads.ts", text: "await db.send(", fn: "beginUpload" }],
        },
      },
    ],
    gauges: [
      {
        service: "fn-api",
        name: "aws.dynamodb.write_throttle_events",
        unit: "{event}",
        base: 0,
        noise: 0.3,
        to: 880,
        ramp: 60,
        attributes: { "aws.dynamodb.global_secondary_index": "gsi1" },
      },
    ],
    rps: [12, 24],
  },
  {
    id: "photo-store-region",
    group: "provider",
    kind: "the object store of the region answers slowly, or not at all",
    world,
    service: "fn-render",
    symptom: "errors",
    alertOn: "fn-render|process pages-to-render",
    changes: commits("photo-store-region"),
    effects: [
      {
        at: "fn-render|process pages-to-render|fetch",
        gate: "time",
        share: 0.45,
        slow: 1900,
        fail: {
          type: "botocore.exceptions.ClientError",
          message:
            "An error occurred (503) when calling the GetObject operation (reached max retries: 4): Service Unavailable",
          status: 503,
          frames: [{ file: handler, text: "s3.get_object(", fn: "fetch" }],
        },
      },
      {
        at: "fn-render|process pages-to-render|store",
        gate: "time",
        share: 0.4,
        slow: 2400,
        fail: {
          type: "botocore.exceptions.ClientError",
          message:
            "An error occurred (InternalError) when calling the PutObject operation (reached max retries: 4): We encountered an internal error. Please try again.",
          status: 500,
          frames: [{ file: handler, text: "s3.put_object(", fn: "render_one" }],
        },
      },
    ],
    events: [
      {
        at: 210,
        kind: "status",
        text: "Object storage, eu-central-1: we are investigating increased error rates",
      },
    ],
    rps: [3, 8],
  },
  {
    id: "photo-push-key",
    group: "credential",
    kind: "the key for pushes was revoked in the console of its provider",
    world,
    service: "fn-notify",
    symptom: "errors",
    alertOn: "fn-notify|process pushes",
    changes: commits("photo-push-key"),
    effects: [
      {
        at: "fn-notify|process pushes|push",
        gate: "time",
        fail: {
          type: "Error",
          message: 'push answered 403: {"reason":"InvalidProviderToken"}',
          status: 403,
          frames: [
            {
              file: "functions/notify/src/handler.ts",
              text: "throw new Error(`push answered",
              fn: "Runtime.handler",
            },
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "photo-two-limits",
    group: "undecidable",
    kind: "pages of four times the size, or a third of the memory",
    world,
    service: "fn-render",
    symptom: "errors",
    alertOn: "fn-orders|POST /orders",
    thin: true,
    oneRelease: true,
    changes: commits("photo-two-limits"),
    effects: [
      {
        at: "fn-orders|POST /orders",
        gate: "fn-render",
        share: 0.5,
        slow: 900,
        fail: { type: "Error", message: "order is not complete", status: 500, quiet: true },
      },
    ],
    rps: [3, 8],
  },
];
