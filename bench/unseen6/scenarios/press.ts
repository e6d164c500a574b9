import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { press as world } from "../worlds/press.ts";

const of = changes(new URL("./press.txt", import.meta.url));
const article = "edge|GET /a/:slug";
const cms = "cms|GET /articles/{slug}";

export const pressScenarios: Scenario[] = [
  // Decidable by: from each new edge instance on, nearly every page asks the CMS where one in three did (cache look-ups as
  // many as ever, each followed by a call), traffic to the edge unchanged, CMS slower under its load; one commit divided
  // the lifetimes by sixty while the call still hands them on as seconds (EX).
  {
    id: "press-lifetime",
    group: "cache",
    kind: "cache lifetime in the wrong unit",
    world,
    service: "edge",
    symptom: "latency",
    alertOn: article,
    changes: [
      ...of("press-lifetime"),
      ...pool(of, { "pool-timeout": -90, "pool-fuzzy": -20, "pool-processors": null }),
    ],
    effects: [
      { at: `${article}|article`, set: { chance: 0.93 } },
      { at: "edge|GET /s/:section|front", set: { chance: 0.95 } },
      { at: cms, gate: "edge", slow: 620, ramp: 40 },
      { at: "cms|GET /fronts/{section}", gate: "edge", slow: 420, ramp: 40 },
    ],
    gauges: [{ service: "cms", name: "phpfpm.active_processes", unit: "{process}", base: 4, noise: 0.7 }],
  },
  // Decidable by: an article's request holds twelve SELECTs on authors, one after another, which were not there before;
  // new instances alone; the query's call in a foreach is in one diff.
  {
    id: "press-related-authors",
    group: "query in a loop",
    kind: "query in a loop",
    world,
    service: "cms",
    symptom: "latency",
    alertOn: cms,
    ops: {
      cms: [
        {
          name: "GET /articles/{slug}",
          ms: 14,
          log: "show {slug}",
          steps: [
            {
              id: "by-slug",
              do: "db",
              system: "mysql",
              table: "articles",
              query: "SELECT * FROM articles WHERE slug = ?",
              ms: 4,
            },
            {
              id: "related",
              do: "db",
              system: "mysql",
              table: "related",
              query:
                "SELECT a.id, a.title, u.name FROM related r JOIN articles a ON a.id = r.other_id JOIN authors u ON u.id = a.author_id WHERE r.article_id = ? LIMIT 12",
              ms: 7,
            },
            {
              id: "authors",
              do: "db",
              system: "mysql",
              table: "authors",
              query:
                "SELECT u.name FROM article_authors x JOIN authors u ON u.id = x.author_id WHERE x.article_id = ?",
              ms: 9,
              times: 12,
              chance: 0,
            },
          ],
        },
      ],
    },
    changes: [
      ...of("press-related-authors"),
      ...pool(of, { "pool-timeout": -30, "pool-teasers": -15, "pool-page": null }),
    ],
    effects: [{ at: `${cms}|authors`, slow: 55, set: { chance: 1 } }],
  },
  // Decidable by: images takes seconds of its own time on new instances, its log has a flood of "row done" at DEBUG/INFO
  // that was not there; one commit set the level; the store answers as fast as before.
  {
    id: "press-verbose",
    group: "log level",
    kind: "log level debug",
    world,
    service: "images",
    symptom: "latency",
    alertOn: "images|GET /images/{id}",
    changes: [
      ...of("press-verbose"),
      ...pool(of, { "pool-processors": -400, "pool-badgateway": -60, "pool-timeout": null }),
    ],
    effects: [{ at: "images|GET /images/{id}", slow: 1500 }],
    logs: [
      {
        service: "images",
        severity: "INFO",
        body: 'level=DEBUG msg="row done" id={n} y=311 width=1280',
        every: 0.8,
      },
      {
        service: "images",
        severity: "INFO",
        body: 'level=DEBUG msg="row done" id={n} y=742 width=640',
        every: 0.9,
      },
    ],
    gauges: [
      {
        service: "images",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.3,
        noise: 0.03,
        to: 0.9,
        ramp: 15,
      },
    ],
    needs: ["logs", "metrics"],
  },
  // Decidable by: "IMAGE_REGION is not set" as the last word of each new instance, then refused connections; one commit
  // made that variable a condition of the start and no commit sets it.
  {
    id: "press-bucket",
    group: "start-up",
    kind: "start-up requirement",
    world,
    service: "images",
    symptom: "errors",
    alertOn: "edge|GET /i/:id",
    changes: [
      ...of("press-bucket"),
      ...pool(of, { "pool-processors": -800, "pool-fuzzy": -25, "pool-teasers": null }),
    ],
    effects: [
      {
        at: "images|GET /images/{id}",
        refuse: { type: "TypeError", message: "fetch failed: connect ECONNREFUSED 10.12.3.40:8080" },
      },
    ],
    logs: [
      { service: "images", severity: "ERROR", body: 'level=ERROR msg="IMAGE_REGION is not set"', every: 22 },
    ],
    needs: ["logs"],
  },
  // Decidable by: the flag live_ticker was turned on by an editor (event) the minute that articles begin to ask the wire for
  // ticker null and fail; the code behind the flag is older than all commits; every instance alike.
  {
    id: "press-ticker",
    group: "flag",
    kind: "flag turned on",
    world,
    service: "cms",
    symptom: "errors",
    alertOn: cms,
    ops: {
      cms: [
        {
          name: "GET /articles/{slug}",
          ms: 14,
          log: "show {slug}",
          steps: [
            {
              id: "by-slug",
              do: "db",
              system: "mysql",
              table: "articles",
              query: "SELECT * FROM articles WHERE slug = ?",
              ms: 4,
            },
            {
              id: "related",
              do: "db",
              system: "mysql",
              table: "related",
              query:
                "SELECT a.id, a.title, u.name FROM related r JOIN articles a ON a.id = r.other_id JOIN authors u ON u.id = a.author_id WHERE r.article_id = ? LIMIT 12",
              ms: 7,
            },
            {
              id: "ticker",
              do: "ext",
              host: "feed.wiredesk.news",
              method: "GET",
              path: "/tickers/",
              ms: 60,
              chance: 0,
            },
          ],
        },
      ],
    },
    changes: [
      ...of("press-ticker"),
      ...pool(of, { "pool-timeout": -25, "pool-teasers": -140, "pool-page": null }),
    ],
    effects: [
      {
        at: `${cms}|ticker`,
        set: { chance: 0.9 },
        share: 0.97,
        fail: {
          type: "Symfony\\Component\\HttpClient\\Exception\\ClientException",
          message: 'HTTP/2 404 returned for "https://feed.wiredesk.news/tickers/".',
          status: 404,
          frames: [
            place(
              "cms/src/Ticker/TickerClient.php",
              "return $response->toArray()['entries']",
              "App\\Ticker\\TickerClient->entries",
            ),
            place(
              "cms/src/Controller/ArticleController.php",
              "$this->ticker->entries",
              "App\\Controller\\ArticleController->show",
            ),
          ],
        },
      },
    ],
    rps: [6, 14],
    events: [
      {
        at: -8,
        kind: "feature_flag",
        service: "cms",
        text: "live_ticker turned on for all articles by newsroom (was: sports)",
      },
    ],
    needs: ["events", "exceptions"],
  },
  // Decidable by: the originals' bucket, outside, answers slowly and with 503 SlowDown to every instance; the images
  // service's own time is unchanged; nothing was deployed to it, or well before.
  {
    id: "press-originals",
    group: "outside provider",
    kind: "object storage throttles",
    world,
    service: "images",
    symptom: "errors",
    alertOn: "images|GET /images/{id}",
    changes: [
      ...pool(of, { "pool-badgateway": -50, "pool-processors": -210, "pool-timeout": -15, "pool-fuzzy": 25 }),
    ],
    effects: [
      { at: "images|GET /images/{id}|load", slow: 900, share: 0.8 },
      {
        at: "images|GET /images/{id}|load",
        share: 0.55,
        fail: {
          type: "*smithy.OperationError",
          message:
            "operation error S3: GetObject, https response error StatusCode: 503, api error SlowDown: Please reduce your request rate.",
          status: 503,
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: five times as many requests for one article, whose slug is in the spans, from a push message (event);
  // latency follows the rate; the change to the edge's lifetime is five seconds the other way.
  {
    id: "press-rush",
    group: "traffic",
    kind: "breaking news",
    world,
    service: "edge",
    symptom: "traffic",
    alertOn: article,
    changes: [...of("press-rush"), ...pool(of, { "pool-timeout": -30, "pool-page": -100 })],
    effects: [
      { at: article, slow: 260, ramp: 60 },
      { at: cms, slow: 500, ramp: 60 },
    ],
    surge: { factor: 5, entry: article, attribute: ["slug", "harbour-fire"] },
    events: [{ at: -12, kind: "notification", text: "Push to 680000 devices: fire in the old harbour" }],
    needs: ["events"],
  },
  // Decidable by: an operator started a reindex (event, and OpenSearch's own words in the log of search); queries take
  // seconds on all instances; the commit on fuzziness went out with another moment and old instances are slow, too.
  {
    id: "press-reindex",
    group: "operator",
    kind: "reindex by hand",
    world,
    service: "search",
    symptom: "latency",
    alertOn: "search|GET /search",
    changes: [
      ...pool(of, { "pool-fuzzy": -420, "pool-timeout": 35, "pool-teasers": -20, "pool-processors": -60 }),
    ],
    effects: [
      { at: "search|GET /search|query", slow: 2400, ramp: 45 },
      {
        at: "search|GET /search|query",
        share: 0.3,
        delay: 30,
        fail: {
          type: "opensearchpy.exceptions.TransportError",
          message:
            "TransportError(429, 'search_phase_execution_exception', 'rejected execution of QueryPhase on queue capacity 1000')",
          status: 429,
          frames: [place("search/search/api.py", "opensearch.search", "search")],
        },
      },
    ],
    logs: [
      {
        service: "search",
        severity: "WARN",
        body: "opensearch: node os-2 high write load, task 'indices:data/write/reindex' articles-v7 -> articles-v8 running",
        every: 25,
        gate: "time",
      },
    ],
    events: [
      {
        at: -30,
        kind: "operation",
        text: "esther@bastion: POST _reindex articles-v7 -> articles-v8 slices=auto",
      },
    ],
    needs: ["events", "logs", "exceptions"],
  },
];
