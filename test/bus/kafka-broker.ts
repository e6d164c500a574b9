import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * librdkafka's mock broker, which Debian's kcat carries: Kafka's protocol, with consumer groups, in memory
 * (https://github.com/confluentinc/librdkafka/blob/master/src/rdkafka_mock.h).
 */
export async function startKafka() {
  const broker = spawn(
    "/usr/bin/kcat",
    [
      ...["-b", "localhost:1", "-X", "test.mock.num.brokers=1", "-X", "allow.auto.create.topics=true"],
      ...["-C", "-t", "keep", "-d", "mock"],
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const address = await new Promise<string>((found, failed) => {
    let said = "";
    broker.once("exit", (code) => failed(new Error(`kcat ended with ${code}: ${said.slice(-500)}`)));
    broker.stderr.on("data", (chunk: Buffer) => {
      // It goes on talking about every request.
      if (said.length > 100_000) return;
      said += chunk.toString();
      const brokers = /bootstrap\.servers=(127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (brokers !== undefined) found(brokers);
    });
  });
  return {
    brokers: [address],
    /** It answers nobody until `wake`, and forgets nothing: at another start it would be at another port. */
    sleep: () => void broker.kill("SIGSTOP"),
    wake: () => void broker.kill("SIGCONT"),
    async end() {
      if (broker.exitCode !== null) return;
      const ended = once(broker, "exit");
      broker.kill("SIGKILL");
      await ended;
    },
  };
}
