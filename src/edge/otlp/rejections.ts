/** Counts the records of one request that are left out, and keeps the first reason. */
export interface Rejections {
  count: number;
  reason: string | undefined;
}

/** One more record is left out. */
export function reject(rejections: Rejections, reason: string): void {
  rejections.count++;
  rejections.reason ??= reason;
}
