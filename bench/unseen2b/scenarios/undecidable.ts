import type { SourcedScenario } from "../scenario.ts";
import { cabin } from "../worlds/cabin.ts";
import { forge } from "../worlds/forge.ts";

/** Nothing but the outermost spans is recorded, and two commits that went out together could each have done it. */
export const undecidableScenarios: SourcedScenario[] = [
  {
    id: "unclear-two-limits",
    group: "undecidable",
    kind: "limit",
    world: cabin,
    service: "cabin",
    symptom: "latency",
    alertOn: "cabin|POST /checkins",
    thin: true,
    changes: [
      {
        role: "culprit",
        message: "Settings: smaller pool, the database has few connections left",
        edits: [
          {
            file: "config/appsettings.Production.json",
            from: '    "MaxPoolSize": 40,\n',
            to: '    "MaxPoolSize": 8,\n',
          },
        ],
      },
      {
        role: "decoy",
        message: "Border client: two requests at a time, as the authority asks",
        edits: [
          {
            file: "src/CheckIn/BorderClient.cs",
            from: '        using var response = await _http.PostAsJsonAsync("v2/clearances", body, cancel);\n',
            to: '        await Gate.WaitAsync(cancel);\n        using var release = new GateRelease(Gate);\n        using var response = await _http.PostAsJsonAsync("v2/clearances", body, cancel);\n',
          },
          {
            file: "src/CheckIn/BorderClient.cs",
            from: "    private readonly HttpClient _http;\n    private readonly ILogger<BorderClient> _log;\n",
            to: "    private static readonly SemaphoreSlim Gate = new(2);\n\n    private readonly HttpClient _http;\n    private readonly ILogger<BorderClient> _log;\n",
          },
        ],
        at: -32,
      },
    ],
    effects: [{ at: "cabin|POST /checkins", gate: "time", slow: 2100, ramp: 25 }],
  },
  {
    id: "unclear-two-errors",
    group: "undecidable",
    kind: "code",
    world: forge,
    service: "web",
    symptom: "errors",
    alertOn: "web|GET /:owner/:name/pulls",
    thin: true,
    changes: [
      {
        role: "culprit",
        message: "List of pull requests: avatars in the size of the screen (#5170)",
        edits: [
          {
            file: "web/app/serializers/pull_list_serializer.rb",
            from: "    { login: user.login, avatar: user.avatar_url(size: 40) }\n",
            to: "    { login: user.login, avatar: user.avatar.url(size: @viewer.avatar_size) }\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "List of pull requests: labels with their description (#5171)",
        edits: [
          {
            file: "web/app/serializers/pull_list_serializer.rb",
            from: "      labels: pull.labels.map { |label| { name: label.name, color: label.color } },\n",
            to: "      labels: pull.labels.map { |label| { name: label.name, color: label.color, text: label.description.strip } },\n",
          },
        ],
        at: -30,
      },
    ],
    effects: [
      {
        at: "web|GET /:owner/:name/pulls",
        gate: "time",
        share: 0.3,
        fail: { type: "NoMethodError", message: "undefined method for nil", status: 500, quiet: true },
      },
    ],
  },
];
