/** Every way a request can fail, and the HTTP status that says so. Clients may rely on the codes. */
const STATUS = {
  invalid: 400,
  unauthenticated: 401,
  otp_required: 401,
  forbidden: 403,
  version_exists: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unprocessable: 422,
  misdirected: 421,
  too_many_requests: 429,
  internal: 500,
  not_supported: 501,
  bad_upstream: 502,
  blocked: 451,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof STATUS;

export interface ErrorDetails extends ErrorOptions {
  /** Response headers that belong to the error, such as `www-authenticate` or `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The one error a client may see. Anything else that is thrown becomes a 500 and is logged. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly code: ErrorCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details);
    this.code = code;
    this.headers = details.headers ?? {};
  }

  get status(): number {
    return STATUS[this.code];
  }
}

export const invalid = (message: string, cause?: unknown): RegistryError =>
  new RegistryError('invalid', message, { cause });

export const notFound = (what: string): RegistryError =>
  new RegistryError('not_found', `${what} was not found`);

export const forbidden = (message: string): RegistryError =>
  new RegistryError('forbidden', message);

export const tooLarge = (message: string): RegistryError => new RegistryError('too_large', message);

/** 401 that npm answers with "log in": the `Bearer` challenge picks its hint. */
export const unauthenticated = (message: string): RegistryError =>
  new RegistryError('unauthenticated', message, {
    headers: { 'www-authenticate': 'Bearer' },
  });

/** 401 for a password in a body, without a challenge: npm would show that instead of the sentence. */
export const wrongPassword = (message: string): RegistryError =>
  new RegistryError('unauthenticated', message);

/**
 * 401 that makes clients prompt for a code and repeat the request with it in `npm-otp`.
 * pnpm matches the lower-case `otp`; npm needs "one-time pass" in the text when the header is lost.
 */
export const oneTimePasswordRequired = (message: string): RegistryError =>
  new RegistryError('otp_required', message, {
    headers: { 'www-authenticate': 'otp', 'npm-notice': message },
  });

/** 403 and not 409: pnpm 11 retries a 409 for a minute. The sentence is npm's own. */
export const versionExists = (version: string): RegistryError =>
  new RegistryError(
    'version_exists',
    `You cannot publish over the previously published versions: ${version}.`,
  );

/** 403 as for a published version: the number is taken until somebody decides. npm blackens ids in errors. */
export const versionStaged = (version: string, id: string): RegistryError =>
  new RegistryError(
    'version_exists',
    `${version} is staged already as ${id}: find it with \`npm stage list\` and approve it, or reject it before you send another`,
  );

export const conflict = (message: string): RegistryError => new RegistryError('conflict', message);

/** 501 for what this registry has no part for, however often it is asked. */
export const notSupported = (message: string): RegistryError =>
  new RegistryError('not_supported', message);

/** 503 for what is worth a retry as it is: clients wait `retry-after` seconds or their own time. */
export const unavailable = (message: string, cause?: unknown): RegistryError =>
  new RegistryError('unavailable', message, { cause, headers: { 'retry-after': '2' } });
