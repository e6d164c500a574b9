import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

/** Sends other people's mail: an API, templates, lists of who wants none, and workers that speak SMTP. */
export const mail: World = {
  id: "mail",
  repository: "postbox/platform",
  files: sources(new URL("mail.txt", import.meta.url)),
  services: [
    {
      name: "intake",
      language: "typescript",
      paths: ["services/intake/", "deploy/intake/"],
      replicas: 3,
      ops: [
        {
          name: "POST /v1/messages",
          ms: 6,
          log: "accepted message for {client}",
          steps: [
            { id: "validate", do: "work", name: "validate recipients", ms: 1.2 },
            {
              id: "suppressed",
              do: "call",
              to: "suppressions",
              op: "GET /suppressions/{domain}",
              timeout: 1500,
              src: {
                file: "services/intake/src/messages.ts",
                text: "const reply = await fetch(",
                fn: "suppressed",
              },
            },
            {
              id: "render",
              do: "call",
              to: "templates",
              op: "POST /render",
              timeout: 3000,
              src: {
                file: "services/intake/src/messages.ts",
                text: "const rendered = await fetch(",
                fn: "routes",
              },
            },
            {
              id: "insert",
              do: "db",
              system: "postgresql",
              query: "INSERT INTO messages (id, sender, campaign) VALUES ($1, $2, $3)",
              table: "messages",
              ms: 3,
            },
            {
              id: "enqueue",
              do: "send",
              system: "kafka",
              topic: "outbound",
              to: "outbound",
              op: "process outbound",
              ms: 2,
            },
          ],
        },
        {
          name: "GET /v1/messages/{id}",
          ms: 3,
          steps: [
            {
              do: "db",
              system: "postgresql",
              query: "SELECT id, state, campaign FROM messages WHERE id = $1",
              table: "messages",
              ms: 2,
            },
          ],
        },
      ],
    },
    {
      name: "templates",
      language: "ruby",
      paths: ["services/templates/"],
      replicas: 2,
      ops: [
        {
          name: "POST /render",
          ms: 14,
          steps: [
            {
              id: "load",
              do: "db",
              system: "postgresql",
              query: "SELECT subject, html FROM templates WHERE name = $1",
              table: "templates",
              ms: 2,
            },
            { id: "liquid", do: "work", name: "liquid render", ms: 9 },
          ],
        },
      ],
    },
    {
      name: "suppressions",
      language: "go",
      paths: ["services/suppressions/", "pkg/"],
      replicas: 3,
      ops: [
        {
          name: "GET /suppressions/{domain}",
          ms: 2,
          steps: [
            {
              id: "list",
              do: "db",
              system: "postgresql",
              query: "SELECT address FROM suppressions WHERE domain = $1 AND lifted_at IS NULL",
              table: "suppressions",
              ms: 4,
              src: {
                file: "services/suppressions/handler.go",
                text: "h.pool.Query(r.Context()",
                fn: "main.(*handler).list",
              },
            },
          ],
        },
      ],
    },
    {
      name: "outbound",
      language: "go",
      paths: ["services/outbound/", "pkg/"],
      replicas: 4,
      ops: [
        {
          name: "process outbound",
          ms: 5,
          log: "delivered message of {client}",
          steps: [
            {
              id: "resolve",
              do: "work",
              name: "resolve exchangers",
              ms: 3,
              src: {
                file: "pkg/mx/resolve.go",
                text: "r.dns.LookupMX(ctx, domain)",
                fn: "example.org/postbox/pkg/mx.(*Resolver).Hosts",
              },
            },
            {
              id: "deliver",
              do: "work",
              name: "smtp deliver",
              ms: 120,
              src: {
                file: "services/outbound/smtp.go",
                text: "err := c.send(ctx, host, to, raw)",
                fn: "main.(*client).deliver",
              },
            },
          ],
        },
      ],
    },
  ],
  entries: { "intake|POST /v1/messages": 8, "intake|GET /v1/messages/{id}": 4 },
  attributes: {
    client: ["acorn-retail", "brightline", "civic-portal", "delta-sports", "evergreen"],
    provider: ["gmx", "aerohost", "mailhaven", "postcloud"],
    campaign: ["none", "spring", "receipts", "c-2291"],
  },
  noise: [
    {
      at: "intake|POST /v1/messages",
      share: 0.004,
      fail: { type: "RangeError", message: "no mailbox: {n} characters", status: 400 },
    },
    {
      at: "intake|GET /v1/messages/{id}",
      share: 0.01,
      fail: { type: "NotFound", message: "no such message", status: 404, quiet: true },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "portal title from the environment, with our new name",
      edits: [
        {
          file: "deploy/intake/values.yaml",
          from: "  PORTAL_TITLE: Postbox\n",
          to: "  PORTAL_TITLE: Postbox Send\n",
        },
      ],
    },
    {
      role: "innocent",
      message: "suppressions: say how many were listed as a number of addresses",
      edits: [
        {
          file: "services/suppressions/handler.go",
          from: 'h.log.Debug("listed", "domain", domain, "count", len(addresses))',
          to: 'h.log.Debug("listed", "domain", domain, "addresses", len(addresses))',
        },
      ],
    },
    {
      role: "innocent",
      message: "outbound: comment on why a deferral is no failure",
      edits: [
        {
          file: "services/outbound/smtp.go",
          from: "// deliver hands the message to the first host that takes it. A deferral (4xx) is put back for later.",
          to: "// deliver hands the message to the first host that takes it. A deferral (4xx) is put back for later:\n// greylisting hosts refuse every first attempt, and take the second one a quarter of an hour on.",
        },
      ],
    },
    {
      role: "innocent",
      message: "templates: plain text from a frozen constant",
      edits: [
        {
          file: "services/templates/app/render_controller.rb",
          from: "  def renderer\n    @renderer ||= Renderer.new(TemplateStore.current)\n  end",
          to: "  # One for each request: the store may change between two of them.\n  def renderer\n    @renderer ||= Renderer.new(TemplateStore.current)\n  end",
        },
      ],
    },
  ],
  rename: {
    brightline: ["lumen-goods", "northpier"],
    mailhaven: ["inboxly", "correo"],
    suppressions: ["optouts", "blocklist"],
  },
};
