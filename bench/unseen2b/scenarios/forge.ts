import type { SourcedScenario } from "../scenario.ts";
import { forge } from "../worlds/forge.ts";

const serializer = "web/app/serializers/pull_list_serializer.rb";
const controller = "web/app/controllers/pulls_controller.rb";
const gitd = "web/app/services/gitd.rb";
const tokens = "web/app/services/token_check.rb";
const store = "hooks/lib/hooks/store.rb";

export const forgeScenarios: SourcedScenario[] = [
  {
    id: "forge-review-per-row",
    group: "queries",
    kind: "n+1 query",
    world: forge,
    service: "web",
    symptom: "latency",
    alertOn: "web|GET /:owner/:name/pulls",
    changes: [
      {
        role: "culprit",
        message:
          'List of pull requests shows the latest review (#5140)\n\nA change request that was followed by an approval still showed as "changes requested".',
        edits: [
          {
            file: serializer,
            from: "      review: review_state(pull.reviews),\n",
            to: "      review: review_state(pull.reviews.order(submitted_at: :desc).first),\n",
          },
          {
            file: serializer,
            from: '  def review_state(reviews)\n    states = reviews.map(&:state)\n    return "changes_requested" if states.include?("changes_requested")\n    return "approved" if states.include?("approved")\n\n    "pending"\n',
            to: '  def review_state(review)\n    return "pending" if review.nil? || review.commented?\n\n    review.state\n',
          },
          {
            file: "web/spec/serializers/pull_list_serializer_spec.rb",
            add: '# frozen_string_literal: true\n\nRSpec.describe PullListSerializer do\n  it "shows the latest review" do\n    pull = create(:pull)\n    create(:review, pull:, state: :changes_requested, submitted_at: 2.hours.ago)\n    create(:review, pull:, state: :approved, submitted_at: 1.hour.ago)\n    json = described_class.new(Kaminari.paginate_array([pull]).page(1), viewer: nil).as_json\n    expect(json[:pulls].first[:review]).to eq("approved")\n  end\nend\n',
          },
        ],
      },
      {
        role: "decoy",
        message: "Pulls: page size is named in the docs of the API",
        edits: [
          {
            file: controller,
            from: "  PER_PAGE = 30\n",
            to: "  # As the documentation of the API says.\n  PER_PAGE = 30\n",
          },
        ],
        at: -12,
      },
      {
        role: "decoy",
        message: "gitd: log of a diff says how long it waited for its slot",
        edits: [
          {
            file: "gitd/rpc/diff.go",
            from: '		s.log.Info("diff", "path", in.Path, "files", len(files), "took", time.Since(started))\n',
            to: '		s.log.Info("diff", "path", in.Path, "files", len(files), "took", time.Since(started), "slots", s.slots.InUse())\n',
          },
        ],
        at: 6,
      },
    ],
    effects: [
      {
        at: "web|GET /:owner/:name/pulls|extra",
        set: {
          times: 21,
          query:
            "SELECT reviews.* FROM reviews WHERE reviews.pull_id = $1 ORDER BY reviews.submitted_at DESC LIMIT 1",
        },
        slow: 26,
      },
    ],
  },
  {
    id: "forge-short-deadline",
    group: "timeout",
    kind: "timeout lowered",
    world: forge,
    service: "web",
    symptom: "errors",
    alertOn: "web|GET /:owner/:name/pulls/:number",
    changes: [
      {
        role: "culprit",
        message:
          "Fail fast when gitd is slow (#5144)\n\nPuma threads hung for ten seconds each in last week's disk incident.",
        edits: [
          {
            file: "web/config/settings.yml",
            from: "    deadline: 10\n",
            to: "    deadline: 0.25\n",
          },
          {
            file: gitd,
            from: "  DEFAULT_DEADLINE = 10.0\n",
            to: "  DEFAULT_DEADLINE = 0.25\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "gitd: one error message per cause in diff (#5142)",
        edits: [
          {
            file: "gitd/rpc/diff.go",
            from: '		return nil, fmt.Errorf("read diff: %w", err)\n',
            to: '		return nil, fmt.Errorf("read diff of %s: %w", in.Path, err)\n',
          },
        ],
        at: -5,
      },
      {
        role: "decoy",
        message: "Show a friendly page when gitd does not answer in time",
        edits: [
          {
            file: "web/app/views/errors/gitd_timeout.html.erb",
            add: '<h1>This takes longer than usual</h1>\n<p>The repository could not be read in time. Please try again in a minute.</p>\n<p><%= link_to "Status of the service", status_path %></p>\n',
          },
        ],
        at: -700,
      },
    ],
    effects: [
      {
        at: "web|GET /:owner/:name/pulls/:number|diff",
        set: {
          timeout: 250,
          onFail: {
            type: "Gitd::Timeout",
            message: "gitd did not answer /diff within 0.25 s",
            status: 504,
            frames: [
              { file: gitd, text: 'raise Timeout, "gitd did not answer', fn: "Gitd#post" },
              { file: gitd, text: 'post("/diff", path:', fn: "Gitd#diff" },
              { file: controller, text: "diff = gitd.diff(", fn: "PullsController#show" },
            ],
          },
        },
      },
    ],
  },
  {
    id: "forge-column-renamed",
    group: "migration",
    kind: "column renamed",
    source:
      "https://discuss.circleci.com/t/incident-report-november-8-2021-jobs-stuck-in-a-not-running-state/41890",
    world: forge,
    service: "hooks",
    symptom: "errors",
    alertOn: "hooks|process webhook.deliver",
    changes: [
      {
        role: "culprit",
        message:
          "Deliveries: duration_ms instead of took_ms (#5151)\n\nThe API calls it duration everywhere else. Nothing in web reads the old name any more.",
        edits: [
          {
            file: "web/db/migrate/20260122081500_rename_took_ms_on_deliveries.rb",
            add: "# frozen_string_literal: true\n\nclass RenameTookMsOnDeliveries < ActiveRecord::Migration[7.2]\n  def change\n    safety_assured { rename_column :deliveries, :took_ms, :duration_ms }\n  end\nend\n",
          },
          {
            file: "web/app/models/delivery.rb",
            from: "took_ms:, at: updated_at.iso8601",
            to: "duration_ms:, at: updated_at.iso8601",
          },
        ],
      },
      {
        role: "decoy",
        message: "hooks: comment of the store about the table and its columns (#5149)",
        edits: [
          {
            file: store,
            from: "  # The deliveries table that web owns. Plain SQL: this process does not load the models of web.\n",
            to: "  # The deliveries table, which web owns.\n  # Plain SQL: this process does not load the models of web.\n",
          },
        ],
        at: -16,
      },
      {
        role: "decoy",
        message: "hooks: warn when a delivery does not go through, with its attempt",
        edits: [
          {
            file: "hooks/lib/hooks/worker.rb",
            from: "      @log.warn(\"delivery #{delivery['id']} did not go through: #{error.message}\")\n",
            to: "      @log.warn(\"delivery #{delivery['id']} did not go through (#{delivery['attempts']}): #{error.message}\")\n",
          },
        ],
        at: -3000,
      },
    ],
    effects: [
      {
        at: "hooks|process webhook.deliver|finish",
        gate: "time",
        fail: {
          type: "PG::UndefinedColumn",
          message:
            'ERROR:  column "took_ms" of relation "deliveries" does not exist\nLINE 2:   response_status = $2, took_ms = $3, updated_at = now()\n                                ^',
          frames: [
            { file: store, text: "@db.exec_params(FINISH", fn: "Hooks::Store#finish" },
            {
              file: "hooks/lib/hooks/worker.rb",
              text: "@store.finish(delivery, status:, took:)",
              fn: "Hooks::Worker#process",
            },
          ],
        },
      },
    ],
  },
  {
    id: "forge-installation-tokens",
    group: "permission",
    kind: "permission",
    world: forge,
    service: "web",
    symptom: "errors",
    alertOn: "web|POST /:owner/:name/pulls",
    changes: [
      {
        role: "culprit",
        message:
          "TokenCheck: ask the index, not the association (#5156)\n\nrepository_ids is memoised; one query less.",
        edits: [
          {
            file: tokens,
            from: "    return [] unless installation.repositories_all? || installation.repository_ids.include?(@repository.id)\n",
            to: "    return [] unless installation.repository_ids.include?(@repository.id)\n",
          },
          {
            file: tokens,
            from: "# Decides what a token may do. Tokens belong to people, to deploy keys, or to installations of apps.\n",
            to: "# Decides what a token may do. Tokens belong to people, to deploy keys, or to installations.\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "Pulls: 403 where a repository is archived, documented",
        edits: [
          {
            file: controller,
            from: "# Pull requests of a repository: the list, one of them, and a new one.\n",
            to: "# Pull requests of a repository: the list, one of them, and a new one.\n# Archived repositories answer 403 to a new one.\n",
          },
        ],
        at: -14,
      },
    ],
    effects: (
      ["GET /:owner/:name/pulls", "GET /:owner/:name/pulls/:number", "POST /:owner/:name/pulls"] as const
    ).map((op) => ({
      at: `web|${op}`,
      where: { "token.kind": "installation" },
      share: 0.85,
      early: true,
      fail: {
        type: "TokenCheck::Denied",
        message: `token of installation lacks pulls:${op.startsWith("POST") ? "write" : "read"} on {owner}/site`,
        status: 403,
        frames: [{ file: tokens, text: "raise Denied,", fn: "TokenCheck#require!" }],
      },
    })),
  },
  {
    id: "forge-archive-crawler",
    group: "traffic",
    kind: "bot",
    source: "https://githubengineering.com/ddos-incident-report/",
    world: forge,
    service: "gitd",
    symptom: "latency",
    alertOn: "web|GET /:owner/:name/pulls/:number",
    needs: ["metrics"],
    surge: { factor: 4, entry: "web|GET /:owner/:name/archive/:ref", attribute: ["agent", "scrapewell/3.1"] },
    changes: [
      {
        role: "decoy",
        message: "Diff: take() has a comment about the headers of a file",
        edits: [
          {
            file: "gitd/rpc/diff.go",
            from: "func (f *fileDiff) take(line string) {\n",
            to: "// take counts a line; the two lines that name the file count as nothing.\nfunc (f *fileDiff) take(line string) {\n",
          },
        ],
        at: -30,
      },
    ],
    effects: [
      { at: "gitd|POST /diff|git", gate: "time", slow: 1900, ramp: 60 },
      { at: "gitd|POST /archive|git", gate: "time", slow: 2600, ramp: 60 },
    ],
    gauges: [
      {
        service: "gitd",
        name: "gitd.slots.in_use",
        unit: "{process}",
        base: 6,
        noise: 1.5,
        to: 48,
        ramp: 45,
        gate: "time",
      },
    ],
  },
  {
    id: "forge-read-only",
    group: "database",
    kind: "failover",
    source: "https://blog.github.com/2018-10-30-oct21-post-incident-analysis/",
    world: forge,
    service: "web",
    symptom: "errors",
    alertOn: "web|POST /:owner/:name/pulls",
    changes: [
      {
        role: "decoy",
        message: "Pulls: errors of validation as 422, as before, in one line",
        edits: [
          {
            file: controller,
            from: "      render json: { errors: pull.errors.full_messages }, status: :unprocessable_entity\n",
            to: "      render(json: { errors: pull.errors.full_messages }, status: :unprocessable_entity)\n",
          },
        ],
        at: -20,
      },
      {
        role: "decoy",
        message: "Migration: index on deliveries by state (#5160)",
        edits: [
          {
            file: "web/db/migrate/20260123101000_index_deliveries_by_state.rb",
            add: "# frozen_string_literal: true\n\nclass IndexDeliveriesByState < ActiveRecord::Migration[7.2]\n  disable_ddl_transaction!\n\n  def change\n    add_index :deliveries, %i[state next_at], algorithm: :concurrently\n  end\nend\n",
          },
        ],
        at: -5400,
      },
    ],
    effects: [
      {
        at: "web|POST /:owner/:name/pulls|insert",
        gate: "time",
        fail: {
          type: "ActiveRecord::StatementInvalid",
          message: "PG::ReadOnlySqlTransaction: ERROR:  cannot execute INSERT in a read-only transaction",
          frames: [{ file: controller, text: "if pull.save", fn: "PullsController#create" }],
        },
      },
      {
        at: "hooks|process webhook.deliver|claim",
        gate: "time",
        fail: {
          type: "PG::ReadOnlySqlTransaction",
          message: "ERROR:  cannot execute UPDATE in a read-only transaction",
          frames: [{ file: store, text: "@db.exec_params(CLAIM", fn: "Hooks::Store#claim" }],
        },
      },
    ],
    logs: [
      {
        service: "hooks",
        severity: "WARN",
        every: 30,
        gate: "time",
        body: "session table is not swept: ERROR:  cannot execute DELETE in a read-only transaction (pg-main-2, in recovery: true)",
      },
    ],
  },
  {
    id: "forge-resolver",
    group: "network",
    kind: "name resolution",
    source: "https://github.blog/news-insights/the-library/dns-outage-post-mortem/",
    world: forge,
    service: "hooks",
    symptom: "errors",
    alertOn: "hooks|process webhook.deliver",
    changes: [
      {
        role: "decoy",
        message: "hooks: say what the numbers of BACKOFF are",
        edits: [
          {
            file: "hooks/lib/hooks/worker.rb",
            from: "    BACKOFF = [10, 60, 600, 3600].freeze\n",
            to: "    # Seconds before the second, third, fourth and fifth attempt.\n    BACKOFF = [10, 60, 600, 3600].freeze\n",
          },
        ],
        at: -24,
      },
    ],
    effects: [
      {
        at: "hooks|process webhook.deliver|knock",
        gate: "time",
        share: 0.8,
        slow: 3000,
        fail: {
          type: "Faraday::ConnectionFailed",
          message:
            "Failed to open TCP connection to hooks.customer.example:443 (getaddrinfo: Temporary failure in name resolution)",
        },
      },
      {
        at: "web|GET /:owner/:name/pulls/:number|diff",
        gate: "time",
        share: 0.35,
        slow: 1000,
        fail: {
          type: "Faraday::ConnectionFailed",
          message:
            "Failed to open TCP connection to gitd.internal:8080 (getaddrinfo: Temporary failure in name resolution)",
          frames: [{ file: gitd, text: "response = @connection.post(route, body)", fn: "Gitd#post" }],
        },
      },
    ],
    logs: [
      {
        service: "gitd",
        severity: "WARN",
        every: 30,
        gate: "time",
        body: "metrics are not pushed: lookup push.monitoring.internal on 10.0.0.2:53: read udp 10.0.5.{n}->10.0.0.2:53: i/o timeout",
      },
    ],
  },
];
