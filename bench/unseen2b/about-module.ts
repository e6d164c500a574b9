import type { FirstLanguage } from "../unseen/scenario.ts";

/** A small module that each service really has, and what may be done to it without any effect on requests. */
export interface AboutModule {
  path: string;
  text: string;
  /** Message, text, and what takes its place. No two touch the same line. */
  edits: [string, string, string][];
  /** A manifest's line of something only tests use, and its next version. */
  tool: { path: string; text: string; name: string; from: string; to: string };
  /** Where a test goes, and what it says of a word. */
  test: (word: string, number: number) => [string, string];
}

const python: AboutModule = {
  path: "about.py",
  text: `"""What /about answers: who runs, since when, built from what."""

import os
import platform
import time
from dataclasses import dataclass, field

STARTED = time.monotonic()


@dataclass
class About:
    name: str
    build: str = field(default_factory=lambda: os.environ.get("BUILD", "dev"))
    python: str = platform.python_version()

    def uptime(self) -> int:
        seconds = int(time.monotonic() - STARTED)
        return seconds

    def as_dict(self) -> dict:
        return {"name": self.name, "build": self.build, "python": self.python, "uptime": self.uptime()}


def banner(about: About) -> str:
    parts = [about.name, about.build, about.python]
    return " / ".join(parts)
`,
  edits: [
    [
      "Return uptime directly",
      "        seconds = int(time.monotonic() - STARTED)\n        return seconds\n",
      "        return int(time.monotonic() - STARTED)\n",
    ],
    [
      "ruff format",
      '        return {"name": self.name, "build": self.build, "python": self.python, "uptime": self.uptime()}\n',
      '        return {\n            "name": self.name,\n            "build": self.build,\n            "python": self.python,\n            "uptime": self.uptime(),\n        }\n',
    ],
    ["Banner with a bar", 'return " / ".join(parts)', 'return " | ".join(parts)'],
  ],
  tool: {
    path: "requirements-dev.txt",
    text: "pytest==8.3.3\nrespx==0.21.1\nruff==0.7.1\n",
    name: "ruff",
    from: "ruff==0.7.1",
    to: "ruff==0.7.2",
  },
  test: (word, number) => [
    `tests/test_${word}_${number}.py`,
    `from about import About, banner\n\n\ndef test_${word}_is_named():\n    about = About(name="${word}", build="b${number}")\n    assert banner(about).startswith("${word}")\n    assert about.as_dict()["build"] == "b${number}"\n`,
  ],
};

const go: AboutModule = {
  path: "about/about.go",
  text: `// Package about answers /about: who runs, since when, built from what.
package about

import (
	"encoding/json"
	"net/http"
	"runtime"
	"time"
)

var started = time.Now()

// Info is what the handler writes.
type Info struct {
	Name   string \`json:"name"\`
	Build  string \`json:"build"\`
	Go     string \`json:"go"\`
	Uptime int    \`json:"uptime"\`
}

// Handler answers GET /about.
func Handler(name, build string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		up := time.Since(started)
		info := Info{Name: name, Build: build, Go: runtime.Version(), Uptime: int(up.Seconds())}
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(info); err != nil {
			http.Error(w, "about", http.StatusInternalServerError)
		}
	}
}
`,
  edits: [
    [
      "about: inline uptime",
      "		up := time.Since(started)\n		info := Info{Name: name, Build: build, Go: runtime.Version(), Uptime: int(up.Seconds())}\n",
      "		info := Info{\n			Name:   name,\n			Build:  build,\n			Go:     runtime.Version(),\n			Uptime: int(time.Since(started).Seconds()),\n		}\n",
    ],
    [
      "about: say what the handler is for",
      "// Handler answers GET /about.\n",
      "// Handler answers GET /about. It is called by the dashboard, never by users.\n",
    ],
    [
      "about: no caching by proxies",
      '		w.Header().Set("Content-Type", "application/json")\n',
      '		w.Header().Set("Content-Type", "application/json")\n		w.Header().Set("Cache-Control", "no-store")\n',
    ],
  ],
  tool: {
    path: "tools/go.mod",
    text: "module tools\n\ngo 1.23\n\nrequire (\n\tgithub.com/golangci/golangci-lint v1.61.0\n\tgotest.tools/gotestsum v1.12.0\n)\n",
    name: "golangci-lint",
    from: "golangci-lint v1.61.0",
    to: "golangci-lint v1.62.0",
  },
  test: (word, number) => [
    `about/${word}_${number}_test.go`,
    `package about\n\nimport (\n\t"net/http/httptest"\n\t"strings"\n\t"testing"\n)\n\nfunc TestAbout${word}${number}(t *testing.T) {\n\trec := httptest.NewRecorder()\n\tHandler("${word}", "b${number}")(rec, httptest.NewRequest("GET", "/about", nil))\n\tif !strings.Contains(rec.Body.String(), "b${number}") {\n\t\tt.Fatalf("no build in %s", rec.Body.String())\n\t}\n}\n`,
  ],
};

