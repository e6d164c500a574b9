import type { Scenario } from "../../judging-set/scenario.ts";
import { mail as world } from "../worlds/mail.ts";

export const mailScenarios: Scenario[] = [
  {
    id: "mail-shared-pool",
    group: "limit",
    kind: "connection pool of a shared package made smaller",
    world,
    service: "suppressions",
    symptom: "errors",
    alertOn: "intake|POST /v1/messages",
    changes: [
      {
        role: "culprit",
        message:
          "dbpool: one place for the limits\n\nThe database team asked for fewer idle connections. The values now come as a struct\nso that tests can lower them.",
        edits: [
          {
            file: "pkg/dbpool/pool.go",
            from: "const (\n\tmaxOpen     = 40\n\tmaxIdle     = 10\n\tacquireWait = 2 * time.Second\n\tmaxLifetime = 30 * time.Minute\n)\n",
            to: "type limits struct {\n\topen, idle        int\n\tacquire, lifetime time.Duration\n}\n\nvar usual = limits{open: 4, idle: 4, acquire: 200 * time.Millisecond, lifetime: 30 * time.Minute}\n",
          },
          {
            file: "pkg/dbpool/pool.go",
            from: "\tdb.SetMaxOpenConns(maxOpen)\n\tdb.SetMaxIdleConns(maxIdle)\n\tdb.SetConnMaxLifetime(maxLifetime)\n\treturn &Pool{db: db, free: make(chan struct{}, maxOpen)}, nil",
            to: "\tdb.SetMaxOpenConns(usual.open)\n\tdb.SetMaxIdleConns(usual.idle)\n\tdb.SetConnMaxLifetime(usual.lifetime)\n\treturn &Pool{db: db, free: make(chan struct{}, usual.open)}, nil",
          },
          {
            file: "pkg/dbpool/pool.go",
            from: '\tcase <-time.After(acquireWait):\n\t\treturn nil, fmt.Errorf("%w after %s (limit %d)", ErrExhausted, acquireWait, maxOpen)',
            to: '\tcase <-time.After(usual.acquire):\n\t\treturn nil, fmt.Errorf("%w after %s (limit %d)", ErrExhausted, usual.acquire, usual.open)',
          },
        ],
      },
      {
        role: "decoy",
        message: "suppressions: lower-case the domain once, before the query",
        at: -20,
        edits: [
          {
            file: "services/suppressions/handler.go",
            from: '\tdomain := strings.ToLower(r.PathValue("domain"))\n',
            to: '\tdomain := strings.TrimSpace(strings.ToLower(r.PathValue("domain")))\n',
          },
        ],
      },
    ],
    effects: [
      {
        at: "suppressions|GET /suppressions/{domain}|list",
        share: 0.45,
        ramp: 25,
        slow: 60,
        fail: {
          type: "*fmt.wrapError",
          message: "dbpool: no free connection after 200ms (limit 4)",
          status: 503,
          frames: [
            {
              file: "pkg/dbpool/pool.go",
              text: "ErrExhausted, ",
              fn: "example.org/postbox/pkg/dbpool.(*Pool).Query",
            },
            {
              file: "services/suppressions/handler.go",
              text: "h.pool.Query(r.Context()",
              fn: "main.(*handler).list",
            },
          ],
        },
      },
    ],
    logs: [
      {
        service: "suppressions",
        severity: "ERROR",
        every: 9,
        body: 'list suppressions err="dbpool: no free connection after 200ms (limit 4)"',
      },
    ],
  },
  {
    id: "mail-address-pattern",
    group: "regular expression",
    kind: "pattern that backtracks",
    world,
    service: "intake",
    symptom: "latency",
    needs: ["metrics"],
    changes: [
      {
        role: "culprit",
        message: "intake: accept quoted display names (RFC 5322)",
        edits: [
          {
            file: "services/intake/src/address.ts",
            from: "const atom = /^[A-Za-z0-9",
            to: 'const named = /^(?:\\s*"?(?:[\\w.,\'()-]+\\s*)+"?\\s*)?<[^<>@]+@[^<>@]+>$/;\nconst atom = /^[A-Za-z0-9',
          },
          {
            file: "services/intake/src/address.ts",
            from: '  const open = text.lastIndexOf("<");\n  const bare = open >= 0 && text.endsWith(">") ?',
            to: '  const open = text.lastIndexOf("<");\n  const bare = named.test(text) ?',
          },
        ],
      },
      {
        role: "decoy",
        message: "perf(intake): slow lookups, ask each suppression list once",
        at: -35,
        edits: [
          {
            file: "services/intake/src/messages.ts",
            from: "    const lists = await Promise.all(domainsOf(recipients).map(suppressed));\n",
            to: "    const domains = domainsOf(recipients);\n    const lists = await Promise.all(domains.map(suppressed));\n",
          },
        ],
      },
    ],
    effects: [
      { at: "intake|POST /v1/messages|validate", slow: 2600, where: { client: "civic-portal" } },
      { at: "intake|POST /v1/messages|validate", slow: 240 },
      { at: "intake|GET /v1/messages/{id}", slow: 180 },
    ],
    gauges: [
      {
        service: "intake",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.17,
        noise: 0.02,
        to: 0.98,
        ramp: 40,
      },
      {
        service: "intake",
        name: "nodejs.eventloop.delay.p99",
        unit: "s",
        base: 0.012,
        noise: 0.002,
        to: 2.4,
        ramp: 30,
      },
    ],
  },
  {
    id: "mail-deferred-hammer",
    group: "retries",
    kind: "retries at once, without a pause",
    world,
    rps: [3, 8],
    service: "outbound",
    symptom: "errors",
    alertOn: "outbound|process outbound",
    changes: [
      {
        role: "culprit",
        message:
          "outbound: greylisted mail arrives within the minute\n\nCustomers asked why first mails to a new domain take a quarter of an hour.",
        edits: [
          {
            file: "services/outbound/smtp.go",
            from: "\tdeferAttempts = 1\n\tdeferPause    = 15 * time.Minute",
            to: "\tdeferAttempts = 12\n\tdeferPause    = 15 * time.Minute",
          },
          {
            file: "services/outbound/smtp.go",
            from: "\t\t\tif code := replyCode(err); code >= 400 && code < 500 {\n",
            to: "\t\t\tif code := replyCode(err); code >= 400 && code < 500 && attempt+1 < deferAttempts {\n\t\t\t\tcontinue\n\t\t\t} else if code == 450 {\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "outbound: connection log says which recipient host refused",
        at: 15,
        edits: [
          {
            file: "services/outbound/smtp.go",
            from: '\treturn fmt.Errorf("all hosts refused: %w", last)',
            to: '\treturn fmt.Errorf("all %d hosts refused: %w", len(hosts), last)',
          },
        ],
      },
      {
        role: "decoy",
        message: "mx: keep answers for 30 minutes",
        at: -240,
        edits: [
          {
            file: "pkg/mx/resolve.go",
            from: "const keep = 20 * time.Minute",
            to: "const keep = 30 * time.Minute",
          },
        ],
      },
    ],
    effects: [
      { at: "outbound|process outbound|deliver", set: { times: 5 }, share: 0.7 },
      {
        at: "outbound|process outbound|deliver",
        share: 0.35,
        ramp: 45,
        fail: {
          type: "*textproto.Error",
          message: "421 4.7.0 {provider}: too many connections from your address, try again later",
          frames: [
            {
              file: "services/outbound/smtp.go",
              text: "err := c.send(ctx, host, to, raw)",
              fn: "main.(*client).deliver",
            },
            {
              file: "services/outbound/consume.go",
              text: "w.smtp.deliver(ctx, hosts, to, raw)",
              fn: "main.(*worker).process",
            },
          ],
        },
      },
    ],
    gauges: [
      {
        service: "outbound",
        name: "smtp.client.attempts",
        unit: "{attempt}",
        base: 60,
        noise: 5,
        to: 540,
        ramp: 30,
      },
    ],
  },
  {
    id: "mail-text-part",
    group: "contract",
    kind: "field of a reply renamed, the reader is a neighbour",
    world,
    service: "templates",
    symptom: "errors",
    alertOn: "outbound|process outbound",
    changes: [
      {
        role: "culprit",
        message: "templates: parts are called like in the portal's API",
        edits: [
          {
            file: "services/templates/app/render_controller.rb",
            from: "      html_body: parts.html_body,\n      text_body: parts.text_body,\n",
            to: "      html_body: parts.html_body,\n      text: parts.text_body,\n",
          },
        ],
      },
      {
        role: "decoy",
        message:
          "outbound: assemble text/plain before text/html\n\nSome readers take the first part that they see.",
        at: -12,
        edits: [
          {
            file: "services/outbound/mime.go",
            from: "// assemble writes a multipart/alternative message.\n",
            to: "// assemble writes a multipart/alternative message: text/plain first, as RFC 2046 5.1.4 wants it.\n",
          },
        ],
      },
    ],
    effects: [
      {
        at: "outbound|process outbound",
        gate: "templates",
        early: true,
        fail: {
          type: "*errors.errorString",
          message: "message has no text/plain part",
          frames: [
            { file: "services/outbound/consume.go", text: "return errNoText", fn: "main.(*worker).process" },
          ],
        },
      },
    ],
  },
  {
    id: "mail-resolver-down",
    group: "name resolution",
    kind: "the resolver answers SERVFAIL",
    world,
    service: "outbound",
    symptom: "errors",
    alertOn: "outbound|process outbound",
    changes: [
      {
        role: "decoy",
        message: "mx: errors name the step that failed",
        at: -30,
        edits: [
          {
            file: "pkg/mx/resolve.go",
            from: "// Hosts lists the exchangers of a domain, the preferred first.\n",
            to: "// Hosts lists the exchangers of a domain, the preferred first. What the resolver says goes up as it is.\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "outbound: no delivery without a decoded body (resolve errors were hidden)",
        at: -110,
        edits: [
          {
            file: "services/outbound/consume.go",
            from: '\t\treturn fmt.Errorf("decode outgoing: %w", err)\n',
            to: '\t\treturn fmt.Errorf("decode outgoing message: %w", err)\n',
          },
        ],
      },
    ],
    effects: [
      {
        at: "outbound|process outbound|resolve",
        share: 0.7,
        slow: 900,
        fail: {
          type: "*net.DNSError",
          message: "mx of recipient's domain: lookup {provider}.example on 10.96.0.10:53: server misbehaving",
          frames: [
            {
              file: "pkg/mx/resolve.go",
              text: "r.dns.LookupMX(ctx, domain)",
              fn: "example.org/postbox/pkg/mx.(*Resolver).Hosts",
            },
            {
              file: "services/outbound/consume.go",
              text: "w.resolver.Hosts(ctx, to.Domain)",
              fn: "main.(*worker).process",
            },
          ],
        },
      },
      {
        at: "intake|POST /v1/messages|render",
        share: 0.08,
        fail: { type: "TypeError", message: "fetch failed: getaddrinfo EAI_AGAIN templates", status: 0 },
      },
      {
        at: "intake|POST /v1/messages|suppressed",
        share: 0.08,
        fail: { type: "TypeError", message: "fetch failed: getaddrinfo EAI_AGAIN suppressions", status: 0 },
      },
    ],
  },
  {
    id: "mail-newsletter-surge",
    group: "traffic",
    kind: "one client sends to everybody at once",
    world,
    service: "intake",
    symptom: "latency",
    surge: { factor: 5, entry: "intake|POST /v1/messages", attribute: ["client", "delta-sports"] },
    needs: ["metrics"],
    changes: [
      {
        role: "decoy",
        message:
          "templates: liquid parses in strict mode with line numbers, for latency of errors in the editor",
        at: -40,
        edits: [
          {
            file: "services/templates/app/renderer.rb",
            from: "  def liquid(source)\n",
            to: "  # Strict, so that the editor can say what is wrong with a template.\n  def liquid(source)\n",
          },
        ],
      },
    ],
    effects: [
      { at: "templates|POST /render", gate: "time", slow: 420, ramp: 60 },
      { at: "templates|POST /render|load", gate: "time", slow: 60, ramp: 60 },
    ],
    gauges: [
      {
        service: "templates",
        name: "puma.backlog",
        unit: "{request}",
        base: 0,
        noise: 0.4,
        to: 38,
        ramp: 60,
      },
      {
        service: "templates",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.22,
        noise: 0.02,
        to: 0.96,
        ramp: 50,
      },
    ],
  },
  {
    id: "mail-poison-campaign",
    group: "bad record",
    kind: "records of one campaign cannot be read",
    world,
    service: "outbound",
    symptom: "errors",
    alertOn: "outbound|process outbound",
    changes: [
      {
        role: "decoy",
        message: "outbound: quoted-printable writer is closed where writing failed",
        at: -25,
        edits: [
          {
            file: "services/outbound/mime.go",
            from: "\t\tif err := quoted.Close(); err != nil {\n\t\t\treturn nil, err\n\t\t}",
            to: '\t\tif err := quoted.Close(); err != nil {\n\t\t\treturn nil, fmt.Errorf("close %s part: %w", part.kind, err)\n\t\t}',
          },
        ],
      },
    ],
    effects: [
      {
        at: "outbound|process outbound",
        gate: "time",
        early: true,
        where: { campaign: "c-2291" },
        fail: {
          type: "*json.SyntaxError",
          message: "decode outgoing: invalid character '\\x00' in string literal",
          frames: [
            {
              file: "services/outbound/consume.go",
              text: "json.Unmarshal(body, &message)",
              fn: "main.(*worker).process",
            },
          ],
        },
      },
    ],
    logs: [
      {
        service: "outbound",
        severity: "WARN",
        gate: "time",
        every: 20,
        body: "redelivering offset {n} of outbound: campaign=c-2291 attempt=7",
      },
    ],
  },
  {
    id: "mail-body-limit",
    group: "configuration",
    kind: "a Helm value that is too small",
    world,
    service: "intake",
    symptom: "errors",
    changes: [
      {
        role: "culprit",
        message:
          "helm(intake): limits as agreed with security\n\nBodies of 32 KiB are enough for every template that we ship.",
        edits: [
          {
            file: "deploy/intake/values.yaml",
            from: '  BODY_LIMIT_BYTES: "262144"\n',
            to: '  BODY_LIMIT_BYTES: "32768"\n',
          },
        ],
      },
      {
        role: "decoy",
        message: "intake: type of a submission says what may be large",
        at: -16,
        edits: [
          {
            file: "services/intake/src/messages.ts",
            from: "  variables: Record<string, string>;\n",
            to: "  /** Whatever the template asks for, tables of orders among it. */\n  variables: Record<string, string>;\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "intake: requests of 512Mi pods are scheduled with more processor",
        at: -230,
        edits: [{ file: "deploy/intake/values.yaml", from: "    cpu: 250m\n", to: "    cpu: 300m\n" }],
      },
    ],
    effects: [
      {
        at: "intake|POST /v1/messages",
        early: true,
        where: { campaign: "spring" },
        fail: {
          type: "FastifyError",
          message: "FST_ERR_CTP_BODY_TOO_LARGE: Request body is too large (limit 32768 bytes)",
          status: 413,
        },
      },
    ],
    needs: ["exceptions"],
    rps: [3, 8],
  },
  {
    id: "mail-client-mistake",
    group: "bad input",
    kind: "one client sends addresses that are none",
    world,
    service: "intake",
    symptom: "errors",
    needs: ["logs"],
    changes: [
      {
        role: "decoy",
        message: "intake: domains of addresses in one pass",
        at: -19,
        edits: [
          {
            file: "services/intake/src/address.ts",
            from: "  return [...new Set(mailboxes.map(({ domain }) => domain.toLowerCase()))];",
            to: "  const domains = new Set<string>();\n  for (const { domain } of mailboxes) domains.add(domain.toLowerCase());\n  return [...domains];",
          },
        ],
      },
      {
        role: "decoy",
        message: "intake: what a mailbox is, and which errors come of it",
        at: -85,
        edits: [
          {
            file: "services/intake/src/address.ts",
            from: "/** Addresses as customers hand them to us. */",
            to: "/** Addresses as customers hand them to us; RangeError becomes 400. */",
          },
        ],
      },
    ],
    effects: [
      {
        at: "intake|POST /v1/messages",
        early: true,
        where: { client: "acorn-retail" },
        fail: {
          type: "RangeError",
          message: "no mailbox: 14 characters",
          status: 400,
          frames: [
            {
              file: "services/intake/src/address.ts",
              text: "if (at < 1) throw new RangeError",
              fn: "parseMailbox",
            },
            {
              file: "services/intake/src/messages.ts",
              text: "const recipients = to.map(parseMailbox);",
              fn: "Object.handler",
            },
          ],
        },
      },
    ],
    logs: [
      {
        service: "intake",
        severity: "WARN",
        gate: "time",
        every: 12,
        body: 'recipient of acorn-retail is no mailbox: "{{customer.mail}}"',
      },
    ],
    rps: [3, 8],
  },
];
