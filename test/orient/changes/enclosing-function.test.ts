import { describe, expect, test } from "vitest";
import { enclosingFunction } from "../../../src/orient/changes/enclosing-function.ts";

const around = (text: string) => {
  const source = text.split("\n");
  return enclosingFunction(source, source.findIndex((line) => line.includes("HERE")) + 1);
};

describe("the function around a line", () => {
  test.each([
    ["JavaScript", "export async function price(risk) {\n  const a = 1;\n  return HERE;\n}\n", "price", 1, 4],
    [
      "an arrow",
      "const x = 1;\nexport const price = async (risk: Risk): Promise<number> => {\n  HERE();\n};\n",
      "price",
      2,
      4,
    ],
    [
      "parameters over lines",
      "function price(\n  risk,\n  history,\n): number {\n  HERE;\n}\n",
      "price",
      4,
      6,
    ],
    ["a method", "class A {\n  async price(risk) {\n    HERE;\n  }\n}\n", "price", 2, 4],
    [
      "Python",
      "class A:\n    async def price(self, risk):\n        if risk:\n            HERE\n        return 1\n\n    def other(self):\n        pass\n",
      "price",
      2,
      6,
    ],
    ["Go", "func (s *Server) Get(ctx context.Context) error {\n\tif x {\n\t\tHERE\n\t}\n}\n", "Get", 1, 5],
    [
      "Java",
      "class A {\n  public Map<String, Object> book(@RequestBody Request r) {\n    HERE();\n  }\n}\n",
      "book",
      2,
      4,
    ],
    [
      "C#, with its bracket below",
      "class A\n{\n    public async Task<Parcel> Create(Request request)\n    {\n        HERE();\n    }\n}\n",
      "Create",
      3,
      6,
    ],
    [
      "PHP",
      "class A\n{\n    public function read(string $cookie): ?array\n    {\n        HERE();\n    }\n}\n",
      "read",
      3,
      6,
    ],
    ["Ruby", "class A\n  def price!(risk)\n    HERE\n  end\nend\n", "price!", 2, 3],
    ["Rust", "impl A {\n    pub async fn price(&self) -> u64 {\n        HERE\n    }\n}\n", "price", 2, 4],
    [
      "Kotlin",
      "class A {\n    override fun price(risk: Risk): Int {\n        HERE\n    }\n}\n",
      "price",
      2,
      4,
    ],
  ] as const)("%s", (_, text, name, from, to) => expect(around(text)).toEqual({ name, from, to }));

  test.each([
    ["outside of every function", "const a = 1;\nHERE();\n"],
    ["what a call is handed is no declaration", "if (a) {\n  HERE();\n}\n"],
  ])("%s", (_, text) => expect(around(text)).toBeNull());
});