const ruby: AboutModule = {
  path: "lib/about.rb",
  text: `# frozen_string_literal: true

# What /about answers: who runs, since when, built from what.
class About
  STARTED = Process.clock_gettime(Process::CLOCK_MONOTONIC)

  attr_reader :name, :build

  def initialize(name, build = ENV.fetch("BUILD", "dev"))
    @name = name
    @build = build
  end

  def uptime
    now = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    (now - STARTED).to_i
  end

  def to_h
    { :name => name, :build => build, :ruby => RUBY_VERSION, :uptime => uptime }
  end

  def banner
    [name, build, RUBY_VERSION].join(" / ")
  end
end
`,
  edits: [
    [
      "Style/HashSyntax",
      "    { :name => name, :build => build, :ruby => RUBY_VERSION, :uptime => uptime }\n",
      "    { name:, build:, ruby: RUBY_VERSION, uptime: }\n",
    ],
    [
      "About: shorter uptime",
      "    now = Process.clock_gettime(Process::CLOCK_MONOTONIC)\n    (now - STARTED).to_i\n",
      "    (Process.clock_gettime(Process::CLOCK_MONOTONIC) - STARTED).to_i\n",
    ],
    ["About: bar in the banner", '.join(" / ")', '.join(" | ")'],
  ],
  tool: {
    path: "Gemfile.tools",
    text: 'source "https://gems.internal"\n\ngem "rubocop", "1.66.1"\ngem "brakeman", "6.2.1"\n',
    name: "rubocop",
    from: 'gem "rubocop", "1.66.1"',
    to: 'gem "rubocop", "1.67.0"',
  },
  test: (word, number) => [
    `spec/lib/${word}_${number}_spec.rb`,
    `# frozen_string_literal: true\n\nrequire "about"\n\nRSpec.describe About do\n  it "names ${word}" do\n    about = described_class.new("${word}", "b${number}")\n    expect(about.banner).to start_with("${word} ")\n    expect(about.to_h).to include(build: "b${number}")\n  end\nend\n`,
  ],
};

const rust: AboutModule = {
  path: "src/about.rs",
  text: `//! What /about answers: who runs, since when, built from what.

use std::sync::OnceLock;
use std::time::Instant;

use serde::Serialize;

static STARTED: OnceLock<Instant> = OnceLock::new();

#[derive(Debug, Serialize)]
pub struct About {
    pub name: String,
    pub build: String,
    pub uptime: u64,
}

pub fn uptime() -> u64 {
    let started = STARTED.get_or_init(Instant::now);
    return started.elapsed().as_secs();
}

pub fn about(name: &str, build: &str) -> About {
    About { name: name.to_string(), build: build.to_string(), uptime: uptime() }
}

pub fn banner(about: &About) -> String {
    format!("{} / {}", about.name, about.build)
}
`,
  edits: [
    [
      "clippy: needless return",
      "    return started.elapsed().as_secs();\n",
      "    started.elapsed().as_secs()\n",
    ],
    [
      "cargo fmt",
      "    About { name: name.to_string(), build: build.to_string(), uptime: uptime() }\n",
      "    About {\n        name: name.to_string(),\n        build: build.to_string(),\n        uptime: uptime(),\n    }\n",
    ],
    [
      "about: Clone",
      "#[derive(Debug, Serialize)]\npub struct About {",
      "#[derive(Clone, Debug, Serialize)]\npub struct About {",
    ],
  ],
  tool: {
    path: "xtask/Cargo.toml",
    text: '[package]\nname = "xtask"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nxshell = "0.2.6"\nclap = "4.5.20"\n',
    name: "xshell",
    from: 'xshell = "0.2.6"',
    to: 'xshell = "0.2.7"',
  },
  test: (word, number) => [
    `tests/${word}_${number}.rs`,
    `use about::{about, banner};\n\n#[test]\nfn ${word}_is_named() {\n    let it = about("${word}", "b${number}");\n    assert!(banner(&it).starts_with("${word}"));\n    assert_eq!(it.build, "b${number}");\n}\n`,
  ],
};

const csharp: AboutModule = {
  path: "src/About/AboutEndpoint.cs",
  text: `using System.Diagnostics;

namespace About;

/// <summary>What /about answers: who runs, since when, built from what.</summary>
public static class AboutEndpoint
{
    private static readonly Stopwatch Started = Stopwatch.StartNew();

    public record Info(string Name, string Build, string Runtime, long Uptime);

    public static Info Describe(string name, string build)
    {
        var uptime = Started.ElapsedMilliseconds / 1000;
        return new Info(name, build, Environment.Version.ToString(), uptime);
    }

    public static string Banner(Info info)
    {
        return string.Join(" / ", info.Name, info.Build, info.Runtime);
    }
}
`,
  edits: [
    [
      "Use expression body",
      '    public static string Banner(Info info)\n    {\n        return string.Join(" / ", info.Name, info.Build, info.Runtime);\n    }\n',
      '    public static string Banner(Info info) =>\n        string.Join(" / ", info.Name, info.Build, info.Runtime);\n',
    ],
    [
      "About: inline variable",
      "        var uptime = Started.ElapsedMilliseconds / 1000;\n        return new Info(name, build, Environment.Version.ToString(), uptime);\n",
      "        return new Info(name, build, Environment.Version.ToString(), Started.ElapsedMilliseconds / 1000);\n",
    ],
    ["About: seal", "public record Info(", "public sealed record Info("],
  ],
  tool: {
    path: "test/Directory.Build.props",
    text: '<Project>\n  <ItemGroup>\n    <PackageReference Include="xunit" Version="2.9.0" />\n    <PackageReference Include="FluentAssertions" Version="6.12.1" />\n  </ItemGroup>\n</Project>\n',
    name: "xunit",
    from: 'Include="xunit" Version="2.9.0"',
    to: 'Include="xunit" Version="2.9.2"',
  },
  test: (word, number) => [
    `test/About.Tests/${word}${number}Tests.cs`,
    `using Xunit;\n\nnamespace About.Tests;\n\npublic class ${word}${number}Tests\n{\n    [Fact]\n    public void Names_it()\n    {\n        var info = AboutEndpoint.Describe("${word}", "b${number}");\n        Assert.StartsWith("${word}", AboutEndpoint.Banner(info));\n        Assert.Equal("b${number}", info.Build);\n    }\n}\n`,
  ],
};

