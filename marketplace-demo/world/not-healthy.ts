/** The world did not become healthy before anything was measured. Exit code 1, without a stack: nobody's code is at fault. */
export class NotHealthy extends Error {
  constructor(seen: string, load: number, cores: number, logs: string) {
    const why =
      load > cores
        ? `This machine is busy (a load of ${load.toFixed(1)} on ${cores} cores): end what else runs on it, and try again`
        : "Was something broken before there was a baseline? Try again";
    super(`The marketplace did not stay healthy: ${seen}. ${why}. The logs are in ${logs}`);
    this.name = "NotHealthy";
  }
}
