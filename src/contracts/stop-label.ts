/** An open issue or pull request with this label stops every merge of its repository, for as long as it carries it. */
export const STOP_LABEL = "sre-space:stop";
