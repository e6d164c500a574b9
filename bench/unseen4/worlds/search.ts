import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

const scala = "query/src/main/scala/finder";
const java = "indexer/src/main/java/finder/indexer";

/** Search over small ads: Scala asks the index, a model in Python orders, Java keeps the index up to date. */
export const search: World = {
  id: "search",
  repository: "flohmarkt/finder",
  files: sources(new URL("search.txt", import.meta.url)),
  services: [
    {
      name: "query",
      language: "scala",
      paths: ["query/"],
      replicas: 4,
      ops: [
        {
          name: "GET /search",
          ms: 5,
          log: "search in {category} done",
          steps: [
            {
              id: "normalise",
              do: "work",
              name: "normalise",
              ms: 0.4,
              src: {
                file: `${scala}/SearchRoutes.scala`,
                text: "terms <- IO(normalise(q))",
                fn: "SearchRoutes.$anonfun",
              },
            },
            {
              id: "find",
              do: "db",
              system: "opensearch",
              query: 'POST /ads/_search {"from":?,"size":?,"query":{"match":{"title":?}}}',
              table: "ads",
              ms: 18,
              src: {
                file: `${scala}/IndexClient.scala`,
                text: 'post("/ads/_search", body).map(Hits.parse)',
                fn: "IndexClient.find",
              },
            },
            {
              id: "rank",
              do: "call",
              to: "ranker",
              op: "POST /rank",
              src: { file: `${scala}/SearchRoutes.scala`, text: "ranker.rank(", fn: "SearchRoutes.$anonfun" },
            },
          ],
        },
        {
          name: "GET /facets",
          ms: 3,
          steps: [
            {
              id: "aggregate",
              do: "db",
              system: "opensearch",
              query: 'POST /ads/_search {"size":0,"aggs":{"category":{"terms":{"field":?}}}}',
              table: "ads",
              ms: 22,
              src: {
                file: `${scala}/IndexClient.scala`,
                text: 'post("/ads/_search", body).map(Facets.parse)',
                fn: "IndexClient.facets",
              },
            },
          ],
        },
      ],
    },
    {
      name: "ranker",
      language: "python",
      paths: ["ranker/"],
      replicas: 3,
      ops: [
        {
          name: "POST /rank",
          ms: 4,
          steps: [
            { id: "features", do: "cache", command: "MGET ad:?", ms: 1.5 },
            {
              id: "score",
              do: "work",
              name: "onnx run",
              ms: 14,
              src: { file: "ranker/ranker/app.py", text: 'state["features"].of(', fn: "rank" },
            },
          ],
        },
      ],
    },
    {
      name: "indexer",
      language: "java",
      paths: ["indexer/"],
      replicas: 2,
      ops: [
        {
          name: "process ads.changed",
          ms: 3,
          log: "indexed an ad of {category}",
          steps: [
            {
              id: "put",
              do: "db",
              system: "opensearch",
              query: "PUT /ads/_doc/?",
              table: "ads",
              ms: 9,
              src: {
                file: `${java}/AdIndex.java`,
                text: "public void put(AdDocument ad)",
                fn: "AdIndex.put",
              },
            },
            { id: "store", do: "cache", command: "SET ad:? ?", ms: 0.8 },
          ],
        },
      ],
    },
    {
      name: "ads",
      language: "java",
      paths: [],
      replicas: 2,
      ops: [
        {
          name: "POST /ads",
          ms: 12,
          steps: [
            {
              do: "send",
              system: "kafka",
              topic: "ads.changed",
              to: "indexer",
              op: "process ads.changed",
              ms: 2,
            },
          ],
        },
      ],
    },
  ],
  entries: { "query|GET /search": 9, "query|GET /facets": 3, "ads|POST /ads": 4 },
  attributes: {
    category: ["bicycles", "sofas", "phones", "prams", "records"],
    device: ["web", "ios", "android"],
    shard: ["0", "1", "2", "3"],
  },
  noise: [
    {
      at: "query|GET /search",
      share: 0.006,
      fail: {
        type: "org.http4s.InvalidMessageBodyFailure",
        message: "Query decoding failed: page",
        status: 400,
      },
    },
    {
      at: "ads|POST /ads",
      share: 0.01,
      fail: {
        type: "ConstraintViolationException",
        message: "title: size must be between 3 and 90",
        status: 422,
        quiet: true,
      },
    },
  ],
  extras: changes(new URL("../scenarios/search.txt", import.meta.url))("extras"),
  rename: { sofas: ["tables", "lamps"], prams: ["strollers", "cots"], records: ["vinyl", "tapes"] },
};
