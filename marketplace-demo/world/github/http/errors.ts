const DOCS = "https://docs.github.com/rest";

export type FieldError = {
  resource: string;
  field?: string;
  code: string;
  message?: string;
  value?: unknown;
};

/** An answer of 4xx or 5xx, thrown by an operation and turned into GitHub's error body by the router. */
export class HttpError extends Error {
  readonly status: number;
  readonly errors: FieldError[] | string[] | undefined;
  readonly documentationUrl: string;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    message: string,
    more: {
      errors?: FieldError[] | string[];
      documentationUrl?: string;
      headers?: Record<string, string>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = more.errors;
    this.documentationUrl = more.documentationUrl ?? DOCS;
    this.headers = more.headers ?? {};
  }

  body(): Record<string, unknown> {
    return {
      message: this.message,
      ...(this.errors ? { errors: this.errors } : {}),
      documentation_url: this.documentationUrl,
      status: String(this.status),
    };
  }
}

export const notFound = () => new HttpError(404, "Not Found");
export const badCredentials = () => new HttpError(401, "Bad credentials");
export const forbidden = (message = "Resource not accessible by integration") => new HttpError(403, message);
export const unprocessable = (message: string, errors?: FieldError[] | string[]) =>
  new HttpError(422, message, errors ? { errors } : {});
export const invalidField = (resource: string, field: string, code = "invalid", message?: string) =>
  unprocessable("Validation Failed", [{ resource, field, code, ...(message ? { message } : {}) }]);
