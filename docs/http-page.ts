import { ROUTES } from "./http-routes.ts";

/** docs/reference/http.md. */
export function httpPage(): string {
  return [
    "# HTTP",
    "Everything is on one port (`PORT`). What is refused is refused with the reason in the body, in a fixed order: path, method, type, size, token or signature, syntax. What is too much for the moment is 503 with `Retry-After`, and nothing of it was kept.",
    [
      "| route | what | who may |",
      "| --- | --- | --- |",
      ...ROUTES.map(({ route, what, who }) => `| \`${route.replace(/^\*/, "POST")}\` | ${what} | ${who} |`),
    ].join("\n"),
    "",
  ].join("\n\n");
}
