import type { html } from "hono/html";

/** What a `html` template makes: text that is escaped already. */
export type Markup = ReturnType<typeof html> | "";
