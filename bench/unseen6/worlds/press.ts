import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

/** A newspaper: an edge in TypeScript before a CMS in PHP, images in Go, search in Python; MySQL, Redis, OpenSearch. */
export const press: World = {
  id: "press",
  repository: "lanternpost/site",
  files: sources(new URL("./press.txt", import.meta.url)),
  services: [
    {
      name: "edge",
      language: "typescript",
      paths: ["edge/"],
      replicas: 4,
      ops: [
        {
          name: "GET /a/:slug",
          ms: 4,
          log: "article {slug}",
          steps: [
            step.cache("look", "GET article:{slug}"),
            step.call("article", "cms", "GET /articles/{slug}", {
              chance: 0.35,
              timeout: 5000,
              src: place("edge/src/origin.ts", "await fetch(origin + path", "fetchJson"),
            }),
          ],
        },
        {
          name: "GET /s/:section",
          ms: 4,
          steps: [
            step.cache("look", "GET front:{section}"),
            step.call("front", "cms", "GET /fronts/{section}", {
              chance: 0.35,
              timeout: 5000,
              src: place("edge/src/origin.ts", "await fetch(origin + path", "fetchJson"),
            }),
          ],
        },
        {
          name: "GET /i/:id",
          ms: 2,
          steps: [step.call("image", "images", "GET /images/{id}", { timeout: 8000 })],
        },
        {
          name: "GET /search",
          ms: 3,
          steps: [step.call("search", "search", "GET /search", { timeout: 6000 })],
        },
      ],
    },
    {
      name: "cms",
      language: "php",
      paths: ["cms/"],
      replicas: 3,
      ops: [
        {
          name: "GET /articles/{slug}",
          ms: 14,
          log: "show {slug}",
          steps: [
            step.db("by-slug", "mysql", "articles", "SELECT * FROM articles WHERE slug = ?", 4, {
              src: place(
                "cms/src/Repository/ArticleRepository.php",
                "'SELECT * FROM articles WHERE slug = ?'",
                "App\\Repository\\ArticleRepository->bySlug",
              ),
            }),
            step.db(
              "related",
              "mysql",
              "related",
              "SELECT a.id, a.title, u.name FROM related r JOIN articles a ON a.id = r.other_id JOIN authors u ON u.id = a.author_id WHERE r.article_id = ? LIMIT 12",
              7,
            ),
          ],
        },
        {
          name: "GET /fronts/{section}",
          ms: 12,
          steps: [
            step.db(
              "front",
              "mysql",
              "articles",
              "SELECT id, title, teaser FROM articles WHERE section = ? ORDER BY rank LIMIT 40",
              8,
            ),
          ],
        },
      ],
    },
    {
      name: "images",
      language: "go",
      paths: ["images/"],
      replicas: 2,
      ops: [
        {
          name: "GET /images/{id}",
          ms: 22,
          steps: [
            step.ext("load", "lanternpost-originals.s3.eu-west-1.amazonaws.com", "GET", "/{id}.jpg", 28),
          ],
        },
      ],
    },
    {
      name: "search",
      language: "python",
      paths: ["search/"],
      replicas: 2,
      ops: [
        {
          name: "GET /search",
          ms: 6,
          steps: [
            step.db("query", "opensearch", "articles", "search articles", 32, {
              src: place("search/search/api.py", "opensearch.search", "search"),
            }),
          ],
        },
      ],
    },
  ],
  entries: { "edge|GET /a/:slug": 6, "edge|GET /s/:section": 3, "edge|GET /i/:id": 3, "edge|GET /search": 2 },
  attributes: {
    slug: ["budget-vote", "harbour-fire", "cup-final", "tram-strike", "long-read"],
    section: ["politics", "city", "sports", "culture"],
  },
  noise: [
    {
      at: "edge|GET /a/:slug",
      share: 0.01,
      fail: { type: "NotFound", message: "no such page", status: 404, quiet: true },
    },
    {
      at: "edge|GET /search",
      share: 0.008,
      fail: { type: "BadRequest", message: "q is empty", status: 400 },
    },
  ],
  extras: changes(new URL("../scenarios/press.txt", import.meta.url))("extras"),
  rename: {
    lanternpost: ["morningledger", "dailybeacon"],
    wiredesk: ["newswirex"],
    teaser: ["standfirst"],
  },
};
