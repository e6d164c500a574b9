import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, db, ext, send, work } = step;

/** Books that people make of their photographs, and have printed. */
export const photobook: World = {
  id: "photobook",
  repository: "keepsake/photobook",
  files: sources(new URL("./photobook.txt", import.meta.url)),
  services: [
    {
      name: "studio",
      language: "ruby",
      paths: ["studio/"],
      replicas: 3,
      ops: [
        {
          name: "POST /books/{book}/pages",
          ms: 7,
          log: "page of {size} added",
          steps: [
            db("book", "mysql", "books", "SELECT books.* FROM books WHERE books.id = ? LIMIT 1", 2),
            call("layout", "pages", "POST /layout", {
              timeout: 4000,
              src: place("studio/app/clients/layouts.rb", 'HTTP.post("/layout"', "place"),
            }),
            db("insert", "mysql", "pages", "INSERT INTO pages (book_id, number, layout) VALUES (?, ?, ?)", 3),
          ],
        },
        {
          name: "GET /books/{book}",
          ms: 5,
          steps: [
            db("book", "mysql", "books", "SELECT books.* FROM books WHERE books.id = ? LIMIT 1", 2),
            db(
              "pages",
              "mysql",
              "pages",
              "SELECT pages.* FROM pages WHERE pages.book_id = ? ORDER BY number",
              4,
            ),
          ],
        },
        {
          name: "GET /books/{book}/preview",
          ms: 5,
          steps: [
            db("book", "mysql", "books", "SELECT books.* FROM books WHERE books.id = ? LIMIT 1", 2),
            call("preview", "render", "POST /preview", {
              timeout: 8000,
              src: place("studio/app/clients/previews.rb", 'HTTP.post("/preview"', "of"),
            }),
          ],
        },
        {
          name: "POST /orders",
          ms: 8,
          steps: [
            db("insert", "mysql", "orders", "INSERT INTO orders (book_id, copies) VALUES (?, ?)", 4),
            send("job", "rabbitmq", "render.jobs", "render", "process render.jobs"),
          ],
        },
      ],
    },
    {
      name: "pages",
      language: "go",
      paths: ["pages/"],
      replicas: 3,
      ops: [
        {
          name: "POST /layout",
          ms: 3,
          steps: [
            ext("thumb", "objects.vaultline.example", "GET", "/thumbs", 14, {
              times: 4,
              src: place("pages/shape.go", "p.http.Do(req)", "pages.(*Placer).shape"),
            }),
            work("pack", "pack", 3, {
              src: place("pages/layout.go", "pack(size, boxes)", "pages.(*Placer).Place"),
            }),
            ext("save", "objects.vaultline.example", "PUT", "/layouts", 22, {
              src: place("pages/layout.go", "p.objects.Put(ctx", "pages.(*Placer).Place"),
            }),
          ],
        },
      ],
    },
    {
      name: "render",
      language: "cpp",
      paths: ["render/"],
      replicas: 3,
      ops: [
        {
          name: "POST /preview",
          ms: 6,
          steps: [
            ext("fetch", "objects.vaultline.example", "GET", "/photos", 30, {
              times: 3,
              src: place("render/src/images.cc", "fetch(url, timeout_)", "render::Images::get"),
            }),
            work("draw", "rasterise", 60, {
              src: place("render/src/page.cc", "raster.place(", "render::Page::draw"),
            }),
          ],
        },
        {
          name: "process render.jobs",
          ms: 8,
          steps: [
            ext("fetch", "objects.vaultline.example", "GET", "/photos", 30, {
              times: 5,
              src: place("render/src/images.cc", "fetch(url, timeout_)", "render::Images::get"),
            }),
            work("draw", "rasterise", 240, {
              src: place("render/src/page.cc", "raster.place(", "render::Page::draw"),
            }),
            ext("put", "objects.vaultline.example", "PUT", "/prints", 60),
          ],
        },
      ],
    },
  ],
  entries: {
    "studio|POST /books/{book}/pages": 4,
    "studio|GET /books/{book}": 3,
    "studio|GET /books/{book}/preview": 2,
    "studio|POST /orders": 1,
  },
  attributes: {
    size: ["a4-landscape", "square-21", "pocket"],
    country: ["de", "at", "fr", "it"],
    paper: ["matt", "gloss"],
  },
  noise: [
    {
      at: "studio|GET /books/{book}",
      share: 0.01,
      fail: { type: "ActiveRecord::RecordNotFound", message: "Couldn't find Book", status: 404 },
    },
    {
      at: "render|process render.jobs",
      share: 0.01,
      fail: { type: "RenderError", message: "page without photos" },
    },
  ],
  extras: changes(new URL("../scenarios/photobook.txt", import.meta.url))("extras"),
  rename: { studio: ["workshop"], gutter: ["margin"], preview: ["glimpse"] },
};