const typescript: AboutModule = {
  path: "src/about.ts",
  text: `/** What /about answers: who runs, since when, built from what. */

const started = Date.now();

export interface About {
  name: string;
  build: string;
  node: string;
  uptime: number;
}

export function about(name: string, build = process.env.BUILD ?? "dev"): About {
  const uptime = Math.floor((Date.now() - started) / 1000);
  return { name: name, build: build, node: process.version, uptime: uptime };
}

export function banner(it: About): string {
  return [it.name, it.build, it.node].join(" / ");
}
`,
  edits: [
    [
      "lint: shorthand properties",
      "  return { name: name, build: build, node: process.version, uptime: uptime };\n",
      "  return { name, build, node: process.version, uptime };\n",
    ],
    ["Bar in the banner", '.join(" / ")', '.join(" | ")'],
    [
      "Types: readonly",
      "  name: string;\n  build: string;\n  node: string;\n",
      "  readonly name: string;\n  readonly build: string;\n  readonly node: string;\n",
    ],
  ],
  tool: {
    path: "tools/package.json",
    text: '{\n  "private": true,\n  "devDependencies": {\n    "prettier": "3.3.3",\n    "vitest": "2.1.3"\n  }\n}\n',
    name: "prettier",
    from: '"prettier": "3.3.3"',
    to: '"prettier": "3.4.1"',
  },
  test: (word, number) => [
    `test/${word}-${number}.test.ts`,
    `import { expect, test } from "vitest";\nimport { about, banner } from "../src/about.js";\n\ntest("${word} is named", () => {\n  const it = about("${word}", "b${number}");\n  expect(banner(it)).toContain("${word}");\n  expect(it.build).toBe("b${number}");\n});\n`,
  ],
};

const java: AboutModule = {
  path: "src/main/java/about/AboutResource.java",
  text: `package about;

import java.lang.management.ManagementFactory;
import java.util.List;

/** What /about answers: who runs, since when, built from what. */
public final class AboutResource {

  public record Info(String name, String build, String java, long uptime) {}

  private AboutResource() {}

  public static Info describe(String name, String build) {
    long uptime = ManagementFactory.getRuntimeMXBean().getUptime() / 1000;
    return new Info(name, build, System.getProperty("java.version"), uptime);
  }

  public static String banner(Info info) {
    return String.join(" / ", List.of(info.name(), info.build(), info.java()));
  }
}
`,
  edits: [
    [
      "About: name the bean",
      "    long uptime = ManagementFactory.getRuntimeMXBean().getUptime() / 1000;\n",
      "    var runtime = ManagementFactory.getRuntimeMXBean();\n    long uptime = runtime.getUptime() / 1000;\n",
    ],
    [
      "spotless",
      "  private AboutResource() {}\n",
      "  private AboutResource() {\n    // static methods alone\n  }\n",
    ],
    ["Bar in the banner", 'String.join(" / "', 'String.join(" | "'],
  ],
  tool: {
    path: "config/tools.toml",
    text: '[plugins]\nspotless = "6.25.0"\nerrorprone = "4.0.1"\n',
    name: "spotless",
    from: 'spotless = "6.25.0"',
    to: 'spotless = "7.0.0"',
  },
  test: (word, number) => [
    `src/test/java/about/${word}${number}Test.java`,
    `package about;\n\nimport static org.junit.jupiter.api.Assertions.assertTrue;\n\nimport org.junit.jupiter.api.Test;\n\nclass ${word}${number}Test {\n  @Test\n  void namesIt() {\n    var info = AboutResource.describe("${word}", "b${number}");\n    assertTrue(AboutResource.banner(info).contains("b${number}"));\n  }\n}\n`,
  ],
};

/** The module by language; a language that no world here is written in takes a neighbour's. */
export const aboutModule: Record<FirstLanguage, AboutModule> = {
  python,
  go,
  ruby,
  rust,
  csharp,
  typescript,
  java,
  kotlin: java,
  php: typescript,
};
