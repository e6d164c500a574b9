/** The service cannot start before a person did something; the message says what. */
export class CannotStart extends Error {
  override name = "CannotStart";
}
