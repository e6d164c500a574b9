/** What is true of a kept case, in `truth.json` of its folder. */
export interface Truth {
  culprit: string | null;
  service: string;
  group: string;
}
