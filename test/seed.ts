import fc from "fast-check";

/**
 * Under CI=true every property meets the same examples each time: whether a change may land must not hang on a
 * dice roll. Elsewhere, and in the nightly run (`.github/workflows/nightly.yml`), they are new ones each time;
 * FAST_CHECK_SEED repeats a run.
 */
const said = process.env.FAST_CHECK_SEED;
if (said !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(said) });
else if (process.env.CI === "true") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1 });
