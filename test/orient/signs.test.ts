import { expect, it } from "vitest";
import { signOf } from "../../src/orient/signs.ts";

it.each([
  ["org.apache.kafka.common.errors.NotEnoughReplicasException", "Messages are rejected", "too few replicas"],
  ["KafkaError", "the broker said NOT_ENOUGH_REPLICAS", "too few replicas"],
  ["*net.OpError", "dial tcp <n>:<n>: socket: too many open files", "out of descriptors"],
  ["EMFILE", "open /srv/a", "out of descriptors"],
  ["StoreError", "<n> SlowDown: please reduce your request rate", "rate limited"],
  ["*settle.ProviderError", "paybridge: <n> quota_exceeded: monthly volume is used up", "rate limited"],
  ["org.springframework.web.client.HttpClientErrorException$TooManyRequests", "", "rate limited"],
  ["org.springframework.web.client.HttpClientErrorException$Unauthorized", "<n> Unauthorized", "rejected"],
  ["RenderError", "the quota of pages is fine", null],
])("%s “%s” is %s", (type, message, sign) => expect(signOf({ type, message })).toBe(sign));
