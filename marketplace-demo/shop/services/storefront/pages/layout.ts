import { html } from "hono/html";
import type { StorefrontSettings } from "../settings.ts";

type Html = ReturnType<typeof html>;

/** The frame of every page; `head` is what only this one needs there. */
export function layout(settings: StorefrontSettings, title: string, content: Html, head?: Html): Html {
  return html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${settings.brand}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/site.css" />
        ${head ?? ""}
      </head>
      <body>
        <header class="site-header">
          <div class="wrap">
            <a class="brand" href="/"><span class="brand-mark" aria-hidden="true"></span>${settings.brand}</a>
            <nav>
              <a href="/#compare">Compare</a>
              <a href="/#renew">Renew</a>
              <a href="/policies">My policies</a>
              <a href="/claims/new">Claim</a>
            </nav>
          </div>
        </header>
        <main>${content}</main>
        <footer class="site-footer">
          <div class="wrap">
            <p>Questions? Call <strong>${settings.support_phone}</strong>, Monday to Saturday, 8 to 8.</p>
            <p>
              ${settings.brand} is an insurance intermediary. We compare six carriers, not the whole market, and are
              paid a commission that is the same for each of them.
            </p>
          </div>
        </footer>
      </body>
    </html>`;
}
