import type { RawFrame, StackFormat } from "./read-frames.ts";

/** `module/package.Class.method(File.java:12)`; PHP's OpenTelemetry SDK writes the same with `.php`. */
const FRAME =
  /^\s*at (?:[\w.@-]*\/)*([\w.$<>\\:{}-]+)\(([\w$.-]+\.(?:java|kt|kts|scala|groovy|clj|php)):(\d+)\)(?: ~?\[.*\])?$/;
const CAUSE = /^\s*Caused by: /;
const SUPPRESSED = /^\s*Suppressed: /;
/** Packages of the platform, of its languages, and of the frameworks that most services stand on. */
const FOREIGN =
  /^(?:java|javax|jakarta|jdk|sun|com\/sun|kotlin|kotlinx|scala|groovy|clojure|akka|reactor|rx|okhttp3|okio|retrofit2|feign|lombok|zio|cats|org\/(?:springframework|apache|hibernate|eclipse|jboss|slf4j|postgresql|mariadb|mongodb|redisson|junit|codehaus|glassfish|reactivestreams|aspectj|thymeleaf|quartz|flywaydb|jooq|http4s|xnio|wildfly|gradle)|io\/(?:netty|opentelemetry|micrometer|grpc|vertx|micronaut|quarkus|undertow|lettuce|reactivex|ktor|r2dbc|smallrye|projectreactor|github\/resilience4j)|com\/(?:fasterxml|zaxxer|mysql|google\/(?:common|protobuf|inject|gson)|netflix\/(?:hystrix|ribbon|discovery)|rabbitmq|datastax|mongodb|amazonaws|azure|squareup|typesafe|oracle|microsoft\/sqlserver|github\/benmanes)|ch\/qos|redis\/clients|software\/amazon|net\/bytebuddy|zipkin2)\//;

/** `Throwable.printStackTrace` (https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/Throwable.html#printStackTrace()): the outermost first, causes below it. */
export const java: StackFormat = {
  shows: (line) => FRAME.test(line),
  read(lines) {
    const stacks: RawFrame[][] = [[]];
    let aside = false;
    for (const line of lines) {
      if (SUPPRESSED.test(line)) aside = true;
      else if (CAUSE.test(line)) {
        // A cause of something suppressed is further in than ours.
        aside &&= /^\s{2,}|^\t{1,}/.test(line);
        if (!aside) stacks.unshift([]);
      }
      const found = FRAME.exec(line);
      if (!found || aside) continue;
      const [, symbol = "", file = "", number] = found;
      const folder = symbol
        .replaceAll("\\", ".")
        .replaceAll("::", ".")
        .split(".")
        .slice(0, -2)
        .filter((part) => /^[\w-]+$/.test(part))
        .join("/");
      stacks[0]?.push({ path: folder ? `${folder}/${file}` : file, line: number, symbol });
    }
    return stacks;
  },
  isForeign: (path) => FOREIGN.test(path),
};
