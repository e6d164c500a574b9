/** The bytes are not the OTLP message they claim to be. The message says where and what was expected. */
export class MalformedOtlp extends Error {
  override name = "MalformedOtlp";
}
