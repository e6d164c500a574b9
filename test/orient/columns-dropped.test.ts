import { expect, test } from "vitest";
import { readHunks } from "../../src/orient/changes/changed-lines.ts";
import type { FileKind } from "../../src/orient/changes/file-kind.ts";
import type { ReadFile } from "../../src/orient/changes/read-change.ts";
import { columnsDropped } from "../../src/orient/columns-dropped.ts";
import { fieldsRetyped } from "../../src/orient/fields-retyped.ts";

const read = (path: string, kind: FileKind, patch: string): ReadFile => ({
  path,
  kind,
  owners: [],
  hunks: readHunks(`@@ -1,20 +1,20 @@\n${patch}`),
  unread: false,
  inert: null,
  classes: [],
});

test.each([
  ["SQL", "V3__a.sql", "+ALTER TABLE titles DROP COLUMN shelf_mark;"],
  ["SQL, where it exists, quoted", "a.sql", '+  drop column if exists "shelf_mark",'],
  ["SQL, by another name", "a.sql", "+ALTER TABLE titles RENAME COLUMN shelf_mark TO mark;"],
  ["Laravel", "a.php", "+            $table->dropColumn('shelf_mark');"],
  ["Rails", "a.rb", "+    remove_column :titles, :shelf_mark, :string"],
  ["Rails, by another name", "a.rb", "+    rename_column :titles, :shelf_mark, :mark"],
  [
    "Django",
    "0004_a.py",
    '+        migrations.RemoveField(\n+            model_name="title",\n+            name="shelf_mark",\n+        ),',
  ],
  ["Alembic", "a.py", '+    op.drop_column("titles", "shelf_mark")'],
  [
    "Entity Framework",
    "A.cs",
    '+            migrationBuilder.DropColumn(\n+                name: "shelf_mark",\n+                table: "titles");',
  ],
  ["Ecto", "a.exs", "+      remove :shelf_mark"],
  ["Prisma", "prisma/schema.prisma", "-  shelf_mark String?\n   name String"],
])("a column that %s takes away", (_, path, patch) =>
  expect([...columnsDropped([read(path, "migration", patch)])]).toEqual(["shelf_mark"]),
);

test.each([
  ["the way back", "a.py", 'def downgrade():\n+    op.drop_column("titles", "shelf_mark")'],
  ["a column that comes", "a.rb", "+    add_column :titles, :shelf_mark, :string"],
  ["an index that goes", "a.sql", "+DROP INDEX titles_shelf_mark;"],
  [
    "a member of Prisma's that moved",
    "prisma/schema.prisma",
    "-  shelf_mark String\n   name String\n+  shelf_mark String",
  ],
])("none by %s", (_, path, patch) => {
  const lines = patch.startsWith("def") ? patch.replace("def downgrade", "+def downgrade") : patch;
  expect([...columnsDropped([read(path, "migration", lines)])]).toEqual([]);
});

test.each([
  ["TypeScript", "a.ts", "-  price: number;\n+  price: string;"],
  ["a schema of zod", "a.ts", "-  price: z.number().min(-500),\n+  price: z.string().regex(/a/),"],
  ["Go", "a.go", '-\tPrice int64 `json:"price"`\n+\tPrice string `json:"price"`'],
  ["Kotlin", "A.kt", "-    val price: Long,\n+    val price: BigDecimal,"],
  ["Java", "A.java", "-  private long price;\n+  private String price;"],
  ["C#", "A.cs", "-    public int Price { get; set; }\n+    public string Price { get; set; }"],
  ["Python", "a.py", "-    price: int\n+    price: Decimal"],
  ["Rust", "a.rs", "-    pub price: u64,\n+    pub price: u32,"],
  ["protocol buffers", "a.proto", "-  int32 price = 3;\n+  string price = 3;"],
  ["PHP", "a.php", "-    private int price;\n+    private string price;"],
])("a member of another type in %s", (_, path, patch) =>
  expect([...fieldsRetyped([read(path, "code", patch)])].map((name) => name.toLowerCase())).toEqual([
    "price",
  ]),
);

test.each([
  ["another value", "a.ts", "-  price: base,\n+  price: total,"],
  ["more asked of the same type", "a.ts", "-  price: z.number(),\n+  price: z.number().min(0),"],
  ["another member", "a.ts", "-  price: number;\n+  cost: string;"],
])("none by %s", (_, path, patch) => expect([...fieldsRetyped([read(path, "code", patch)])]).toEqual([]));
