import { readFileSync } from "node:fs";
import { type Route, route } from "../../../packages/http/route.ts";

/** `GET /assets/site.css`. */
export function stylesheetRoute(): Route {
  const css = readFileSync(new URL("../assets/site.css", import.meta.url), "utf8");
  return route("GET", "/assets/site.css", function getStylesheet(c) {
    return c.body(css, 200, {
      "content-type": "text/css; charset=utf-8",
      "cache-control": "public, max-age=300",
    });
  });
}
