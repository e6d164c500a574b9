/** What the body of a repository's dashboard begins with. */
export const DASHBOARD_MARKER = "<!-- sre-space:dashboard -->";
