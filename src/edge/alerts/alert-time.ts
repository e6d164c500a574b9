import { z } from "zod";

/** RFC 3339, in any offset and with any fraction, as an instant in UTC with milliseconds. */
export const AlertTime = z.iso
  .datetime({ offset: true })
  .refine((text) => Number.isFinite(Date.parse(text)), "must be a time that exists")
  .transform((text) => new Date(text).toISOString());
