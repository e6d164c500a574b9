const BLOCK = 512;

/**
 * A folder of plain files as a tar archive in POSIX's `ustar` form:
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06
 *
 * @param folder with each file's name, at most 100 letters of ASCII
 * @param seconds when all of them were changed, since the epoch
 */
export function tarOf(
  folder: string,
  files: readonly { name: string; content: Uint8Array }[],
  seconds: number,
): Buffer {
  const blocks = files.flatMap(({ name, content }) => {
    const header = Buffer.alloc(BLOCK);
    const put = (at: number, text: string) => header.write(text, at, "ascii");
    put(0, `${folder}/${name}`.slice(0, 100));
    put(100, "0000600\0");
    put(108, "0000000\0");
    put(116, "0000000\0");
    put(124, `${content.length.toString(8).padStart(11, "0")}\0`);
    put(136, `${Math.floor(seconds).toString(8).padStart(11, "0")}\0`);
    // Of its own sum, these eight count as spaces.
    put(148, " ".repeat(8));
    put(156, "0");
    put(257, "ustar\u000000");
    const sum = header.reduce((all, byte) => all + byte, 0);
    put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
    return [header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}
