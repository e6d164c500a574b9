import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const api = "parley.dev/gateway/internal/api";

/** Translation by the segment: a gateway in Go with a cache, an engine in Python before a rented model, glossaries in Kotlin. */
export const parley: World = {
  id: "parley",
  repository: "parley/parley",
  files: sources(new URL("parley.txt", import.meta.url)),
  services: [
    {
      name: "gateway",
      language: "go",
      paths: ["gateway/"],
      replicas: 4,
      ops: [
        {
          name: "POST /v1/translate",
          ms: 3,
          steps: [
            step.cache("cached", "GET t:{from}:{to}:{n}", {
              times: 3,
              tolerate: true,
              src: place("gateway/internal/api/cache.go", "c.rdb.Get(", `${api}.Cache.Get`),
            }),
            step.call("engine", "engine", "POST /segments", {
              chance: 0.3,
              timeout: 6000,
              src: place("gateway/internal/api/engine.go", "e.http.Do(req)", `${api}.Engine.once`),
            }),
          ],
        },
      ],
    },
    {
      name: "engine",
      language: "python",
      paths: ["engine/"],
      replicas: 3,
      ops: [
        {
          name: "POST /segments",
          ms: 6,
          steps: [
            step.call("terms", "glossary", "GET /terms/{language}", {
              timeout: 2000,
              src: place("engine/engine/glossary.py", "await http.get(", "terms_for"),
            }),
            step.ext("model", "inference.lexora.example", "POST", "/v1/batch", 210, {
              timeout: 15_000,
              src: place("engine/engine/model.py", "reply.raise_for_status()", "translate"),
            }),
          ],
        },
      ],
    },
    {
      name: "glossary",
      language: "kotlin",
      paths: ["glossary/"],
      replicas: 2,
      ops: [
        {
          name: "GET /terms/{language}",
          ms: 3,
          steps: [
            step.db("terms", "postgresql", "terms", "SELECT term, wanted FROM terms WHERE language = ?", 4, {
              src: place(
                "glossary/src/main/kotlin/parley/glossary/TermStore.kt",
                "statement.executeQuery()",
                "TermStore.of",
              ),
            }),
          ],
        },
      ],
    },
  ],
  entries: { "gateway|POST /v1/translate": 10 },
  attributes: {
    to: ["de", "pt-BR", "ja", "ar"],
    from: ["en", "fr"],
    customer: ["nordpress", "aerolinea", "shopfold", "legalis"],
  },
  noise: [
    {
      at: "gateway|POST /v1/translate",
      share: 0.012,
      fail: { type: "*errors.errorString", message: "text is too long", status: 413, quiet: true },
    },
    {
      at: "engine|POST /segments",
      share: 0.003,
      fail: { type: "RuntimeError", message: "model returned nothing for a segment of blanks" },
    },
  ],
  extras: changes(new URL("../scenarios/parley.txt", import.meta.url))("extras"),
  rename: {
    lexora: ["babelworks", "linguaforge"],
    legalis: ["notariat"],
    parley: ["dragoman"],
    glossary: ["termbase"],
  },
};
