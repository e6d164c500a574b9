import type { Scenario } from "../scenario.ts";
import { press as world } from "../worlds/press.ts";

const article = "edge|GET /articles/{slug}";
const topic = "edge|GET /topics/{topic}";
const upload = "edge|POST /uploads";
const repository = "cms/app/Articles/ArticleRepository.php";
const controller = "cms/app/Articles/ArticleController.php";
const teaser = "cms/app/Articles/Teaser.php";

export const pressScenarios: Scenario[] = [
  {
    id: "press-teaser-type",
    group: "code throws",
    kind: "null not allowed",
    world,
    service: "cms",
    symptom: "errors",
    alertOn: article,
    changes: [
      {
        role: "culprit",
        message: "Teaser: strict types",
        edits: [
          {
            file: teaser,
            from: "    public function of(?string $body, int $length): string\n    {\n        $plain = trim(strip_tags($body ?? ''));",
            to: "    public function of(string $body, int $length): string\n    {\n        $plain = trim(strip_tags($body));",
          },
        ],
      },
      {
        role: "decoy",
        at: -22,
        message: "cms: keep articles for eleven minutes",
        edits: [{ file: controller, from: "KEEP = 600;", to: "KEEP = 660;" }],
      },
    ],
    effects: [
      {
        at: "cms|GET /articles/{slug}",
        share: 0.35,
        fail: {
          type: "TypeError",
          message: "App\\Articles\\Teaser::of(): Argument #1 ($body) must be of type string, null given",
          frames: [
            { file: teaser, text: "public function of(", fn: "App\\Articles\\Teaser->of" },
            { file: controller, text: "$this->teaser->of", fn: "App\\Articles\\ArticleController->show" },
          ],
        },
      },
    ],
  },
  {
    id: "press-lower-topic",
    group: "query",
    kind: "index not usable",
    world,
    service: "cms",
    symptom: "latency",
    alertOn: topic,
    changes: [
      {
        role: "culprit",
        message: "topics are found in any spelling",
        edits: [
          {
            file: repository,
            from: "            ->where('topic', $topic)",
            to: "            ->whereRaw('lower(`topic`) like ?', ['%' . mb_strtolower($topic) . '%'])",
          },
        ],
      },
      {
        role: "decoy",
        at: -35,
        message: "edge: header timeout 12 s",
        edits: [{ file: "edge/proxy.go", from: "10 * time.Second", to: "12 * time.Second" }],
      },
      {
        role: "decoy",
        message: "cms: one article by slug, take 1",
        edits: [
          {
            file: repository,
            from: "->where('slug', $slug)->first();",
            to: "->where('slug', '=', $slug)->first();",
          },
        ],
      },
    ],
    effects: [
      {
        at: "cms|GET /topics/{topic}|topic",
        slow: 1100,
        set: {
          query:
            "select `slug`, `title` from `articles` where lower(`topic`) like ? order by `published` desc limit 30",
        },
      },
    ],
  },
  {
    id: "press-key-per-reader",
    group: "cache",
    kind: "key too fine",
    world,
    service: "cms",
    symptom: "latency",
    alertOn: article,
    changes: [
      {
        role: "culprit",
        message: "cms: articles per edition and reader",
        edits: [
          {
            file: controller,
            from: '        $key = "article:{$slug}";',
            to: "        $key = \"article:{$slug}:{$request->header('X-Edition')}:{$request->ip()}:{$request->userAgent()}\";",
          },
        ],
      },
      {
        role: "decoy",
        at: -40,
        message: "cms: topic list of thirty has a constant (query file!)",
        edits: [
          { file: repository, from: "            ->limit(30)", to: "            ->limit(self::PAGE)" },
          {
            file: repository,
            from: "final class ArticleRepository\n{",
            to: "final class ArticleRepository\n{\n    private const PAGE = 30;\n",
          },
        ],
      },
    ],
    effects: [
      { at: "cms|GET /articles/{slug}|article", set: { chance: 0.97 } },
      { at: "cms|GET /articles/{slug}|article", slow: 160, ramp: 60 },
    ],
  },
  {
    id: "press-body-size",
    group: "timeout or limit",
    kind: "size limit lowered",
    world,
    service: "media",
    symptom: "errors",
    alertOn: upload,
    changes: [
      {
        role: "culprit",
        message: "media: limits from the hardening guide",
        edits: [
          { file: "media/nginx.conf", from: "client_max_body_size 24m;", to: "client_max_body_size 1m;" },
        ],
      },
      {
        role: "decoy",
        at: -20,
        message: "media: memory for large pictures (OOM?)",
        edits: [{ file: "media/php.ini", from: "memory_limit = 256M", to: "memory_limit = 320M" }],
      },
    ],
    effects: [
      {
        at: "media|POST /images",
        early: true,
        share: 0.85,
        fail: { type: "413", message: "Request Entity Too Large", status: 413, quiet: true },
      },
    ],
    logs: [
      {
        service: "media",
        severity: "ERROR",
        body: '[error] client intended to send too large body: {n}77 bytes, client: 10.2.1.8, request: "POST /images HTTP/1.1"',
        every: 9,
      },
    ],
    needs: ["logs"],
    rps: [3, 8],
  },
  {
    id: "press-object-dns",
    group: "name resolution",
    kind: "DNS",
    world,
    service: "media",
    symptom: "errors",
    alertOn: upload,
    changes: [
      {
        role: "decoy",
        at: -29,
        message: "media: clear images as soon as possible",
        edits: [
          {
            file: "media/src/Resize.php",
            from: "            $image->clear();",
            to: "            $image->clear();\n            unset($image);",
          },
        ],
      },
      {
        role: "decoy",
        message: "media: body timeout",
        edits: [
          { file: "media/nginx.conf", from: "client_body_timeout 30s;", to: "client_body_timeout 40s;" },
        ],
      },
    ],
    effects: [
      {
        at: "media|POST /images|put",
        gate: "time",
        share: 0.9,
        slow: 800,
        fail: {
          type: "GuzzleHttp\\Exception\\ConnectException",
          message:
            "cURL error 6: Could not resolve host: objects.storebox.example (Temporary failure in name resolution)",
        },
      },
    ],
    logs: [
      {
        service: "media",
        severity: "WARN",
        body: "resolver 10.96.0.10: no answer after 5 s ({n})",
        every: 18,
        gate: "time",
      },
    ],
    rps: [4, 9],
  },
  {
    id: "press-relations-release",
    group: "neighbour of another repository",
    kind: "neighbour slower",
    world,
    service: "relations",
    symptom: "latency",
    alertOn: article,
    needs: ["revision"],
    foreign: { service: "relations", at: -10, version: ["4.7.1", "4.8.0-rc2"] },
    changes: [
      {
        role: "decoy",
        at: -14,
        message: "cms: edition falls back to national",
        edits: [
          {
            file: controller,
            from: "$request->header('X-Edition', 'national')",
            to: "$request->header('X-Edition') ?? 'national'",
          },
        ],
      },
      {
        role: "decoy",
        message: "edge: rewrite of the transport (dangerous)",
        edits: [
          {
            file: "edge/proxy.go",
            from: "\tp := &httputil.ReverseProxy{Rewrite: rewrite(target)}\n\tp.Transport = transport()\n\treturn p",
            to: "\treturn &httputil.ReverseProxy{Rewrite: rewrite(target), Transport: transport()}",
          },
        ],
      },
    ],
    effects: [{ at: "relations|GET /related", gate: "foreign", slow: 620 }],
  },
  {
    id: "press-full-disk",
    group: "bad node",
    kind: "disk full on a node",
    world,
    service: "media",
    symptom: "errors",
    alertOn: upload,
    needs: ["revision"],
    changes: [
      {
        role: "decoy",
        at: -36,
        message: "media: thumbnails keep their proportions",
        edits: [
          {
            file: "media/src/Resize.php",
            from: "thumbnailImage($width, 0);",
            to: "thumbnailImage($width, 0, false);",
          },
        ],
      },
      {
        role: "decoy",
        message: "media: execution time",
        edits: [{ file: "media/php.ini", from: "max_execution_time = 30", to: "max_execution_time = 40" }],
      },
    ],
    effects: [
      {
        at: "media|POST /images|resize",
        gate: "time",
        where: { host: "node-1" },
        fail: {
          type: "ImagickException",
          message: "unable to write file '/tmp/magick-{n}': No space left on device @ error/constitute.c",
          frames: [{ file: "media/src/Resize.php", text: "thumbnailImage", fn: "Media\\Resize->variants" }],
        },
      },
    ],
    gauges: [
      {
        service: "media",
        name: "system.filesystem.utilization",
        unit: "1",
        base: 0.61,
        noise: 0.002,
        to: 1,
        ramp: 5,
        gate: "time",
        where: { host: "node-1" },
      },
    ],
    rps: [4, 9],
  },
];
