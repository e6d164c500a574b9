/** Well-formed so far, but it would unfold to more than one request may hold. */
export class OversizedOtlp extends Error {
  override name = "OversizedOtlp";
}
