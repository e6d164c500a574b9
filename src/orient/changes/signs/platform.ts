import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const KEYS =
  /^(?:image|engine_version|runtime|node|python|java|ruby|php|go|version|instance_type|instance_class|machine_type|base|ami|image_id|node_version|java_version|python_version|platform|stack|kubernetes_version|parameter_group_name|tag)$/;
const PROBES =
  /^(?:livenessProbe|readinessProbe|startupProbe|HEALTHCHECK|healthcheck|health_check\w*|initialDelaySeconds|periodSeconds|failureThreshold|timeoutSeconds|successThreshold|healthCheck\w*|unhealthy_threshold|healthy_threshold|maxUnavailable|minAvailable|terminationGracePeriodSeconds|preStop)$/;

/** What the program runs on: base images, runtimes, machines, and who decides that it is alive. */
export function platform(edit: Edit): ClassifiedChange[] {
  const docker = /(?:^|\/)(?:Dockerfile|Containerfile)[^/]*$|\.dockerfile$/i.test(edit.path);
  const versions =
    /(?:^|\/)\.(?:nvmrc|node-version|python-version|ruby-version|tool-versions|java-version)$|runtime\.txt$/.test(
      edit.path,
    );
  if (versions) return [{ change: "platform changed", line: edit.lineOf(undefined) }];
  const lines = shift(edit, (side) => platformOf(side, docker));
  const probes = shift(edit, (side) =>
    side.tokens.flatMap((token, i) =>
      token.kind === "word" && PROBES.test(token.text) ? [{ key: lineFrom(side, i), token }] : [],
    ),
  );
  return [
    ...found(edit, "platform changed", [...lines.come, ...lines.gone]),
    ...found(edit, "health check changed", [...probes.come, ...probes.gone]),
  ];
}

/** A token and what follows it on its line. */
function lineFrom(side: Side, from: number): string {
  let end = from + 1;
  while (end < side.tokens.length && end < from + 60 && side.tokens[end]?.line === side.tokens[from]?.line)
    end += 1;
  return side.tokens
    .slice(from, end)
    .map((one) => one.text)
    .join(" ");
}

function platformOf(side: Side, docker: boolean): Sign[] {
  const signs: Sign[] = [];
  for (const [i, token] of side.tokens.entries()) {
    if (docker && token.indent === 0) {
      // Each instruction of an image counts whole: what it installs, copies, runs as.
      let end = i + 1;
      while (end < side.tokens.length && end < i + 60 && side.tokens[end]?.line === token.line) end += 1;
      if (!/^(?:ENV|LABEL|ARG)$/i.test(token.text))
        signs.push({
          key: side.tokens
            .slice(i, end)
            .map((one) => one.text)
            .join(" "),
          token,
        });
    } else if (
      !docker &&
      token.kind === "word" &&
      KEYS.test(token.text.toLowerCase()) &&
      /^[:=]$/.test(side.tokens[i + 1]?.text ?? "")
    ) {
      let end = i + 2;
      while (end < side.tokens.length && end < i + 20 && side.tokens[end]?.line === token.line) end += 1;
      const value = side.tokens
        .slice(i + 2, end)
        .map((one) => one.text)
        .join("");
      if (value !== "") signs.push({ key: `${token.text}=${value}`, token });
    }
  }
  return signs;
}
