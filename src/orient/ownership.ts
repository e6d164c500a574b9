import picomatch from "picomatch";
import type { Policy } from "../contracts/policy.ts";

/** The services of the policy whose paths hold that file. */
export function ownersOf(path: string, policy: Policy): string[] {
  return Object.entries(policy.services)
    .filter(([, service]) => service.paths.some((glob) => matches(glob, path)))
    .map(([name]) => name)
    .toSorted();
}

const compiled = new Map<string, (path: string) => boolean>();

function matches(glob: string, path: string): boolean {
  let test = compiled.get(glob);
  if (!test) {
    test = picomatch(glob, { dot: true });
    if (compiled.size > 500) compiled.clear();
    compiled.set(glob, test);
  }
  return test(path);
}
