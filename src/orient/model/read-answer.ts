import { Answer, AnswerWithPatch } from "./answer.ts";

/** Longer than any answer that keeps to the schema. */
const LONGEST = 100_000;

/**
 * The answer in what a model says, or what is wrong with it. Endpoints that cannot be held to a schema put words or a code
 * fence around it, or their thoughts before it.
 */
export function readAnswer(text: string, withPatch: boolean): { answer: Answer } | { problem: string } {
  if (text.length > LONGEST) return { problem: "it is far too long" };
  const said = text.replace(/<think>[\s\S]*?<\/think>/g, "");
  const [first, last] = [said.indexOf("{"), said.lastIndexOf("}")];
  if (first < 0 || last < first) return { problem: "there is no JSON object in it" };
  let value: unknown;
  try {
    value = JSON.parse(said.slice(first, last + 1));
  } catch {
    return { problem: "it is no valid JSON" };
  }
  const read = (withPatch ? AnswerWithPatch : Answer).safeParse(value);
  if (read.success) return { answer: read.data };
  const issue = read.error.issues[0];
  // Keys are ours as far as they are known; what the model made up is not repeated to it or to people.
  const place =
    issue?.path.filter((part) => typeof part === "number" || /^[a-z_]{1,20}$/.test(String(part))) ?? [];
  return {
    problem: `\`${place.join(".") || "it"}\` is not what the schema asks for (${issue?.code ?? "invalid"})`,
  };
}
