/** How long, and how much of, what has ended is kept; what is open always is. What it taught stays in memory. */
export interface KeptIncidents {
  days: number;
  /** Of all of them together, as they are stored. */
  bytes: number;
  /** So many of the newest stay, however old and large they are. */
  least: number;
}

export const KEPT_INCIDENTS: KeptIncidents = { days: 90, bytes: 64 * 1024 * 1024, least: 200 };
