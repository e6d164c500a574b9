import type { SourcedScenario } from "../scenario.ts";
import { reel } from "../worlds/reel.ts";

const message = "planner/src/main/java/reel/planner/JobMessage.java";
const rights = "planner/src/main/java/reel/planner/RightsClient.java";
const plan = "planner/src/main/java/reel/planner/PlanService.java";
const job = "encoder/src/job.rs";
const work = "encoder/src/work.rs";

export const reelScenarios: SourcedScenario[] = [
  {
    id: "reel-field-renamed",
    group: "contract",
    kind: "serialisation contract",
    world: reel,
    service: "encoder",
    symptom: "errors",
    alertOn: "encoder|process encode.job",
    changes: [
      {
        role: "culprit",
        message:
          "planner: JSON in one style (#618)\n\nSome fields were in snake case and some in camel case; the front end asks for camel case.",
        edits: [
          {
            file: message,
            from: '@JsonProperty("bitrate_kbps") int',
            to: '@JsonProperty("bitrateKbps") int',
          },
          {
            file: message,
            from: "/** What an encoder is told. Encoders of the previous release read it too while a deployment is under way. */\n",
            to: "/** What an encoder is told. Names are in camel case, as everywhere in this service. */\n",
          },
          {
            file: "planner/src/main/java/reel/planner/Plan.java",
            add: 'package reel.planner;\n\nimport com.fasterxml.jackson.annotation.JsonProperty;\nimport java.util.UUID;\n\n/** The answer to whoever asked for a plan. */\npublic record Plan(@JsonProperty("jobId") UUID job, @JsonProperty("rungCount") int rungs) {}\n',
          },
        ],
      },
      {
        role: "decoy",
        message: "encoder: a job without rungs says so (#617)",
        edits: [
          {
            file: job,
            from: '        anyhow::ensure!(!job.rungs.is_empty(), "job {} has no rungs", job.job);\n',
            to: '        anyhow::ensure!(!job.rungs.is_empty(), "job {} of upload {} has no rungs", job.job, job.upload);\n',
          },
        ],
        at: -7,
      },
      {
        role: "decoy",
        message: "encoder: message that cannot be decoded is kept for a week",
        edits: [
          {
            file: "infra/dead-letters.md",
            add: "# Dead letters\n\nA message that an encoder cannot decode is kept for seven days in `encode.dead`.\n",
          },
        ],
        at: -200,
      },
    ],
    effects: [
      {
        at: "encoder|process encode.job",
        gate: "planner",
        early: true,
        fail: {
          type: "anyhow::Error",
          message: "decode job: missing field `bitrate_kbps` at line 1 column 231",
          frames: [{ file: job, text: 'context("decode job")', fn: "encoder::job::Job::decode" }],
        },
      },
    ],
    logs: [
      {
        service: "encoder",
        severity: "WARN",
        every: 18,
        gate: "time",
        delay: 25,
        body: "message rejected to encode.dead: missing field `bitrate_kbps` at line 1 column 231",
      },
    ],
  },
  {
    id: "reel-open-masters",
    group: "resource",
    kind: "resource not released",
    world: reel,
    service: "encoder",
    symptom: "errors",
    alertOn: "encoder|process encode.job",
    needs: ["metrics", "revision"],
    minutes: 7,
    changes: [
      {
        role: "culprit",
        message:
          "encoder: fetch a master once when its ladder is planned twice (#622)\n\nCreators change the ladder right after the upload, and we fetch forty gigabytes again.",
        edits: [
          {
            file: work,
            from: "use std::path::{Path, PathBuf};\n",
            to: "use std::collections::HashMap;\nuse std::path::{Path, PathBuf};\n",
          },
          {
            file: work,
            from: "    scratch: PathBuf,\n    threads: usize,\n}\n",
            to: "    scratch: PathBuf,\n    threads: usize,\n    masters: Mutex<HashMap<PathBuf, File>>,\n}\n",
          },
          {
            file: work,
            from: "        Self { store, scratch, threads }\n",
            to: "        Self { store, scratch, threads, masters: Mutex::default() }\n",
          },
          {
            file: work,
            from: "        file.flush().await?;\n        Ok(path)\n",
            to: "        file.flush().await?;\n        // Stays open, so that the data is there even after the folder is gone.\n        self.masters.lock().await.insert(path.clone(), file);\n        Ok(path)\n",
          },
          {
            file: work,
            from: "use tokio::process::Command;\n",
            to: "use tokio::process::Command;\nuse tokio::sync::Mutex;\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "encoder: ffmpeg's exit status names the rung",
        edits: [
          {
            file: work,
            from: '            bail!("ffmpeg ended with {status} at {}p", rung.height);\n',
            to: '            bail!("ffmpeg ended with {status} at {}p, {}k", rung.height, rung.bitrate_kbps);\n',
          },
        ],
        at: -11,
      },
      {
        role: "decoy",
        message: "Raise the limit of open files in the image that CI builds with",
        edits: [
          {
            file: "encoder/ci/Dockerfile",
            add: "FROM rust:1.82-slim\nRUN echo '* soft nofile 4096' >> /etc/security/limits.conf\nWORKDIR /src\n",
          },
        ],
        at: -2000,
      },
    ],
    effects: [
      {
        at: "encoder|process encode.job",
        delay: 50,
        ramp: 90,
        share: 0.8,
        early: true,
        fail: {
          type: "anyhow::Error",
          message: "create master file: Too many open files (os error 24)",
          frames: [
            { file: work, text: 'context("create master file")', fn: "encoder::work::Worker::fetch" },
            { file: work, text: "self.fetch(&job.source, &folder)", fn: "encoder::work::Worker::run" },
          ],
        },
      },
    ],
    gauges: [
      {
        service: "encoder",
        name: "process.open_file_descriptor.count",
        unit: "{file_descriptor}",
        base: 61,
        noise: 3,
        to: 1024,
        ramp: 75,
      },
    ],
  },
  {
    id: "reel-bucket-policy",
    group: "permission",
    kind: "permission",
    world: reel,
    service: "encoder",
    symptom: "errors",
    alertOn: "encoder|process encode.job",
    changes: [
      {
        role: "culprit",
        message:
          "infra: encoders see nothing but objects (#625)\n\nFinding 14 of the audit: no wildcard over a whole bucket.",
        edits: [
          {
            file: "infra/encoder-policy.json",
            from: '      "Action": ["s3:GetObject", "s3:ListBucket"],\n      "Resource": ["arn:aws:s3:::reel-masters", "arn:aws:s3:::reel-masters/*"]\n',
            to: '      "Action": ["s3:GetObject"],\n      "Resource": ["arn:aws:s3:::reel-masters/master/*"]\n',
          },
          {
            file: "docs/audit.md",
            add: "# Audit\n\n| finding | state |\n| --- | --- |\n| 14, wildcard over a bucket | closed |\n| 15, keys older than a year | open |\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "encoder: context of the error says which object was asked for",
        edits: [
          {
            file: work,
            from: '.with_context(|| format!("get {source}"))?;\n',
            to: '.with_context(|| format!("get master {source}"))?;\n',
          },
        ],
        at: -13,
      },
      {
        role: "decoy",
        message: "planner: source of a job is built in one place",
        edits: [
          {
            file: plan,
            from: "    JobMessage message = new JobMessage(job, request.upload(), source, rungs, priorityOf(request));\n",
            to: "    // The key is relative to the bucket of masters.\n    JobMessage message = new JobMessage(job, request.upload(), source, rungs, priorityOf(request));\n",
          },
        ],
        at: 9,
      },
    ],
    effects: [
      {
        at: "encoder|process encode.job|get",
        gate: "time",
        fail: {
          type: "aws_sdk_s3::error::SdkError",
          message:
            'service error: AccessDenied: User: arn:aws:sts::402112233445:assumed-role/encoder/i-0b7c1 is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::reel-masters/masters/{n}.mov" because no identity-based policy allows the s3:GetObject action',
          status: 403,
          frames: [
            { file: work, text: "self.store.get(source)", fn: "encoder::work::Worker::fetch" },
            { file: work, text: "self.fetch(&job.source, &folder)", fn: "encoder::work::Worker::run" },
          ],
        },
      },
    ],
  },
  {
    id: "reel-signed-quarter",
    group: "delayed",
    kind: "delayed, lifetime",
    world: reel,
    service: "studio",
    symptom: "errors",
    alertOn: "studio|POST /uploads/:id/finish",
    needs: ["deployments"],
    lag: 905,
    changes: [
      {
        role: "culprit",
        message:
          "studio: signed addresses live fifteen minutes (#628)\n\nSix hours is more than the security guideline allows.",
        edits: [
          {
            file: "studio/src/signing.ts",
            from: "const LIFETIME = 6 * 3600;\n",
            to: "const LIFETIME = 15 * 60;\n",
          },
          {
            file: "studio/src/signing.ts",
            from: "/** Addresses to which a browser may send the parts of one file, for six hours. */\n",
            to: "/** Addresses to which a browser may send the parts of one file, for a quarter of an hour. */\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "studio: finishing an upload twice answers 404, documented (#629)",
        edits: [
          {
            file: "studio/src/uploads.ts",
            from: "/** What creators call: begin an upload, send parts straight to the store, and say that it is done. */\n",
            to: "/**\n * What creators call: begin an upload, send parts straight to the store, and say that it is done.\n * Whoever says so twice gets a 404.\n */\n",
          },
        ],
        at: -20,
      },
      {
        role: "decoy",
        message: "planner: patience with the clearing house is used by the test alone",
        edits: [
          {
            file: rights,
            from: "  /** How long one waits for an answer. */\n",
            to: "  /** How long the test waits for an answer. */\n",
          },
        ],
        at: -60,
      },
    ],
    effects: [
      {
        at: "studio|POST /uploads/:id/finish",
        share: 0.5,
        early: true,
        fail: {
          type: "IncompleteUpload",
          message:
            "store refused {n} parts, the first: 403 AccessDenied Request has expired, X-Amz-Expires 900",
          status: 422,
          frames: [
            { file: "studio/src/uploads.ts", text: "throw new IncompleteUpload(", fn: "finishUpload" },
          ],
        },
      },
    ],
  },
  {
    id: "reel-rights-token",
    group: "certificate and credential",
    kind: "expired credential",
    source: "https://www.traviscistatus.com/incidents/khzk8bg4p9sy",
    world: reel,
    service: "planner",
    symptom: "errors",
    alertOn: "studio|POST /uploads/:id/finish",
    changes: [
      {
        role: "decoy",
        message: "planner: say who renews the token of the clearing house",
        edits: [
          {
            file: rights,
            from: "/** Asks the rights clearing house whether a master may be published. Its token comes from a mounted secret. */\n",
            to: "/**\n * Asks the rights clearing house whether a master may be published. Its token comes from a mounted\n * secret, which operations renew.\n */\n",
          },
        ],
        at: -17,
      },
      {
        role: "decoy",
        message: "studio: four seconds for a plan, with a name (#633)",
        edits: [
          {
            file: "studio/src/uploads.ts",
            from: "      signal: AbortSignal.timeout(4000),\n",
            to: "      signal: AbortSignal.timeout(PLAN_TIMEOUT),\n",
          },
          {
            file: "studio/src/uploads.ts",
            from: "class IncompleteUpload extends Error {\n",
            to: "const PLAN_TIMEOUT = 4000;\n\nclass IncompleteUpload extends Error {\n",
          },
        ],
        at: 12,
      },
    ],
    effects: [
      {
        at: "planner|POST /plans|rights",
        gate: "time",
        fail: {
          type: "reel.planner.RightsException",
          message: '401: {"error":"invalid_token","error_description":"The access token expired"}',
          status: 401,
          frames: [
            { file: rights, text: "throw new RightsException(", fn: "check" },
            { file: plan, text: "rights.check(request.upload());", fn: "plan" },
          ],
        },
      },
    ],
  },
  {
    id: "reel-store-region",
    group: "provider",
    kind: "cloud region",
    source: "https://aws.amazon.com/message/41926/",
    world: reel,
    service: "encoder",
    symptom: "errors",
    alertOn: "encoder|process encode.job",
    changes: [
      {
        role: "decoy",
        message: "encoder: flush of the master before ffmpeg reads it, comment",
        edits: [
          {
            file: work,
            from: "        file.flush().await?;\n",
            to: "        // ffmpeg opens the file by its name.\n        file.flush().await?;\n",
          },
        ],
        at: -26,
      },
      {
        role: "decoy",
        message: "studio: name of the bucket from the environment, as in the encoder (#636)",
        edits: [
          {
            file: "studio/src/signing.ts",
            from: '  const bucket = process.env.STORE_BUCKET ?? "reel-masters";\n',
            to: '  const { STORE_BUCKET: bucket = "reel-masters" } = process.env;\n',
          },
        ],
        at: -75,
      },
    ],
    effects: [
      {
        at: "encoder|process encode.job|get",
        gate: "time",
        share: 0.75,
        slow: 2800,
        fail: {
          type: "aws_sdk_s3::error::SdkError",
          message:
            "service error: ServiceUnavailable: Please reduce your request rate. (503, attempt 3 of 3)",
          status: 503,
          frames: [{ file: work, text: "self.store.get(source)", fn: "encoder::work::Worker::fetch" }],
        },
      },
      {
        at: "encoder|process encode.job|put",
        gate: "time",
        share: 0.5,
        slow: 2500,
        fail: {
          type: "aws_sdk_s3::error::SdkError",
          message: "service error: InternalError: We encountered an internal error. Please try again. (500)",
          status: 500,
        },
      },
      {
        at: "studio|POST /uploads|multipart",
        gate: "time",
        share: 0.6,
        slow: 1900,
        fail: {
          type: "S3ServiceException",
          message: "ServiceUnavailable: Service is unable to handle request. (503)",
          status: 503,
          frames: [{ file: "studio/src/signing.ts", text: "await store.send(new Create", fn: "signUpload" }],
        },
      },
    ],
    events: [
      {
        at: 140,
        kind: "status",
        text: "object store, eu-central-1: increased error rates, under investigation",
      },
    ],
  },
];
