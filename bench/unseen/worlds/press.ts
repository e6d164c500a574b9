import type { World } from "../scenario.ts";

export const press: World = {
  id: "press",
  repository: "acme/press",
  services: [
    {
      name: "edge",
      language: "go",
      paths: ["edge/"],
      replicas: 2,
      ops: [
        {
          name: "GET /articles/{slug}",
          ms: 1.5,
          steps: [{ do: "call", id: "cms", to: "cms", op: "GET /articles/{slug}" }],
        },
        {
          name: "GET /topics/{topic}",
          ms: 1.5,
          steps: [{ do: "call", id: "cms", to: "cms", op: "GET /topics/{topic}" }],
        },
        {
          name: "POST /uploads",
          ms: 2,
          steps: [{ do: "call", id: "media", to: "media", op: "POST /images" }],
        },
      ],
    },
    {
      name: "cms",
      language: "php",
      paths: ["cms/"],
      replicas: 3,
      ops: [
        {
          name: "GET /articles/{slug}",
          ms: 11,
          steps: [
            { do: "cache", id: "get", command: "GET article:?" },
            {
              do: "db",
              id: "article",
              chance: 0.1,
              system: "mysql",
              query: "select * from `articles` where `slug` = ? limit 1",
              table: "articles",
              ms: 22,
              src: {
                file: "cms/app/Articles/ArticleRepository.php",
                text: "where('slug'",
                fn: "App\\Articles\\ArticleRepository::bySlug",
              },
            },
            { do: "call", id: "related", to: "relations", op: "GET /related", tolerate: true, timeout: 800 },
          ],
          log: "article {n} for {edition}",
        },
        {
          name: "GET /topics/{topic}",
          ms: 13,
          steps: [
            {
              do: "db",
              id: "topic",
              system: "mysql",
              query:
                "select `slug`, `title` from `articles` where `topic` = ? order by `published` desc limit 30",
              table: "articles",
              ms: 6,
              src: {
                file: "cms/app/Articles/ArticleRepository.php",
                text: "->select('slug', 'title')",
                fn: "App\\Articles\\ArticleRepository::byTopic",
              },
            },
          ],
          log: "topic page for {edition}",
        },
      ],
    },
    {
      name: "media",
      language: "php",
      paths: ["media/"],
      replicas: 2,
      ops: [
        {
          name: "POST /images",
          ms: 60,
          steps: [
            { do: "work", id: "resize", name: "image.resize", ms: 120 },
            {
              do: "ext",
              id: "put",
              host: "objects.storebox.example",
              method: "PUT",
              path: "/press-media",
              ms: 45,
            },
          ],
          log: "image {n} stored",
        },
      ],
    },
    {
      name: "relations",
      language: "python",
      paths: [],
      replicas: 2,
      ops: [{ name: "GET /related", ms: 18, steps: [] }],
    },
  ],
  files: {
    "cms/app/Articles/ArticleRepository.php": `<?php

namespace App\\Articles;

use Illuminate\\Support\\Collection;
use Illuminate\\Support\\Facades\\DB;

final class ArticleRepository
{
    public function bySlug(string $slug): ?object
    {
        return DB::table('articles')->where('slug', $slug)->first();
    }

    public function byTopic(string $topic): Collection
    {
        return DB::table('articles')
            ->select('slug', 'title')
            ->where('topic', $topic)
            ->orderByDesc('published')
            ->limit(30)
            ->get();
    }
}
`,
    "cms/app/Articles/ArticleController.php": `<?php

namespace App\\Articles;

use Illuminate\\Http\\Request;
use Illuminate\\Support\\Facades\\Cache;

final class ArticleController
{
    private const KEEP = 600;

    public function __construct(private ArticleRepository $articles, private Teaser $teaser)
    {
    }

    public function show(Request $request, string $slug): array
    {
        $key = "article:{$slug}";
        $article = Cache::remember($key, self::KEEP, fn () => $this->articles->bySlug($slug));
        abort_if($article === null, 404);
        return [
            'title' => $article->title,
            'teaser' => $this->teaser->of($article->body, 240),
            'edition' => $request->header('X-Edition', 'national'),
        ];
    }
}
`,
    "cms/app/Articles/Teaser.php": `<?php

namespace App\\Articles;

final class Teaser
{
    public function of(?string $body, int $length): string
    {
        $plain = trim(strip_tags($body ?? ''));
        if (mb_strlen($plain) <= $length) {
            return $plain;
        }
        return mb_substr($plain, 0, $length) . '…';
    }
}
`,
    "media/nginx.conf": `server {
  listen 8080;
  client_max_body_size 24m;
  client_body_timeout 30s;
  location / {
    fastcgi_pass 127.0.0.1:9000;
    fastcgi_read_timeout 60s;
    include fastcgi_params;
  }
}
`,
    "media/php.ini":
      "memory_limit = 256M\npost_max_size = 24M\nupload_max_filesize = 24M\nmax_execution_time = 30\n",
    "media/src/Resize.php": `<?php

namespace Media;

final class Resize
{
    /** @return array<int, string> */
    public function variants(string $path): array
    {
        $out = [];
        foreach ([320, 640, 1280] as $width) {
            $image = new \\Imagick($path);
            $image->thumbnailImage($width, 0);
            $out[$width] = $image->getImageBlob();
            $image->clear();
        }
        return $out;
    }
}
`,
    "edge/proxy.go": `package edge

import (
	"net/http"
	"net/http/httputil"
	"time"
)

func transport() *http.Transport {
	return &http.Transport{
		MaxIdleConnsPerHost:   64,
		IdleConnTimeout:       90 * time.Second,
		ResponseHeaderTimeout: 10 * time.Second,
	}
}

func proxy(target string) *httputil.ReverseProxy {
	p := &httputil.ReverseProxy{Rewrite: rewrite(target)}
	p.Transport = transport()
	return p
}
`,
    "cms/database/schema.sql":
      "CREATE TABLE articles (\n  id bigint PRIMARY KEY,\n  slug varchar(190) NOT NULL UNIQUE,\n  topic varchar(80) NOT NULL,\n  title text NOT NULL,\n  body mediumtext,\n  published datetime,\n  KEY articles_topic_published (topic, published)\n);\n",
  },
  entries: { "edge|GET /articles/{slug}": 6, "edge|GET /topics/{topic}": 4, "edge|POST /uploads": 1 },
  attributes: { edition: ["national", "coast", "city", "valley"] },
  noise: [
    {
      at: "cms|GET /articles/{slug}",
      share: 0.02,
      fail: {
        type: "Symfony\\Component\\HttpKernel\\Exception\\NotFoundHttpException",
        message: "",
        status: 404,
        frames: [
          {
            file: "cms/app/Articles/ArticleController.php",
            text: "abort_if",
            fn: "App\\Articles\\ArticleController::show",
          },
        ],
      },
    },
    {
      at: "cms|GET /topics/{topic}",
      share: 0.003,
      fail: { type: "PDOException", message: "SQLSTATE[HY000] [2006] MySQL server has gone away" },
    },
    {
      at: "media|POST /images",
      share: 0.02,
      fail: { type: "ImagickException", message: "unrecognized image format", status: 415 },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "cms: teaser ends with an entity-safe ellipsis (touches every article!)",
      edits: [
        {
          file: "cms/app/Articles/Teaser.php",
          from: "return mb_substr($plain, 0, $length) . '…';",
          to: "return rtrim(mb_substr($plain, 0, $length)) . '…';",
        },
      ],
    },
    {
      role: "innocent",
      message: "edge: eighty idle connections per host",
      edits: [
        { file: "edge/proxy.go", from: "MaxIdleConnsPerHost:   64,", to: "MaxIdleConnsPerHost:   80," },
      ],
    },
    {
      role: "innocent",
      message: "media: widths have a name",
      edits: [
        {
          file: "media/src/Resize.php",
          from: "        $out = [];\n        foreach ([320, 640, 1280] as $width) {",
          to: "        $out = [];\n        $widths = [320, 640, 1280];\n        foreach ($widths as $width) {",
        },
      ],
    },
    {
      role: "innocent",
      message: "cms: schema file says which engine",
      edits: [
        {
          file: "cms/database/schema.sql",
          from: "(topic, published)\n);",
          to: "(topic, published)\n) ENGINE=InnoDB;",
        },
      ],
    },
  ],
  rename: {
    acme: ["courier", "gazette"],
    topic: ["section", "desk"],
    storebox: ["bucketry"],
    relations: ["suggestions"],
  },
};
