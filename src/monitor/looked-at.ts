/** Incidents that the page and its figures are made of. */
export const LOOKED_AT = 100;
