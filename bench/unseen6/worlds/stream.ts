import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

/** Music: an API in Go, a packager in Rust, ads in TypeScript, recommendations in Python; Redis, PostgreSQL, Kafka. */
export const stream: World = {
  id: "stream",
  repository: "tonearm-audio/platform",
  files: sources(new URL("./stream.txt", import.meta.url)),
  services: [
    {
      name: "play-api",
      language: "go",
      paths: ["api/"],
      replicas: 4,
      ops: [
        {
          name: "POST /sessions/{track}",
          ms: 5,
          log: "session in {country}",
          steps: [
            step.cache("rights", "GET rights:{country}:{track}"),
            step.db(
              "find",
              "postgresql",
              "grants",
              "SELECT track, country, quality, until FROM grants WHERE track = $1 AND country = $2",
              5,
              { chance: 0.15 },
            ),
            step.work("check", "rights.check", 0.2),
            step.call("ad", "ads", "POST /pick", { timeout: 400, tolerate: true }),
            step.call("manifest", "packager", "GET /manifests/{track}", {
              timeout: 2500,
              src: place("api/internal/play/handler.go", "h.packager.Manifest", "play.(*Handler).Start"),
            }),
          ],
        },
        {
          name: "GET /next",
          ms: 3,
          log: "next for {country}",
          steps: [step.call("next", "recs", "GET /next/{listener}", { timeout: 1500 })],
        },
      ],
    },
    {
      name: "packager",
      language: "rust",
      paths: ["packager/"],
      replicas: 3,
      ops: [
        {
          name: "GET /manifests/{track}",
          ms: 4,
          steps: [
            step.ext(
              "index",
              "tonearm-masters.s3.eu-west-3.amazonaws.com",
              "GET",
              "/{track}/index.json",
              26,
              {
                src: place(
                  "packager/src/segments.rs",
                  "self.client.get_object()",
                  "packager::segments::Segments::of",
                ),
              },
            ),
          ],
        },
      ],
    },
    {
      name: "ads",
      language: "typescript",
      paths: ["ads/"],
      replicas: 2,
      ops: [
        {
          name: "POST /pick",
          ms: 3,
          log: "picked for {country}",
          steps: [
            step.cache("profile", "HGETALL profile:{listener}"),
            step.ext("bid", "rtb.admerge.net", "POST", "/v2/auction", 48, {
              timeout: 120,
              tolerate: true,
              src: place("ads/src/exchange.ts", "await fetch(EXCHANGE", "bid"),
            }),
          ],
        },
      ],
    },
    {
      name: "recs",
      language: "python",
      paths: ["recs/"],
      replicas: 4,
      ops: [
        {
          name: "GET /next/{listener}",
          ms: 4,
          steps: [step.cache("features", "HGETALL features:{listener}"), step.work("rank", "rank", 28)],
        },
      ],
    },
  ],
  entries: { "play-api|POST /sessions/{track}": 7, "play-api|GET /next": 5 },
  attributes: {
    country: ["fr", "br", "jp", "ca"],
    plan: ["free", "premium", "family"],
    cohort: ["veteran", "newcomer"],
  },
  noise: [
    {
      at: "play-api|POST /sessions/{track}",
      share: 0.012,
      fail: { type: "*play.NotAllowed", message: "track is not licensed here", status: 451 },
    },
    {
      at: "play-api|GET /next",
      share: 0.006,
      fail: { type: "Unauthorized", message: "token expired", status: 401, quiet: true },
    },
  ],
  extras: changes(new URL("../scenarios/stream.txt", import.meta.url))("extras"),
  rename: {
    tonearm: ["vinylo", "cadenza"],
    admerge: ["bidlake"],
    listener: ["subscriber"],
  },
};
