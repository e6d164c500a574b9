/** A fault names an action or a target that nothing here can do. Exit code 2. */
export class NotInThisWorld extends Error {
  constructor(what: string, known: string[]) {
    super(`${what} is not in this world yet. There are: ${known.join(", ")}`);
    this.name = "NotInThisWorld";
  }
}
