export type OtlpSignal = "traces" | "metrics" | "logs";

/** One OTLP/HTTP request as it arrived: the bytes are still encoded and compressed. */
export type OtlpBatch = {
  signal: OtlpSignal;
  contentType: string;
  contentEncoding: string | undefined;
  body: Buffer;
  /** Epoch milliseconds. */
  receivedAt: number;
};
