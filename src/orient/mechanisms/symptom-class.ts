/** How an incident shows itself, finer than the objective that it breaks. */
export type SymptomClass =
  /** TypeError and its kin: the program met what nobody thought of. */
  | "throws by mistake"
  /** An error that the program raises with intent. */
  | "throws its own error"
  /** 4xx, validation, missing rights. */
  | "rejects"
  | "times out"
  /** Something that held for a time is used after its end: a token, a signed address, a certificate. */
  | "expires"
  /** Refused, reset, not resolved, not trusted. */
  | "cannot connect"
  /** The database answers a statement with an error. */
  | "the database refuses"
  /** A pool, a queue, threads, the processor, a quota, a disk. */
  | "runs out"
  | "crashes at start"
  | "slow by itself"
  | "slow in the database"
  | "slow downstream"
  /** More calls for one request than before. */
  | "asks more often"
  | "leaks"
  /** Requests that used to come do not. */
  | "goes silent"
  /** Requests are answered in time and without an error, and what comes of them is not right. */
  | "answers wrongly";

/** How far it reaches, where that is not everybody. */
export type Scope = "one node" | "one tenant" | "one record";
