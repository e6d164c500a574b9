import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

/** The functions behind an app that prints photo books: an API and push in Node, pages in Python. */
export const photo: World = {
  id: "photo",
  repository: "pagewise/cloud",
  files: sources(new URL("photo.txt", import.meta.url)),
  services: [
    {
      name: "fn-api",
      language: "typescript",
      paths: ["functions/api/", "template.yaml"],
      replicas: 4,
      ops: [
        {
          name: "GET /albums",
          ms: 6,
          steps: [
            {
              id: "query",
              do: "db",
              system: "aws.dynamodb",
              query: "Query pagewise pk = :pk AND begins_with(sk, :album)",
              table: "pagewise",
              ms: 7,
              src: { file: "functions/api/src/albums.ts", text: "await db.send(", fn: "albumsOf" },
            },
          ],
        },
        {
          name: "POST /uploads",
          ms: 9,
          log: "upload begun from {device}",
          steps: [
            {
              id: "put",
              do: "db",
              system: "aws.dynamodb",
              query: "PutItem pagewise",
              table: "pagewise",
              ms: 6,
              src: { file: "functions/api/src/uploads.ts", text: "await db.send(", fn: "beginUpload" },
            },
            { id: "sign", do: "work", name: "presign", ms: 1 },
          ],
        },
      ],
    },
    {
      name: "fn-orders",
      language: "typescript",
      paths: [],
      replicas: 2,
      ops: [
        {
          name: "POST /orders",
          ms: 12,
          steps: [
            {
              do: "db",
              system: "aws.dynamodb",
              query: "TransactWriteItems pagewise",
              table: "pagewise",
              ms: 12,
            },
            {
              id: "queue",
              do: "send",
              system: "aws_sqs",
              topic: "pages-to-render",
              to: "fn-render",
              op: "process pages-to-render",
              ms: 8,
            },
            {
              id: "tell",
              do: "send",
              system: "aws_sqs",
              topic: "pushes",
              to: "fn-notify",
              op: "process pushes",
              ms: 7,
              chance: 0.6,
            },
          ],
        },
      ],
    },
    {
      name: "fn-render",
      language: "python",
      paths: ["functions/render/", "template.yaml"],
      replicas: 4,
      ops: [
        {
          name: "process pages-to-render",
          ms: 30,
          log: "page of a {layout} book rendered",
          steps: [
            {
              id: "fetch",
              do: "ext",
              host: "pagewise-uploads.s3.eu-central-1.amazonaws.com",
              method: "GET",
              path: "/{object}",
              ms: 45,
              times: 2,
              src: { file: "functions/render/render/handler.py", text: "s3.get_object(", fn: "fetch" },
            },
            {
              id: "compose",
              do: "work",
              name: "compose",
              ms: 260,
              src: { file: "functions/render/render/handler.py", text: "page = compose(", fn: "render_one" },
            },
            {
              id: "store",
              do: "ext",
              host: "pagewise-pages.s3.eu-central-1.amazonaws.com",
              method: "PUT",
              path: "/{object}",
              ms: 60,
              src: { file: "functions/render/render/handler.py", text: "s3.put_object(", fn: "render_one" },
            },
          ],
        },
      ],
    },
    {
      name: "fn-notify",
      language: "typescript",
      paths: ["functions/notify/"],
      replicas: 2,
      ops: [
        {
          name: "process pushes",
          ms: 3,
          steps: [
            {
              id: "push",
              do: "ext",
              host: "push.fruit.example",
              method: "POST",
              path: "/3/device/{device}",
              ms: 70,
              src: {
                file: "functions/notify/src/handler.ts",
                text: "const reply = await fetch(",
                fn: "handler",
              },
            },
          ],
        },
      ],
    },
  ],
  entries: { "fn-api|GET /albums": 8, "fn-api|POST /uploads": 6, "fn-orders|POST /orders": 4 },
  attributes: {
    device: ["ios-17", "ios-18", "android-14", "android-15"],
    layout: ["full", "grid", "story"],
    app: ["5.12", "5.13", "5.14"],
  },
  noise: [
    {
      at: "fn-api|GET /albums",
      share: 0.004,
      fail: { type: "Unauthorized", message: "token expired", status: 401, quiet: true },
    },
    {
      at: "fn-render|process pages-to-render",
      share: 0.006,
      fail: {
        type: "PIL.UnidentifiedImageError",
        message: "cannot identify image file <_io.BytesIO object at 0x7f3c1c0b5ad0>",
      },
    },
  ],
  extras: changes(new URL("../scenarios/photo.txt", import.meta.url))("extras"),
  rename: {
    "pages-to-render": ["sheets", "print-pages"],
    story: ["panorama", "classic"],
    fruit: ["orchard", "pomme"],
  },
};
