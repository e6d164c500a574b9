/** A person must do something first; the message says what. */
export class CannotRun extends Error {
  override name = "CannotRun";
}
