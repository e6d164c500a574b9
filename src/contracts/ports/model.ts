/** Something that the model may ask for. `parameters` is a JSON Schema of one flat object. */
export interface ModelTool {
  name: string;
  description: string;
  parameters: Record<string, unknown>;
}

export interface ModelCall {
  /** By which the answer to it is told from others'. */
  id: string;
  name: string;
  /** As the model wrote them: JSON, or what it takes for it. */
  arguments: string;
}

export type ModelMessage =
  | { role: "system" | "user"; text: string }
  | { role: "assistant"; text: string; calls: readonly ModelCall[] }
  | { role: "tool"; call: string; text: string };

/** One turn of a conversation. */
export interface ModelQuestion {
  messages: readonly ModelMessage[];
  tools: readonly ModelTool[];
  /** It may call no more tools. They stay listed, as what was called before must be known to the endpoint. */
  mustAnswer: boolean;
  /** The form of the final answer, as a JSON Schema; enforced where the endpoint can, asked for in words where not. */
  answer: { name: string; schema: Record<string, unknown> };
  /** The most that it may write, thought included. */
  maxTokens: number;
  /** Within so many milliseconds, retries and their waits among them. */
  timeoutMs: number;
}

/** Tokens as the endpoint counts them. */
export interface ModelUsage {
  input: number;
  /** Of `input`, those that it had seen before and charges less for. */
  cached: number;
  output: number;
}

export interface ModelReply {
  /** What it says; empty where it only calls tools. */
  text: string;
  calls: readonly ModelCall[];
  /** Null where the endpoint does not say. */
  usage: ModelUsage | null;
}

/** US dollars for a million tokens. */
export interface ModelPrice {
  input: number;
  cached: number;
  output: number;
}

/** A language model behind an endpoint. It is asked and answers; it can do nothing. */
export interface Model {
  /** As the operator named it. */
  readonly id: string;
  /** Null where nobody knows: tokens are then all that can be counted. */
  readonly price: ModelPrice | null;
  /** @throws ModelUnavailable, and nothing else */
  ask(question: ModelQuestion): Promise<ModelReply>;
}

export type ModelTrouble =
  | "timeout"
  | "unreachable"
  | "rate-limited"
  | "failing"
  | "unauthorised"
  | "not-accepted"
  | "no-credit"
  | "refused"
  | "unreadable"
  | "cut-off"
  | "resting";

/** There is no answer. `message` says for people why, as the end of a sentence that begins with the model's name. */
export class ModelUnavailable extends Error {
  readonly trouble: ModelTrouble;
  /** Whether what was sent may have been charged all the same. */
  readonly charged: boolean;

  /** @param cause for the operator's log: it may hold what the endpoint wrote */
  constructor(trouble: ModelTrouble, message: string, charged: boolean, cause?: unknown) {
    super(message, { cause });
    this.name = "ModelUnavailable";
    this.trouble = trouble;
    this.charged = charged;
  }
}
