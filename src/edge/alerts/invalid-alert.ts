/** An alert body that is not what its source promises. `message` says what is wrong, `hint` what to send instead. */
export class InvalidAlert extends Error {
  override name = "InvalidAlert";
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
