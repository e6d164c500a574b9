import { attribute, type KeyValue } from "./attribute.ts";
import type { Instance } from "./rollout.ts";
import type { Language } from "./scenario.ts";
import type { Style } from "./style.ts";

export interface Identity {
  repository: string;
  /** Revision of an instance as its telemetry would name it: sha, or the version of a service of another repository. */
  revision(instance: Instance): { sha?: string; version?: string };
}

const sdk: Record<Language, string> = {
  typescript: "nodejs",
  python: "python",
  go: "go",
  java: "java",
  kotlin: "java",
  ruby: "ruby",
  csharp: "dotnet",
  php: "php",
  rust: "rust",
  elixir: "erlang",
  scala: "java",
  cpp: "cpp",
};

/** The resource attributes of an instance. */
export function resource(
  instance: Instance,
  language: Language,
  style: Style,
  identity: Identity,
): { attributes: KeyValue[] } {
  const attributes = [
    attribute("service.name", instance.service),
    attribute("telemetry.sdk.language", sdk[language]),
  ];
  const { sha, version } = identity.revision(instance);
  if (version) attributes.push(attribute("service.version", version));
  else if (sha) {
    if (style.revision === "vcs") {
      attributes.push(attribute("vcs.ref.head.revision", sha));
      attributes.push(attribute("vcs.repository.url.full", `https://github.com/${identity.repository}`));
    } else if (style.revision === "sha") attributes.push(attribute("service.version", sha));
    else if (style.revision === "short") attributes.push(attribute("service.version", sha.slice(0, 7)));
    else if (style.revision === "tag")
      attributes.push(attribute("service.version", `v3.${instance.index + 41}.0`));
  }
  if (style.environment)
    attributes.push(
      attribute(
        style.semconv === "new" ? "deployment.environment.name" : "deployment.environment",
        "production",
      ),
    );
  if (style.instances !== "none") {
    attributes.push(attribute("service.instance.id", instance.id));
    attributes.push(attribute("host.name", instance.host));
    attributes.push(attribute("cloud.availability_zone", instance.zone));
    if (style.instances === "pod") attributes.push(attribute("k8s.pod.name", instance.id));
  }
  return { attributes };
}
