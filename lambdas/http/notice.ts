import type { Request } from '#http/request.ts';

const notices = new WeakMap<Request, string>();

/** Tells whoever sent the request something beside the answer: npm prints it, whatever the command. */
export function notice(request: Request, text: string): void {
  notices.set(request, text);
}

/** Headers that tell it. */
export function noticeHeaders(request: Request): Readonly<Record<string, string>> {
  const text = notices.get(request);
  return text === undefined ? {} : { 'npm-notice': text };
}
