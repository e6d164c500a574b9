/** That folder is no bundle at all. The message says what to do. */
export class NoBundle extends Error {
  override name = "NoBundle";
}
