const GENERATION = 100_000;

/**
 * Remembers the last 100,000 to 200,000 spans, so that one delivered twice (an exporter's retry after a lost
 * answer) counts once. Two generations: when the young one is full the old one is forgotten whole.
 */
export class SeenSpans {
  private young = new Set<string>();
  private old = new Set<string>();

  /** True the first time a span is shown. */
  isNew(traceId: string, spanId: string): boolean {
    const id = traceId + spanId;
    if (this.young.has(id) || this.old.has(id)) return false;
    if (this.young.size >= GENERATION) {
      this.old = this.young;
      this.young = new Set();
    }
    this.young.add(id);
    return true;
  }
}
