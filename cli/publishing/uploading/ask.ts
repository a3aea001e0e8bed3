import { refused } from '../../registry/refused.ts';
import { type Answer, send } from '../../registry/send.ts';
import type { Uploading } from '../publication.ts';

/** Asks the registry as who publishes. */
export async function get({ registry, authorization }: Uploading, path: string): Promise<Answer> {
  return send({ method: 'GET', url: registry + path, headers: { authorization } });
}

export async function post(
  { registry, authorization, otp }: Uploading,
  path: string,
  body: object,
): Promise<Answer> {
  const text = JSON.stringify(body);
  return send({
    method: 'POST',
    url: registry + path,
    headers: {
      authorization,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
      ...(otp !== undefined && { 'npm-otp': otp }),
    },
    body: text,
  });
}

/** The answer's text, unless it is a refusal. */
export function accepted({ registry }: Uploading, answer: Answer): string {
  if (answer.status >= 300) throw refused(registry, answer);
  return answer.text;
}
