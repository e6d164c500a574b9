/** What the bundle says of when the incident was, in epoch milliseconds. */
export interface Stretch {
  /** Null where nobody says, or where nothing lies before it to compare with. */
  fromMs: number | null;
  toMs: number | null;
  /** When the first alert fired. */
  alertMs: number | null;
}
