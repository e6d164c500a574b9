import type { World } from "../../unseen/scenario.ts";
import { readSources } from "../read-sources.ts";

/** A farm that transcodes video: Node for creators, Java that plans, encoders in Rust that take jobs off a queue. */
export const reel: World = {
  id: "reel",
  repository: "sprocket/reel",
  services: [
    {
      name: "studio",
      language: "typescript",
      paths: ["studio/"],
      replicas: 3,
      ops: [
        {
          name: "POST /uploads",
          ms: 8,
          steps: [
            {
              do: "ext",
              id: "multipart",
              ms: 40,
              host: "reel-masters.s3.eu-central-1.amazonaws.com",
              method: "POST",
              path: "/masters?uploads",
              src: { file: "studio/src/signing.ts", text: "await store.send(new Create", fn: "signUpload" },
            },
            {
              do: "db",
              ms: 4,
              system: "postgresql",
              table: "uploads",
              query:
                "INSERT INTO uploads (id, account, title, container, ladder, state) VALUES ($1, $2, $3, $4, $5, 'open')",
            },
          ],
        },
        {
          name: "POST /uploads/:id/finish",
          ms: 7,
          steps: [
            {
              do: "db",
              ms: 4,
              system: "postgresql",
              table: "uploads",
              query:
                "UPDATE uploads SET state = 'planned' WHERE id = $1 AND account = $2 RETURNING ladder, container",
            },
            {
              do: "call",
              id: "plan",
              to: "planner",
              op: "POST /plans",
              timeout: 4000,
              src: {
                file: "studio/src/uploads.ts",
                text: "/plans`, {",
                fn: "finishUpload",
              },
            },
          ],
        },
        {
          name: "GET /uploads/:id",
          ms: 4,
          steps: [
            {
              do: "db",
              ms: 3,
              system: "postgresql",
              table: "uploads",
              query: "SELECT id, title, state, progress FROM uploads WHERE id = $1 AND account = $2",
            },
          ],
        },
      ],
    },
    {
      name: "planner",
      language: "java",
      paths: ["planner/"],
      replicas: 3,
      ops: [
        {
          name: "POST /plans",
          ms: 9,
          steps: [
            {
              do: "ext",
              id: "rights",
              ms: 70,
              host: "api.clearmark.example",
              method: "GET",
              path: "/v1/claims",
              src: {
                file: "planner/src/main/java/reel/planner/RightsClient.java",
                text: "        http.get()",
                fn: "check",
              },
            },
            {
              do: "db",
              id: "job",
              ms: 4,
              system: "postgresql",
              table: "jobs",
              query: "INSERT INTO jobs (id, upload, ladder, state) VALUES (?, ?, ?, 'queued')",
            },
            {
              do: "send",
              system: "rabbitmq",
              topic: "encode.job",
              to: "encoder",
              op: "process encode.job",
            },
          ],
          log: "planned job with rungs of ladder {ladder}",
        },
      ],
    },
    {
      name: "encoder",
      language: "rust",
      paths: ["encoder/", "infra/encoder-policy.json"],
      replicas: 4,
      ops: [
        {
          name: "process encode.job",
          ms: 8,
          steps: [
            {
              do: "ext",
              id: "get",
              ms: 240,
              host: "reel-masters.s3.eu-central-1.amazonaws.com",
              method: "GET",
              path: "/masters",
              src: {
                file: "encoder/src/work.rs",
                text: "self.store.get(source)",
                fn: "encoder::work::Worker::fetch",
              },
            },
            { do: "work", id: "ffmpeg", name: "ffmpeg", ms: 1800, times: 2 },
            {
              do: "ext",
              id: "put",
              ms: 120,
              host: "reel-renditions.s3.eu-central-1.amazonaws.com",
              method: "PUT",
              path: "/renditions",
              src: { file: "encoder/src/work.rs", text: "self.store.put(", fn: "encoder::work::Worker::run" },
            },
          ],
          log: "encoded ladder={ladder}",
        },
      ],
    },
  ],
  files: readSources("reel"),
  entries: {
    "studio|POST /uploads": 3,
    "studio|POST /uploads/:id/finish": 4,
    "studio|GET /uploads/:id": 6,
  },
  attributes: {
    ladder: ["web", "web", "mobile", "broadcast"],
    account: ["nordfilm", "clipworks", "unitube", "schoolcast"],
  },
  noise: [
    {
      at: "encoder|process encode.job",
      share: 0.012,
      fail: { type: "anyhow::Error", message: "ffmpeg ended with exit status: 1 at 540p" },
    },
    {
      at: "planner|POST /plans",
      share: 0.006,
      fail: {
        type: "reel.planner.BlockedByRightsException",
        message: "upload is claimed by another owner",
        status: 409,
      },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "planner: google-java-format (#610)",
      edits: [
        {
          file: "planner/src/main/java/reel/planner/PlanService.java",
          from: '    return "broadcast".equals(request.ladder()) ? 9 : 4;\n',
          to: '    return "broadcast".equals(request.ladder())\n        ? 9\n        : 4;\n',
        },
      ],
    },
    {
      role: "innocent",
      message: "encoder: Codec is documented, with the names that ffmpeg has for it",
      edits: [
        {
          file: "encoder/src/job.rs",
          from: "    pub fn encoder(self) -> &'static str {\n",
          to: "    /// The name that ffmpeg has for it.\n    pub fn encoder(self) -> &'static str {\n",
        },
      ],
    },
    {
      role: "innocent",
      message: "Bump pg from 8.13.0 to 8.13.1 in /studio (#612)",
      edits: [
        { file: "studio/package.json", from: '"pg": "8.13.0"', to: '"pg": "8.13.1"' },
        {
          file: "studio/package-lock.json",
          from: '"version": "8.13.0",\n      "resolved": "https://packages.internal/pg/-/pg-8.13.0.tgz"',
          to: '"version": "8.13.1",\n      "resolved": "https://packages.internal/pg/-/pg-8.13.1.tgz"',
        },
      ],
    },
    {
      role: "innocent",
      message: "Packager: notes on segment lengths and timeouts of players",
      edits: [
        {
          file: "packager/NOTES.md",
          add: "# Segments\n\nSix seconds. Players give up after three segments that do not come; a timeout of ours must be shorter.\n",
        },
      ],
    },
  ],
  rename: {
    studio: ["atelier", "creators"],
    planner: ["scheduler", "arranger"],
    encoder: ["transcoder"],
    clearmark: ["rightsbase"],
    sprocket: ["cogwheel"],
  },
};
