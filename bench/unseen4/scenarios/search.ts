import { changes } from "../../judging-set/changes.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { search as world } from "../worlds/search.ts";

const commits = changes(new URL("search.txt", import.meta.url));
const scala = "query/src/main/scala/finder";
const java = "indexer/src/main/java/finder/indexer";

export const searchScenarios: Scenario[] = [
  {
    id: "search-facet-field",
    group: "query",
    kind: "an aggregation over analysed text fills the index's heap",
    world,
    service: "query",
    symptom: "errors",
    alertOn: "query|GET /facets",
    changes: commits("search-facet-field"),
    effects: [
      {
        at: "query|GET /facets|aggregate",
        share: 0.6,
        ramp: 30,
        slow: 1300,
        fail: {
          type: "finder.IndexError",
          message:
            "429 circuit_breaking_exception: [parent] Data too large, data for [<http_request>] would be [8372204544/7.7gb], which is larger than the limit of [8160437862/7.5gb], usages [fielddata=5368709120/5gb]",
          status: 429,
          frames: [
            {
              file: `${scala}/IndexClient.scala`,
              text: 'post("/ads/_search", body).map(Facets.parse)',
              fn: "IndexClient.facets",
            },
          ],
        },
      },
      {
        at: "query|GET /search|find",
        gate: "query",
        share: 0.12,
        slow: 700,
        fail: {
          type: "finder.IndexError",
          message: "429 circuit_breaking_exception: [parent] Data too large, data for [<transport_request>]",
          status: 429,
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "search-numpy-major",
    group: "dependency",
    kind: "major version refuses what the older one did",
    world,
    service: "ranker",
    symptom: "errors",
    alertOn: "query|GET /search",
    changes: commits("search-numpy-major"),
    effects: [
      // A wobble that has nothing to do with it.
      {
        at: "indexer|process ads.changed|put",
        gate: "time",
        delay: -140,
        every: { period: 100000, lasts: 70 },
        slow: 90,
      },
      {
        at: "ranker|POST /rank|score",
        fail: {
          type: "ValueError",
          message:
            "Unable to avoid copy while creating an array as requested.\nIf using `np.array(obj, copy=False)` replace it with `np.asarray(obj)` to allow a copy when needed (no behavior change in NumPy 1.x).",
          frames: [
            { file: "ranker/ranker/model.py", text: "batch = np.array(", fn: "score" },
            { file: "ranker/ranker/app.py", text: 'scores = state["scorer"].score(rows)', fn: "rank" },
          ],
        },
      },
    ],
  },
  {
    id: "search-session-each",
    group: "resource held",
    kind: "a model loaded for every request",
    world,
    service: "ranker",
    symptom: "latency",
    alertOn: "query|GET /search",
    needs: ["metrics"],
    changes: commits("search-session-each"),
    effects: [{ at: "ranker|POST /rank", slow: 1150 }],
    gauges: [
      {
        service: "ranker",
        name: "process.memory.usage",
        unit: "By",
        base: 1.3e9,
        noise: 2e7,
        to: 5.6e9,
        ramp: 120,
      },
      {
        service: "ranker",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.24,
        noise: 0.03,
        to: 0.97,
        ramp: 20,
      },
    ],
    rps: [3, 8],
  },
  {
    id: "search-strict-mapping",
    group: "schema",
    kind: "a strict mapping without a field, taken up at the roll-over",
    world,
    service: "indexer",
    symptom: "errors",
    alertOn: "indexer|process ads.changed",
    lag: 9800,
    atFullHour: true,
    changes: commits("search-strict-mapping"),
    effects: [
      {
        at: "indexer|process ads.changed|put",
        fail: {
          type: "org.opensearch.client.opensearch._types.OpenSearchException",
          message:
            "Request failed: [strict_dynamic_mapping_exception] mapping set to strict, dynamic introduction of [place] within [_doc] is not allowed",
          status: 400,
          frames: [
            {
              file: `${java}/AdIndex.java`,
              text: "client.index(request -> request.index(ALIAS)",
              fn: "AdIndex.put",
            },
            {
              file: `${java}/AdListener.java`,
              text: "index.put(AdDocument.from(ad));",
              fn: "AdListener.changed",
            },
          ],
        },
      },
    ],
    logs: [
      {
        service: "indexer",
        severity: "INFO",
        every: 40,
        body: "alias ads now writes to ads-000{n} (rolled over by policy)",
      },
    ],
    rps: [3, 8],
  },
  {
    id: "search-model-numbers",
    group: "regular expression",
    kind: "nested repetition over a word",
    world,
    service: "query",
    symptom: "latency",
    alertOn: "query|GET /search",
    needs: ["metrics"],
    changes: commits("search-model-numbers"),
    effects: [
      { at: "query|GET /search|normalise", where: { category: "phones" }, slow: 3400 },
      { at: "query|GET /search", slow: 210 },
      { at: "query|GET /facets", slow: 260 },
    ],
    gauges: [
      {
        service: "query",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.21,
        noise: 0.02,
        to: 0.99,
        ramp: 30,
      },
      {
        service: "query",
        name: "cats.effect.cpu.starvation.clock.drift.max",
        unit: "ms",
        base: 3,
        noise: 1,
        to: 1900,
        ramp: 30,
      },
    ],
    rps: [3, 8],
  },
  {
    id: "search-gpu-node",
    group: "node",
    kind: "the graphics card of one machine fell off the bus",
    world,
    service: "ranker",
    symptom: "errors",
    alertOn: "query|GET /search",
    needs: ["revision"],
    changes: commits("search-gpu-node"),
    effects: [
      // A wobble that has nothing to do with it.
      {
        at: "query|GET /facets|aggregate",
        gate: "time",
        delay: -170,
        every: { period: 100000, lasts: 60 },
        slow: 120,
      },
      {
        at: "ranker|POST /rank|score",
        gate: "time",
        where: { host: "node-2" },
        fail: {
          type: "onnxruntime.capi.onnxruntime_pybind11_state.Fail",
          message:
            "[ONNXRuntimeError] : 1 : FAIL : CUDA failure 999: unknown error ; GPU=0 ; expr=cudaStreamSynchronize(static_cast<cudaStream_t>(stream_))",
          frames: [
            { file: "ranker/ranker/model.py", text: "self._session.run(None", fn: "score" },
            { file: "ranker/ranker/app.py", text: 'scores = state["scorer"].score(rows)', fn: "rank" },
          ],
        },
      },
    ],
    logs: [
      {
        service: "ranker",
        severity: "ERROR",
        gate: "time",
        every: 18,
        where: { host: "node-2" },
        body: "NVRM: Xid (PCI:0000:3b:00): 79, GPU has fallen off the bus",
      },
    ],
    rps: [3, 8],
  },
  {
    id: "search-reindex-by-hand",
    group: "operator",
    kind: "somebody copies the whole index by hand",
    world,
    service: "query",
    symptom: "latency",
    alertOn: "query|GET /search",
    needs: ["events"],
    changes: commits("search-reindex-by-hand"),
    effects: [
      { at: "query|GET /search|find", gate: "time", slow: 950, ramp: 50 },
      { at: "query|GET /facets|aggregate", gate: "time", slow: 1200, ramp: 50 },
      { at: "indexer|process ads.changed|put", gate: "time", slow: 800, ramp: 50 },
    ],
    events: [
      {
        at: -15,
        kind: "operator",
        service: "opensearch",
        text: "POST _reindex ads-v6 -> ads-v7 slices=auto requests_per_second=-1, started from a shell by mfrei",
      },
    ],
    gauges: [
      {
        service: "indexer",
        name: "opensearch.node.thread_pool.write.queue",
        unit: "{task}",
        base: 2,
        noise: 1,
        gate: "time",
        to: 810,
        ramp: 60,
      },
    ],
  },
];
