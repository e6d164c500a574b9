import type { Random } from "./seeded-random.ts";

/** What happens on a healthy day besides customers coming and going; `at` in seconds from its beginning. */
export type HealthyEvent =
  | { at: number; kind: "deploy" }
  | { at: number; kind: "restart"; service: string }
  | { at: number; kind: "burst"; seconds: number; factor: number };

export type HealthyDay = {
  /** By time. */
  events: HealthyEvent[];
  /** How many times the usual customers there are, bursts included. */
  rate(at: number): number;
};

/** From here on, in seconds, a run is a soak: a deployment a minute. A shorter one has them closer together, to see some. */
const SOAK = 300;

/**
 * Days pressed into `seconds`: customers by the hour, few at night and most in the afternoon, and in the middle of that
 * innocent deployments, restarts of single services and bursts of customers. The same random numbers give the same day.
 */
export function healthyDay(seconds: number, services: readonly string[], random: Random): HealthyDay {
  const soak = seconds >= SOAK;
  const events: HealthyEvent[] = [];
  for (let at = 0; at < seconds; at += soak ? 60 : 10) events.push({ at, kind: "deploy" });
  const restartEvery = soak ? 100 : 35;
  for (let at = restartEvery * 0.7; at < seconds - 5; at += restartEvery * (0.75 + 0.5 * random())) {
    const service = services[Math.floor(random() * services.length)];
    if (service !== undefined) events.push({ at, kind: "restart", service });
  }
  // At the height of the day a burst makes it little more than twice as many as usual: beyond what two processors carry it
  // would be no healthy day any more.
  const burstEvery = soak ? 150 : 50;
  for (let at = burstEvery * 0.6; at < seconds - 10; at += burstEvery * (0.75 + 0.5 * random()))
    events.push({ at, kind: "burst", seconds: 8 + 12 * random(), factor: 1.3 + 0.5 * random() });
  events.sort((one, other) => one.at - other.at);

  const days = Math.max(1, Math.round(seconds / 600));
  const bursts = events.filter((event) => event.kind === "burst");
  return {
    events,
    rate(at) {
      const hour = ((at / seconds) * days * 24 + 8) % 24;
      const day = 0.8 + 0.45 * Math.cos(((hour - 15) / 24) * 2 * Math.PI);
      const burst = bursts.find((one) => at >= one.at && at < one.at + one.seconds)?.factor ?? 1;
      return day * burst;
    },
  };
}
