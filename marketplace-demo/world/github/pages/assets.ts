import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Hono } from "hono";
import type { State } from "../state.ts";
import { avatar } from "./avatar.ts";
import { diagramScript } from "./diagram-script.ts";
import { pageStyle } from "./page-style.ts";

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1f6feb"/><path d="M10 7v18M10 19c8 0 12-3 12-9" stroke="#fff" stroke-width="2.5" fill="none"/><g fill="#fff"><circle cx="10" cy="7" r="3.2"/><circle cx="10" cy="25" r="3.2"/><circle cx="22" cy="8" r="3.2"/></g></svg>`;

/** What the pages load, all of it from here: style, script, pictures. Mermaid is its package's own browser bundle. */
export function assets(state: State): Hono {
  const mermaid = createRequire(import.meta.url).resolve("mermaid/dist/mermaid.min.js");
  const app = new Hono();
  const text = (path: string, type: string, content: string) =>
    app.get(path, (context) =>
      context.body(content, 200, { "Content-Type": type, "Cache-Control": "no-cache" }),
    );
  text("/assets/page.css", "text/css; charset=utf-8", pageStyle);
  text("/assets/diagrams.js", "text/javascript; charset=utf-8", diagramScript);
  text("/assets/icon.svg", "image/svg+xml", ICON);
  app.get("/assets/mermaid.min.js", async (context) =>
    context.body(new Uint8Array(await readFile(mermaid)), 200, {
      "Content-Type": "text/javascript; charset=utf-8",
      "Cache-Control": "max-age=3600",
    }),
  );
  app.get("/avatars/u/:id", (context) => {
    const id = Number(context.req.param("id"));
    const account = [...state.accounts.values()].find((one) => one.id === id);
    if (!account) return context.notFound();
    return context.body(avatar(account), 200, {
      "Content-Type": "image/svg+xml",
      "Cache-Control": "max-age=3600",
    });
  });
  return app;
}
