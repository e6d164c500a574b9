/** A signed webhook whose payload lacks what GitHub documents for its event. */
export class InvalidHook extends Error {
  override name = "InvalidHook";
}
