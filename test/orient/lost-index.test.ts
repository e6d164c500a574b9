import { expect, test } from "vitest";
import { readHunks } from "../../src/orient/changes/changed-lines.ts";
import { fileKind } from "../../src/orient/changes/file-kind.ts";
import type { ReadFile } from "../../src/orient/changes/read-change.ts";
import { lostIndex } from "../../src/orient/lost-index.ts";

const read = (path: string, patch: string): ReadFile => ({
  path,
  kind: fileKind(path),
  owners: [],
  hunks: readHunks(`@@ -1,9 +1,9 @@\n${patch}`),
  unread: false,
  inert: null,
  classes: [],
});
const QUERY = "SELECT id, arrival FROM bookings WHERE lower(guest_email) = ? ORDER BY arrival";

test.each([
  ["db/migration/V32__fewer.sql", "+DROP INDEX IF EXISTS bookings_guest_email;"],
  ["db/migrate/32_fewer.rb", "+    remove_index :bookings, :guest_email"],
  ["alembic/versions/32.py", '+    op.drop_index("ix_bookings_guest_email", table_name="bookings")'],
])("%s: %s", (path, line) => expect(lostIndex([read(path, line)], QUERY)).toMatchObject({ path, line: 1 }));

test.each([
  ["another table's", "+DROP INDEX IF EXISTS guests_guest_email;"],
  ["another column's", "+DROP INDEX IF EXISTS bookings_hold_reference;"],
  ["one that comes", "+CREATE INDEX bookings_guest_email ON bookings (guest_email);"],
])("not %s", (_, line) => expect(lostIndex([read("db/migration/V32__fewer.sql", line)], QUERY)).toBeNull());
