/** Thrown in place of a write by a dry run. */
export class WouldWrite extends Error {
  override name = "WouldWrite";
}
