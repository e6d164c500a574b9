import type { BusSettings } from "../contracts/settings.ts";
import type { SettingsProblem } from "./settings-error.ts";

const WANTED = ["auto", "local", "redis", "kafka"] as const;
const PLACES = ["local", "cloud"] as const;

/**
 * Which bus carries what was acknowledged. `auto` takes Kafka where `ENV=local` and brokers are named, Redis where one is
 * named in the cloud, and the one in the process where neither is.
 */
export function readBus(env: Readonly<Record<string, string>>, problems: SettingsProblem[]): BusSettings {
  const wanted = WANTED.find((one) => one === (env.EVENT_BUS ?? "auto"));
  if (wanted === undefined)
    problems.push({
      variable: "EVENT_BUS",
      must: `must be one of ${WANTED.join(", ")}, and is ${JSON.stringify(env.EVENT_BUS)}`,
      where: "Leave it out for auto.",
    });
  const place = PLACES.find((one) => one === (env.ENV ?? "local"));
  if (place === undefined)
    problems.push({
      variable: "ENV",
      must: `must be local or cloud, and is ${JSON.stringify(env.ENV)}`,
      where: "Leave it out for local.",
    });
  const redisUrl = readRedisUrl(env.SRE_REDIS_URL, problems);
  const brokers = readBrokers(env.KAFKA_BROKERS, problems);
  if (wanted === "redis" && env.SRE_REDIS_URL === undefined)
    problems.push({
      variable: "SRE_REDIS_URL",
      must: "is missing, and EVENT_BUS=redis needs it",
      where: "Write redis://HOST:PORT of a Redis 7 or later, or leave EVENT_BUS out.",
    });
  if (wanted === "kafka" && env.KAFKA_BROKERS === undefined)
    problems.push({
      variable: "KAFKA_BROKERS",
      must: "is missing, and EVENT_BUS=kafka needs it",
      where: "Write HOST:PORT of one broker or several, with commas between them, or leave EVENT_BUS out.",
    });
  const kafka = { home: "kafka", brokers: brokers ?? [] } as const;
  const redis = { home: "redis", url: redisUrl ?? "" } as const;
  if (wanted === "kafka") return kafka;
  if (wanted === "redis") return redis;
  if (wanted === "auto" && place === "local" && brokers) return kafka;
  if (wanted === "auto" && place === "cloud" && redisUrl !== null) return redis;
  return { home: "local" };
}

function readRedisUrl(text: string | undefined, problems: SettingsProblem[]): string | null {
  if (text === undefined) return null;
  const url = URL.parse(text);
  if (url && (url.protocol === "redis:" || url.protocol === "rediss:") && url.hostname !== "") return text;
  problems.push({
    variable: "SRE_REDIS_URL",
    // Not shown: a password may be in it.
    must: "must be redis://HOST:PORT, or rediss:// with TLS",
    where:
      "Whoever runs your Redis shows it; a password goes before the host, as in redis://:PASSWORD@HOST:PORT.",
  });
  return null;
}

function readBrokers(text: string | undefined, problems: SettingsProblem[]): string[] | null {
  if (text === undefined) return null;
  const brokers = text.split(",").map((broker) => broker.trim());
  if (brokers.every((broker) => /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\]):\d{1,5}$/.test(broker)))
    return brokers;
  problems.push({
    variable: "KAFKA_BROKERS",
    must: `must be HOST:PORT, several with commas between them, and is ${JSON.stringify(text)}`,
    where: "Any broker of the cluster serves; the others are learnt from it.",
  });
  return null;
}
