import { describe, expect, it } from "vitest";
import { readModel } from "../../src/config/read-model.ts";
import type { SettingsProblem } from "../../src/config/settings-error.ts";

function read(env: Record<string, string>) {
  const problems: SettingsProblem[] = [];
  const model = readModel(env, problems);
  return { model, problems: problems.map(({ variable, must }) => `${variable} ${must}`) };
}
const key = { OPENAI_API_KEY: "sk-of-this-test" };

describe("the model's settings", () => {
  it("are none without a key, OpenAI's own with nothing else, and what is said otherwise", () => {
    expect(read({})).toEqual({ model: null, problems: [] });
    expect(read(key).model).toMatchObject({
      apiKey: key.OPENAI_API_KEY,
      baseUrl: "https://api.openai.com/v1",
    });
    expect(read({ ...key, OPENAI_BASE_URL: "http://127.0.0.1:11434/v1/", OPENAI_MODEL: "qwen3" })).toEqual({
      model: { apiKey: key.OPENAI_API_KEY, baseUrl: "http://127.0.0.1:11434/v1", model: "qwen3" },
      problems: [],
    });
  });

  it.each([
    "http://localhost:8080/v1",
    "http://vllm:8000/v1",
    "http://models.svc.cluster.local/v1",
    "http://10.1.2.3/v1",
    "http://[::1]:1/v1",
    "https://models.example.com/openai/v1",
  ])("%s is an address", (url) => {
    expect(read({ ...key, OPENAI_BASE_URL: url })).toMatchObject({ model: { baseUrl: url }, problems: [] });
  });

  it.each([
    ["models.example.com", /begins with https:\/\//],
    ["ftp://models.example.com", /begins with https:\/\//],
    ["https://", /begins with https:\/\//],
    ["https://me:secret@models.example.com/v1", /OPENAI_API_KEY/],
    ["https://models.example.com/v1?key=1", /without \? and #/],
    ["https://models.example.com/v1/chat/completions", /without \/chat\/completions/],
    ["http://models.example.com/v1", /for everybody to read/],
    ["http://8.8.8.8/v1", /for everybody to read/],
  ])("%s is refused", (url, say) => {
    const { model, problems } = read({ ...key, OPENAI_BASE_URL: url });
    expect(model).toBeNull();
    expect(problems).toEqual([expect.stringMatching(say)]);
    expect(problems[0]).toMatch(/^OPENAI_BASE_URL must/);
    expect(problems[0]).not.toContain("secret");
  });

  it("says what is missing where only some are set", () => {
    expect(read({ OPENAI_MODEL: "x" }).problems).toEqual([
      "OPENAI_API_KEY is missing, although OPENAI_MODEL is set",
    ]);
    expect(read({ OPENAI_BASE_URL: "https://x.example/v1" }).problems).toHaveLength(1);
    expect(read({ OPENAI_API_KEY: "two words", OPENAI_MODEL: "a b" }).problems).toHaveLength(2);
  });
});
