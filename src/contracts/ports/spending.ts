import type { RepositoryName } from "../repository.ts";

/** What one question may cost at most, and the limits that it must stay within. Money is in millionths of a US dollar. */
export interface Booking {
  repository: RepositoryName;
  /** Id of the incident. */
  incident: string;
  /** `2026-11-22`, in UTC. */
  day: string;
  tokens: number;
  microUsd: number;
  limits: { tokensPerIncident: number; microUsdPerDay: number };
}

/**
 * What models have cost, kept over restarts. What might be spent is booked before it is, in one step with the look at
 * the limits: two incidents cannot both have the last of a budget, and a crash in between counts as spent.
 */
export interface Spending {
  /** A number for `settle`; or the limit that stands against it, and then nothing is booked. */
  book(booking: Booking): Promise<{ booked: number } | { over: "incident" | "day" }>;
  /** Puts what was really spent in place of what was booked. */
  settle(booked: number, spent: { tokens: number; microUsd: number }): Promise<void>;
  /** All that an incident has cost. */
  ofIncident(incident: string): Promise<{ tokens: number; microUsd: number }>;
}
