import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Folders whose tests start whole services and wait for them, slowest first. A clean clone has no record of earlier runs
 * to order by, and one of these that begins last keeps the whole run waiting for it alone.
 */
const SLOWEST = [
  "test/chaos/",
  "test/service/",
  "test/attacks/",
  "test/world/",
  "test/observe/",
  "test/replay/",
];

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = SLOWEST.findIndex((folder) => moduleId.includes(folder));
      return at < 0 ? SLOWEST.length : at;
    };
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
